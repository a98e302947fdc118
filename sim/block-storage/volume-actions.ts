import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findVolume } from './find-volume.ts';
import type { Volume } from './records.ts';
import { requireVolumeAdmin } from './require-volume-admin.ts';
import { uploadSchema, uploadVolume } from './upload-volume.ts';
import { requireRoom } from './volume-limits.ts';
import { deleteVolume } from './volumes.ts';

interface Asked {
  readonly cloud: SimCloud;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly volume: Volume;
  readonly given: unknown;
}

const bodySchema = z.record(z.string(), z.unknown());
const flag = z.union([z.boolean(), z.string().regex(/^(true|false|1|0)$/i)]);
const extensionMs = 500;

/** What may be done with a volume, but for plugging it into servers. */
const actions: Readonly<Record<string, (asked: Asked) => unknown>> = {
  'os-set_bootable'({ volume, given }) {
    volume.isBootable = isTrue(read(given, z.strictObject({ bootable: flag })).bootable);
    return undefined;
  },
  'os-update_readonly_flag'({ volume, given, reply }) {
    const { readonly } = read(given, z.strictObject({ readonly: flag }));
    requireAvailable(volume, 'update readonly flag');
    volume.isReadOnly = isTrue(readonly);
    void reply.code(202);
    return undefined;
  },
  'os-set_image_metadata'({ volume, given }) {
    const { metadata } = read(given, z.strictObject({ metadata: z.record(z.string(), z.string()) }));
    volume.imageMetadata = { ...volume.imageMetadata, ...metadata };
    return { metadata: volume.imageMetadata };
  },
  'os-show_image_metadata': ({ volume }) => ({ metadata: volume.imageMetadata }),
  'os-unset_image_metadata'({ volume, given }) {
    const { key } = read(given, z.strictObject({ key: z.string() }));
    if (volume.imageMetadata[key] === undefined) throw new ApiFault(404, 'Metadata item was not found');
    const { [key]: _removed, ...others } = volume.imageMetadata;
    volume.imageMetadata = others;
    return undefined;
  },
  'os-volume_upload_image'({ cloud, request, reply, volume, given }) {
    const answer = uploadVolume(cloud, request, volume, read(given, uploadSchema));
    void reply.code(202);
    return answer;
  },
  'os-extend': extend,
  'os-reset_status'({ request, volume, given, reply }) {
    requireVolumeAdmin(request, 'volume_extension:volume_admin_actions:reset_status');
    volume.status = read(given, z.looseObject({ status: z.string().toLowerCase() })).status;
    void reply.code(202);
    return undefined;
  },
  'os-force_delete'({ cloud, request, volume, reply }) {
    requireVolumeAdmin(request, 'volume_extension:volume_admin_actions:force_delete');
    deleteVolume(cloud, volume, true);
    void reply.code(202);
    return undefined;
  },
};

export function volumeActions(app: FastifyInstance, cloud: SimCloud): void {
  app.post('/v3/:project/volumes/:volume/action', async (request, reply) => {
    const [[name, given] = ['', undefined]] = Object.entries(read(request.body, bodySchema));
    const act = actions[name];
    if (act === undefined) {
      throw new ApiFault(400, `There is no such action: ${name}. Verify the request body and Content-Type header.`);
    }
    const volume = findVolume(cloud, request);
    const answer = act({ cloud, request, reply, volume, given });
    return reply.send(answer);
  });
}

function extend({ cloud, volume, given, reply }: Asked): undefined {
  const { new_size: size } = read(given, z.strictObject({ new_size: z.coerce.number().int().min(1) }));
  requireAvailable(volume, 'extend');
  if (size <= volume.sizeGiB) {
    const sizes = `(current: ${volume.sizeGiB}, extended: ${size}).`;
    const message = `New size for extend must be greater than current size. ${sizes}`;
    throw new ApiFault(400, `Invalid input received: ${message}`);
  }
  requireRoom(cloud, volume.projectId, { gigabytes: size - volume.sizeGiB });
  volume.status = 'extending';
  cloud.clock.after(
    extensionMs,
    () => {
      const later = cloud.state.volumes.get(volume.id);
      if (later !== undefined)
        Object.assign(later, { status: 'available', sizeGiB: size, updatedAt: cloud.clock.now() });
    },
    `volume ${volume.id}: extending`,
  );
  void reply.code(202);
  return undefined;
}

function requireAvailable({ id, status }: Volume, verb: string): void {
  if (status === 'available') return;
  throw new ApiFault(400, `Invalid volume: Volume ${id} status must be 'available' to ${verb}, currently ${status}.`);
}

function isTrue(value: boolean | string): boolean {
  return value === true || /^(true|1)$/i.test(String(value));
}

function read<T>(value: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ApiFault(400, `Invalid input for field/attribute ${issue?.path.join('.') ?? ''}. ${issue?.message ?? ''}`);
}
