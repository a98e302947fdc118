import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { Image } from './records.ts';

const textSchema = z.string();
const nullableSchema = z.string().nullable();
const flagSchema = z.boolean();
const countSchema = z.number();
const visibilitySchema = z.enum(['public', 'community', 'shared', 'private']);

/** Attributes with a place of their own in the record. The value has passed the schema `image`. */
const setters: Readonly<Record<string, (image: Image, value: unknown) => unknown>> = {
  name: (image, value) => (image.name = nullableSchema.parse(value)),
  owner: (image, value) => (image.owner = nullableSchema.parse(value)),
  visibility: (image, value) => (image.visibility = visibilitySchema.parse(value)),
  protected: (image, value) => (image.isProtected = flagSchema.parse(value)),
  os_hidden: (image, value) => (image.isHidden = flagSchema.parse(value)),
  tags: (image, value) => (image.tags = [...new Set(z.array(textSchema).parse(value))]),
  disk_format: (image, value) => {
    requireQueued(image, 'disk_format');
    image.diskFormat = nullableSchema.parse(value);
  },
  container_format: (image, value) => {
    requireQueued(image, 'container_format');
    image.containerFormat = nullableSchema.parse(value);
  },
  min_disk: (image, value) => (image.minDiskGiB = notNegative('min_disk', value)),
  min_ram: (image, value) => (image.minRamMiB = notNegative('min_ram', value)),
};

/** Sets one attribute by its name in the API; what Glance does not know becomes a property. */
export function setAttribute(image: Image, name: string, value: unknown): void {
  const set = setters[name];
  if (set !== undefined) set(image, value);
  else image.properties = { ...image.properties, [name]: nullableSchema.parse(value) };
}

/** Such an attribute may be changed, but never removed. */
export function isOwnAttribute(name: string): boolean {
  return setters[name] !== undefined;
}

function requireQueued({ status }: Image, name: string): void {
  if (status === 'queued' || status === 'importing') return;
  throw new ApiFault(403, `Attribute ${name} can be only replaced for a queued image.`);
}

function notNegative(name: string, value: unknown): number {
  const count = countSchema.parse(value);
  if (count >= 0) return count;
  throw new ApiFault(400, `Invalid value '${count}' for parameter '${name}': Cannot be a negative value`);
}
