import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { adminPolicy } from './policy.ts';
import { flavorOf } from './visible-flavor.ts';

const keySchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-zA-Z0-9-_:. ]{1,255}$/);
const specsSchema = z.record(keySchema, z.union([z.string().max(255), z.number().transform(String)]));
const bodySchema = z.strictObject({ extra_specs: specsSchema });
const oneSchema = specsSchema.refine((specs) => Object.keys(specs).length === 1);
const paramsSchema = z.object({ key: z.string() });
const policy = 'os_compute_api:os-flavor-extra-specs';

/** Compute API, "Flavor extra-specs". */
export function flavorExtraSpecs(app: FastifyInstance, cloud: SimCloud): void {
  const path = '/flavors/:flavorId/os-extra_specs';
  app.get(path, async (request) => ({ extra_specs: flavorOf(cloud, request).extraSpecs }));
  app.post(path, async (request) => {
    const body = parseBody(request, bodySchema);
    adminPolicy(request, `${policy}:create`);
    addSpecs(cloud, request, body.extra_specs);
    return body;
  });
  app.get(`${path}/:key`, async (request) => {
    const { key } = paramsSchema.parse(request.params);
    const { id, extraSpecs } = flavorOf(cloud, request);
    return { [key]: extraSpecs[key] ?? missing(id, key) };
  });
  app.put(`${path}/:key`, async (request) => {
    const specs = parseBody(request, oneSchema);
    adminPolicy(request, `${policy}:update`);
    const { key } = paramsSchema.parse(request.params);
    if (specs[key] === undefined) throw new ApiFault(400, 'Request body and URI mismatch');
    addSpecs(cloud, request, specs);
    return specs;
  });
  app.delete(`${path}/:key`, async (request, reply) => {
    adminPolicy(request, `${policy}:delete`);
    const flavor = flavorOf(cloud, request);
    const { key } = paramsSchema.parse(request.params);
    const { [key]: removed, ...kept } = flavor.extraSpecs;
    if (removed === undefined) missing(flavor.id, key);
    flavor.extraSpecs = kept;
    return reply.code(200).send();
  });
}

function addSpecs(cloud: SimCloud, request: FastifyRequest, specs: Readonly<Record<string, string>>): void {
  const flavor = flavorOf(cloud, request);
  flavor.extraSpecs = { ...flavor.extraSpecs, ...specs };
}

function missing(flavorId: string, key: string): never {
  throw new ApiFault(404, `Flavor ${flavorId} has no extra specs with key ${key}.`);
}
