import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findVolumeType } from './find-volume-type.ts';
import type { Encryption, VolumeType } from './records.ts';
import { requireVolumeAdmin } from './require-volume-admin.ts';
import { cinderTime } from './volume-view.ts';

const newSchema = z.strictObject({
  encryption: z.looseObject({
    provider: z.string().max(255),
    control_location: z.enum(['front-end', 'back-end']),
    key_size: z.coerce.number().int().min(0).nullish(),
    cipher: z.string().max(255).nullish(),
  }),
});
const path = '/v3/:project/types/:type/encryption';
const rule = 'volume_extension:volume_type_encryption:';

/** How the volumes of a type are encrypted; no volume of this cloud really is. */
export function typeEncryption(app: FastifyInstance, cloud: SimCloud): void {
  app.get(path, async (request) => {
    requireVolumeAdmin(request, `${rule}get`);
    const { id, encryption } = findVolumeType(cloud, request);
    return encryption === null ? {} : view(id, encryption);
  });
  app.post(path, async (request) => {
    requireVolumeAdmin(request, `${rule}create`);
    const { encryption: given } = parseBody(request, newSchema);
    const type = findVolumeType(cloud, request);
    refuseUsed(cloud, type, 'create');
    if (type.encryption !== null) throw new ApiFault(400, `Volume type encryption for type ${type.id} already exists.`);
    type.encryption = {
      id: cloud.random.uuid(),
      provider: given.provider,
      cipher: given.cipher ?? null,
      keySize: given.key_size ?? null,
      controlLocation: given.control_location,
      createdAt: cloud.clock.now(),
    };
    return { encryption: { ...given, volume_type_id: type.id, encryption_id: type.encryption.id } };
  });
  app.delete(`${path}/:encryption`, async (request, reply) => {
    requireVolumeAdmin(request, `${rule}delete`);
    const type = findVolumeType(cloud, request);
    refuseUsed(cloud, type, 'delete');
    type.encryption = null;
    return reply.code(202).send();
  });
}

function refuseUsed({ state }: SimCloud, { id, encryption }: VolumeType, verb: string): void {
  const isUsed = encryption !== null && state.volumes.find(({ volumeTypeId }) => volumeTypeId === id) !== undefined;
  if (isUsed) throw new ApiFault(400, `Cannot ${verb} encryption specs. Volume type in use.`);
}

function view(typeId: string, { id, provider, cipher, keySize, controlLocation, createdAt }: Encryption): object {
  return {
    volume_type_id: typeId,
    encryption_id: id,
    provider,
    cipher,
    key_size: keySize,
    control_location: controlLocation,
    deleted: false,
    deleted_at: null,
    created_at: cinderTime(createdAt),
    updated_at: null,
  };
}
