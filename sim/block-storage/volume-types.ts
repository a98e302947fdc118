import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { defaultTypeName } from './bootstrap-block-storage.ts';
import { findVolumeType } from './find-volume-type.ts';
import { listPage } from './list-page.ts';
import { projectOf } from './project-of.ts';
import type { VolumeType } from './records.ts';
import { requireVolumeAdmin } from './require-volume-admin.ts';

const specsSchema = z.record(z.string(), z.string());
const isPublic = 'os-volume-type-access:is_public';
const newSchema = z.strictObject({
  volume_type: z.strictObject({
    name: z.string().trim().min(1).max(255),
    description: z.string().max(255).nullable().optional(),
    extra_specs: specsSchema.nullish(),
    [isPublic]: z.boolean().optional(),
  }),
});
const changeSchema = z.strictObject({
  volume_type: z.strictObject({
    name: z.string().trim().min(1).max(255).nullish(),
    description: z.string().max(255).nullish(),
    is_public: z.boolean().optional(),
  }),
});

export function volumeTypes(app: FastifyInstance, cloud: SimCloud): void {
  const { volumeTypes: types, volumes } = cloud.state;
  app.get('/v3/:project/types', async (request) => {
    projectOf(request);
    const wanted = publicWanted(request);
    const seen = types.list().filter((type) => isSeen(request, type, wanted));
    const { records, links } = listPage(cloud, request, seen.toReversed(), 'Volume type');
    const views = records.map((type) => ({ ...typeView(request, type), [isPublic]: type.isPublic }));
    return { volume_types: views, ...(links.length === 0 ? {} : { volume_type_links: links }) };
  });
  app.get('/v3/:project/types/default', async (request) => {
    projectOf(request);
    const type = types.find(({ name }) => name === defaultTypeName);
    if (type === undefined) throw new ApiFault(404, 'Default volume type can not be found.');
    return { volume_type: typeView(request, type) };
  });
  app.get('/v3/:project/types/:type', async (request) => {
    const type = findVolumeType(cloud, request);
    return { volume_type: { ...typeView(request, type), [isPublic]: type.isPublic } };
  });
  app.post('/v3/:project/types', async (request) => {
    requireVolumeAdmin(request, 'volume_extension:type_create');
    const { volume_type: given } = parseBody(request, newSchema);
    requireNewName(cloud, given.name);
    const type = types.put({
      id: cloud.random.uuid(),
      name: given.name,
      description: given.description ?? null,
      isPublic: given[isPublic] ?? true,
      extraSpecs: given.extra_specs ?? {},
      accessIds: [],
      qosSpecsId: null,
      encryption: null,
    });
    return { volume_type: { ...briefView(type), [isPublic]: type.isPublic } };
  });
  app.put('/v3/:project/types/:type', async (request) => {
    requireVolumeAdmin(request, 'volume_extension:type_update');
    const { volume_type: given } = parseBody(request, changeSchema);
    const type = findVolumeType(cloud, request);
    if ([given.name, given.description, given.is_public].every((value) => value === undefined || value === null)) {
      const message = 'Specify volume type name, description, is_public or a combination thereof.';
      throw new ApiFault(400, message);
    }
    if (given.name !== undefined && given.name !== type.name) requireNewName(cloud, given.name ?? '');
    type.name = given.name ?? type.name;
    type.description = given.description ?? type.description;
    type.isPublic = given.is_public ?? type.isPublic;
    return { volume_type: briefView(type) };
  });
  app.delete('/v3/:project/types/:type', async (request, reply) => {
    requireVolumeAdmin(request, 'volume_extension:type_delete');
    const type = findVolumeType(cloud, request);
    if (volumes.find(({ volumeTypeId }) => volumeTypeId === type.id) !== undefined) {
      throw new ApiFault(400, 'Target volume type is still in use.');
    }
    types.remove(type.id);
    return reply.code(202).send();
  });
}

function briefView({ id, name, isPublic: is_public, extraSpecs: extra_specs, description }: VolumeType): object {
  return { id, name, is_public, extra_specs, description };
}

/** Of the extra specs, members see those that tell what a volume can do. */
function typeView(request: FastifyRequest, type: VolumeType): object {
  if (isAdmin(callerOf(request))) return { ...briefView(type), qos_specs_id: type.qosSpecsId };
  const { extraSpecs } = type;
  const shown = Object.entries(extraSpecs).filter(([name]) => shownSpecs.has(name));
  return briefView({ ...type, extraSpecs: Object.fromEntries(shown) });
}

const shownSpecs = new Set(['multiattach', 'replication_enabled', 'RESKEY:availability_zones']);

/** Undefined for all of them; members see only public ones and those that their project may use. */
function publicWanted(request: FastifyRequest): boolean | undefined {
  const [, query = ''] = request.url.split('?');
  const value = new URLSearchParams(query).get('is_public');
  if (value === null || !isAdmin(callerOf(request))) return true;
  return /^none$/i.test(value) ? undefined : /^(true|1|t|yes|y|on)$/i.test(value);
}

function isSeen(request: FastifyRequest, type: VolumeType, wanted: boolean | undefined): boolean {
  const caller = callerOf(request);
  if (wanted === undefined || type.isPublic === wanted) return true;
  return wanted && type.accessIds.includes(caller.projectId ?? '');
}

function requireNewName({ state }: SimCloud, name: string): void {
  const isTaken = state.volumeTypes.find((type) => type.name === name) !== undefined;
  if (isTaken) throw new ApiFault(409, `Volume Type ${name} already exists.`);
}
