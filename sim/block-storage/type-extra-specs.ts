import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findVolumeType } from './find-volume-type.ts';
import { paramOf } from './param-of.ts';
import type { VolumeType } from './records.ts';
import { requireVolumeAdmin } from './require-volume-admin.ts';

const path = '/v3/:project/types/:type/extra_specs';
const rule = 'volume_extension:types_extra_specs:';
const specsSchema = z.record(z.string().regex(/^[\w. :-]{1,255}$/), z.string().max(255));
const bodySchema = z.strictObject({ extra_specs: specsSchema });

export function typeExtraSpecs(app: FastifyInstance, cloud: SimCloud): void {
  app.get(path, async (request) => ({ extra_specs: findVolumeType(cloud, request).extraSpecs }));
  app.get(`${path}/:key`, async (request) => {
    const type = findVolumeType(cloud, request);
    const key = keyOf(request, type);
    return { [key]: type.extraSpecs[key] };
  });
  app.post(path, async (request) => {
    requireVolumeAdmin(request, `${rule}create`);
    const type = findVolumeType(cloud, request);
    const { extra_specs } = parseBody(request, bodySchema);
    type.extraSpecs = { ...type.extraSpecs, ...extra_specs };
    return { extra_specs };
  });
  app.put(`${path}/:key`, async (request) => {
    requireVolumeAdmin(request, `${rule}update`);
    const type = findVolumeType(cloud, request);
    const spec = parseBody(request, specsSchema);
    const key = paramOf(request, 'key');
    if (Object.keys(spec).length !== 1) throw new ApiFault(400, 'Request body contains too many items.');
    if (spec[key] === undefined) throw new ApiFault(400, 'Request body and URI mismatch.');
    type.extraSpecs = { ...type.extraSpecs, ...spec };
    return spec;
  });
  app.delete(`${path}/:key`, async (request, reply) => {
    requireVolumeAdmin(request, `${rule}delete`);
    const type = findVolumeType(cloud, request);
    const { [keyOf(request, type)]: _removed, ...others } = type.extraSpecs;
    type.extraSpecs = others;
    return reply.code(202).send();
  });
}

function keyOf(request: FastifyRequest, { id, extraSpecs }: VolumeType): string {
  const key = paramOf(request, 'key');
  if (extraSpecs[key] !== undefined) return key;
  throw new ApiFault(404, `Volume Type ${id} has no extra specs with key ${key}.`);
}
