import { z } from 'zod';
import type { ImageAnswer } from '../openstack/image.ts';
import { markName } from './mark.ts';

/** The property of an image that Pumphouse made for the time of a move; its value says of what. */
export const temporaryName = 'pumphouse_temporary';

/** Attributes of Glance's own (Image API v2, "Show image"): all else in an answer is a property. */
const attributes = new Set([
  'id',
  'name',
  'owner',
  'status',
  'disk_format',
  'container_format',
  'min_disk',
  'min_ram',
  'visibility',
  'protected',
  'os_hidden',
  'tags',
  'size',
  'virtual_size',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'created_at',
  'updated_at',
  'self',
  'file',
  'schema',
  'stores',
  'direct_url',
  'locations',
]);

/** Properties that mean something in their own cloud only, and kernel and ramdisk, which are translated. */
const boundToCloud = new Set([
  markName,
  temporaryName,
  'kernel_id',
  'ramdisk_id',
  'base_image_ref',
  'instance_uuid',
  'owner_id',
  'user_id',
  'block_device_mapping',
  // What Nova writes into a snapshot about the server and who asked for it.
  'owner_user_name',
  'owner_project_name',
  'boot_roles',
  'locked_reason',
  'old_vm_state',
  'img_signature',
  'img_signature_hash_method',
  'img_signature_key_type',
  'img_signature_certificate_uuid',
  'cinder_encryption_key_id',
  'cinder_encryption_key_deletion_policy',
]);

/** Glance refuses what begins like this from users (glance.common.GLANCE_RESERVED_NS). */
const reservedPrefix = 'os_glance_';

/** The properties that a twin gets too. An empty value is a value. */
export function carriedProperties(answer: ImageAnswer): Record<string, string> {
  const entries = Object.entries(answer).flatMap(([name, value]): [string, string][] => {
    if (attributes.has(name) || boundToCloud.has(name) || name.startsWith(reservedPrefix)) return [];
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
  return Object.fromEntries(entries);
}

/** A property of text, where it is there and says something: Nova writes an empty `kernel_id` for none. */
export function imageProperty(answer: ImageAnswer, name: string): string | undefined {
  const value = answer[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const mapping = z.array(z.looseObject({ snapshot_id: z.string().nullish(), volume_id: z.string().nullish() }));

/** True for the image of a server that booted from a volume: it holds no bytes, but points to volume snapshots. */
export function isPointerToVolumes(answer: ImageAnswer): boolean {
  const text = imageProperty(answer, 'block_device_mapping');
  if (text === undefined) return false;
  const parsed = mapping.safeParse(parseJson(text));
  return !parsed.success || parsed.data.some(({ snapshot_id, volume_id }) => Boolean(snapshot_id ?? volume_id));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
