import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import { microversion } from './microversion.ts';
import { parameters } from './parameters.ts';

const base64 = z.string().max(65_535).refine(isBase64);
const tag = parameters.tag.optional();
const network = z.strictObject({
  port: z.guid().nullish(),
  uuid: z.guid().optional(),
  fixed_ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  tag,
});
const blockDevice = z.strictObject({
  source_type: z.enum(['volume', 'image', 'snapshot', 'blank']).optional(),
  destination_type: z.enum(['local', 'volume']).optional(),
  uuid: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[a-zA-Z0-9._-]*$/)
    .optional(),
  volume_id: z.guid().optional(),
  image_id: z.guid().optional(),
  snapshot_id: z.guid().optional(),
  volume_size: parameters.wholeNumber(0).optional(),
  boot_index: z
    .union([
      z.int(),
      z
        .string()
        .regex(/^-?[0-9]+$/)
        .transform(Number),
    ])
    .nullish(),
  delete_on_termination: parameters.boolean.default(false),
  device_name: z.string().min(1).max(255).optional(),
  device_type: z.string().max(255).optional(),
  disk_bus: z.string().max(255).optional(),
  guest_format: z.string().max(255).optional(),
  no_device: z.unknown().optional(),
  virtual_name: z.string().optional(),
  connection_info: z.string().optional(),
  volume_type: z.string().max(255).nullish(),
  tag,
});

const attributes = z.strictObject({
  name: parameters.name,
  flavorRef: z.union([z.string().min(1), z.int().transform(String)]),
  imageRef: z.union([z.guid(), z.literal('')]).optional(),
  networks: z.union([z.array(network), z.enum(['none', 'auto'])]).optional(),
  block_device_mapping: z.array(blockDevice).optional(),
  block_device_mapping_v2: z.array(blockDevice).optional(),
  metadata: parameters.metadata.default({}),
  adminPass: z.string().optional(),
  'OS-DCF:diskConfig': parameters.diskConfig.optional(),
  accessIPv4: parameters.ipv4.optional(),
  accessIPv6: parameters.ipv6.optional(),
  availability_zone: parameters.name.optional(),
  config_drive: parameters.boolean.default(false),
  key_name: parameters.name.optional(),
  min_count: parameters.wholeNumber(1).optional(),
  max_count: parameters.wholeNumber(1).optional(),
  return_reservation_id: parameters.boolean.default(false),
  security_groups: z.array(z.strictObject({ name: parameters.name.optional() })).optional(),
  user_data: base64.optional(),
  personality: z.unknown().optional(),
  description: parameters.description.optional(),
  tags: z.array(parameters.tag).max(50).optional(),
  trusted_image_certificates: z.array(z.string().min(1)).min(1).max(50).nullish(),
  host: z.string().optional(),
  hypervisor_hostname: z.string().optional(),
  hostname: parameters.hostname.optional(),
});
const hints = z.looseObject({ group: z.guid().optional() }).optional();
const schema = z.strictObject({
  server: attributes,
  'os:scheduler_hints': hints,
  'OS-SCH-HNT:scheduler_hints': hints,
});

/** What `POST /servers` asks for. */
export type ServerBody = z.infer<typeof schema>;
export type BlockDevice = z.infer<typeof blockDevice>;
export type NetworkWish = z.infer<typeof network>;

/** The microversions that know an attribute. */
const eras: Readonly<Record<string, readonly [first: number, last: number]>> = {
  description: [19, 93],
  tags: [52, 93],
  personality: [1, 56],
  trusted_image_certificates: [63, 93],
  host: [74, 93],
  hypervisor_hostname: [74, 93],
  hostname: [90, 93],
};

/** The body of a request for a server; a fault 400 for what its microversion does not know. */
export function serverBodyOf(request: FastifyRequest): ServerBody {
  const body = parseBody(request, schema);
  const minor = microversion(request);
  const { server } = body;
  for (const [name, value] of Object.entries(server)) {
    const [first, last] = eras[name] ?? [1, 93];
    if (value !== undefined && (minor < first || minor > last)) {
      throw new ApiFault(400, `Additional properties are not allowed ('${name}' was unexpected)`);
    }
  }
  if (minor >= 37 && server.networks === undefined) {
    throw new ApiFault(400, "Invalid input for field/attribute server. 'networks' is a required property");
  }
  if (minor < 37 && typeof server.networks === 'string') {
    const message = `Invalid input for field/attribute networks. Value: ${server.networks}.`;
    throw new ApiFault(400, `${message} '${server.networks}' is not of type 'array'`);
  }
  return body;
}

/** As Python decodes it: letters of another alphabet do not count, but what is left has to be padded. */
function isBase64(text: string): boolean {
  const [, letters = '', padding = ''] = /^([A-Za-z0-9+/]*)(=*)/.exec(text.replace(/[^A-Za-z0-9+/=]/g, '')) ?? [];
  const rest = letters.length % 4;
  return rest === 0 || (rest === 2 && padding.length >= 2) || (rest === 3 && padding.length > 0);
}
