/** One attribute as Glance's schema describes it; null among the types means that it may be null. */
export interface AttributeSchema {
  readonly type: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly readOnly?: boolean;
  readonly description?: string;
  readonly items?: unknown;
  readonly is_base?: boolean;
}

const uuid = '^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$';
const textOrNull = ['null', 'string'];
const countOrNull = ['null', 'integer'];

const containerFormats = ['ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed'];
const diskFormats = ['ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop'];
const statuses = ['queued', 'saving', 'active', 'killed', 'deleted', 'uploading', 'importing', 'pending_delete'];

const locationSchema = {
  type: 'object',
  properties: {
    url: { type: 'string', maxLength: 255 },
    metadata: { type: 'object' },
    validation_data: {
      description: 'Values of the image properties.',
      type: 'object',
      writeOnly: true,
      additionalProperties: false,
      properties: {
        checksum: { type: 'string', minLength: 32, maxLength: 32 },
        os_hash_algo: { type: 'string', maxLength: 64 },
        os_hash_value: { type: 'string', maxLength: 128 },
      },
      required: ['os_hash_algo', 'os_hash_value'],
    },
  },
  required: ['url', 'metadata'],
};

/** Attributes that Glance itself knows, with the limits of its schema `image`. */
const base: Readonly<Record<string, AttributeSchema>> = {
  id: { type: 'string', description: 'An identifier for the image', pattern: uuid },
  name: { type: textOrNull, description: 'Descriptive name for the image', maxLength: 255 },
  status: { type: 'string', readOnly: true, description: 'Status of the image', enum: [...statuses, 'deactivated'] },
  visibility: {
    type: 'string',
    description: 'Scope of image accessibility',
    enum: ['community', 'public', 'private', 'shared'],
  },
  protected: { type: 'boolean', description: 'If true, image will not be deletable.' },
  os_hidden: { type: 'boolean', description: 'If true, image will not appear in default image list response.' },
  checksum: { type: textOrNull, readOnly: true, description: 'md5 hash of image contents.', maxLength: 32 },
  os_hash_algo: { type: textOrNull, readOnly: true, description: 'Algorithm of os_hash_value', maxLength: 64 },
  os_hash_value: { type: textOrNull, readOnly: true, description: 'Hexdigest of the image', maxLength: 128 },
  owner: { type: textOrNull, description: 'Owner of the image', maxLength: 255 },
  size: { type: countOrNull, readOnly: true, description: 'Size of image file in bytes' },
  virtual_size: { type: countOrNull, readOnly: true, description: 'Virtual size of image in bytes' },
  container_format: { type: textOrNull, description: 'Format of the container', enum: [null, ...containerFormats] },
  disk_format: { type: textOrNull, description: 'Format of the disk', enum: [null, ...diskFormats] },
  created_at: { type: 'string', readOnly: true, description: 'Date and time of image registration' },
  updated_at: { type: 'string', readOnly: true, description: 'Date and time of the last image modification' },
  tags: { type: 'array', description: 'Strings related to the image', items: { type: 'string', maxLength: 255 } },
  direct_url: { type: 'string', readOnly: true, description: 'URL to access the image file kept in external store' },
  min_ram: { type: 'integer', description: 'Amount of ram (in MB) required to boot image.' },
  min_disk: { type: 'integer', description: 'Amount of disk space (in GB) required to boot image.' },
  self: { type: 'string', readOnly: true, description: 'An image self url' },
  file: { type: 'string', readOnly: true, description: 'An image file url' },
  stores: { type: 'string', readOnly: true, description: 'Stores in which image data resides.' },
  schema: { type: 'string', readOnly: true, description: 'An image schema url' },
  locations: { type: 'array', items: locationSchema, description: 'URLs to access the image file' },
};

/** Properties with limits of their own (schema-image.json); all others are texts of any length. */
const known: Readonly<Record<string, AttributeSchema>> = {
  kernel_id: { type: textOrNull, pattern: uuid, description: 'Image of the kernel', is_base: false },
  ramdisk_id: { type: textOrNull, pattern: uuid, description: 'Image of the ramdisk', is_base: false },
  instance_uuid: { type: 'string', description: 'Instance of a snapshot', is_base: false },
  architecture: { description: 'Operating system architecture', type: 'string', is_base: false },
  os_distro: { description: 'Common name of operating system distribution', type: 'string', is_base: false },
  os_version: { description: 'Operating system version', type: 'string', is_base: false },
  description: { description: 'A human-readable string describing this image.', type: 'string', is_base: false },
  cinder_encryption_key_id: { description: 'Identifier of the encryption key', type: 'string', is_base: false },
  cinder_encryption_key_deletion_policy: {
    description: 'When Glance deletes that key',
    type: 'string',
    enum: ['on_image_deletion', 'do_not_delete'],
    is_base: false,
  },
};

/** The document at /v2/schemas/image. */
export const imageSchema = {
  name: 'image',
  properties: { ...base, ...known },
  additionalProperties: { type: 'string' },
  links: [
    { rel: 'self', href: '{self}' },
    { rel: 'enclosure', href: '{file}' },
    { rel: 'describedby', href: '{schema}' },
  ],
};

const anyProperty: AttributeSchema = { type: 'string' };

export function attributeSchema(name: string): AttributeSchema {
  return base[name] ?? known[name] ?? anyProperty;
}
