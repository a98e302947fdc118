import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { checkAttributes } from './check-attributes.ts';
import { findImage, findOwnImage } from './find-image.ts';
import type { Image } from './records.ts';
import { isOwnAttribute, setAttribute } from './set-attribute.ts';

interface Change {
  readonly op: 'add' | 'remove' | 'replace';
  readonly name: string;
  readonly value: unknown;
}

const operations = ['add', 'remove', 'replace'] as const;
const available = operations.join(', ');
const changesSchema = z.array(z.record(z.string(), z.unknown()));

/** Changes attributes by JSON patch (Image API v2, "Update image"): all of the changes, or none. */
export function patchImage(cloud: SimCloud, request: FastifyRequest): Image {
  requirePatchType(request);
  if (request.body === undefined) throw new ApiFault(400, 'Body expected in request.');
  const parsed = changesSchema.safeParse(request.body);
  if (!parsed.success) throw new ApiFault(400, 'Request body must be a JSON array of operation objects.');
  const changes = parsed.data.map(parseChange);
  if (changes.length === 0) return findImage(cloud, request);
  const image = findOwnImage(cloud, request);
  const changed = { ...image, updatedAt: cloud.clock.now() };
  for (const change of changes) {
    requireRight(request, change);
    apply(changed, change);
  }
  return Object.assign(image, changed);
}

const patchTypes = ['application/openstack-images-v2.0-json-patch', 'application/openstack-images-v2.1-json-patch'];

function requirePatchType({ headers }: FastifyRequest): void {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (patchTypes.includes(type)) return;
  const message = `The request media type ${type} is not supported by this server.`;
  throw new ApiFault(415, message, undefined, { 'accept-patch': patchTypes.join(', ') });
}

/** Version 2.0 of the format has the operation for a key: `{"replace": "/name", "value": …}`. */
function parseChange(raw: Readonly<Record<string, unknown>>): Change {
  const isOld = raw['op'] === undefined && raw['path'] === undefined;
  const op = operations.find((one) => (isOld ? raw[one] !== undefined : raw['op'] === one));
  const asked = raw['op'] === undefined ? 'Unable to find `op` in JSON Schema change.' : 'Invalid operation.';
  if (op === undefined) throw new ApiFault(400, `${asked} It must be one of the following: ${available}.`);
  const path = isOld ? raw[op] : raw['path'];
  if (typeof path !== 'string') throw new ApiFault(400, "Unable to find 'path' in JSON Schema change");
  const name = nameOf(path);
  if (op !== 'remove' && !('value' in raw)) {
    throw new ApiFault(400, `Operation "${op}" requires a member named "value".`);
  }
  requireChangeable(name);
  if (op !== 'remove') checkAttributes({ [name]: raw['value'] });
  return { op, name, value: raw['value'] };
}

/** The one part of a JSON pointer. */
function nameOf(path: string): string {
  const parts = path.replace(/^\//, '').split('/');
  const [first = ''] = parts;
  if (!path.startsWith('/')) throw new ApiFault(400, `Pointer \`${path}\` does not start with "/".`);
  if (parts.length > 1 || /~([^01]|$)/.test(path)) {
    throw new ApiFault(400, `Invalid JSON pointer for this resource: '${path}'`);
  }
  return first.replaceAll('~1', '/').replaceAll('~0', '~').trim();
}

const readOnly = new Set([
  'created_at',
  'updated_at',
  'status',
  'checksum',
  'size',
  'virtual_size',
  'direct_url',
  'self',
  'file',
  'schema',
  'id',
  'os_hash_algo',
  'os_hash_value',
]);
const reserved = new Set(['location', 'deleted', 'deleted_at']);

function requireChangeable(name: string): void {
  if (readOnly.has(name)) throw new ApiFault(403, `Attribute '${name}' is read-only.`);
  if (reserved.has(name) || name.startsWith('os_glance')) throw new ApiFault(403, `Attribute '${name}' is reserved.`);
  if (name === 'locations') throw new ApiFault(403, "It's not allowed to update locations.");
}

function requireRight(request: FastifyRequest, { op, name, value }: Change): void {
  if (isAdmin(callerOf(request))) return;
  if (name === 'owner' && op === 'replace') throw new ApiFault(403, "Owner can't be updated by non admin.");
  if (name === 'visibility' && value === 'public') {
    throw new ApiFault(403, 'You are not authorized to complete publicize_image action.');
  }
}

function apply(image: Image, { op, name, value }: Change): void {
  if (op === 'remove' && isOwnAttribute(name)) throw new ApiFault(403, `Property ${name} may not be removed.`);
  const isThere = isOwnAttribute(name) || image.properties[name] !== undefined;
  if (op !== 'add' && !isThere) throw new ApiFault(409, `Property ${name} does not exist.`);
  if (op !== 'remove') {
    setAttribute(image, name, value);
    return;
  }
  const { [name]: _removed, ...others } = image.properties;
  image.properties = others;
}
