import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { listPage } from './list-page.ts';
import { paramOf } from './param-of.ts';
import type { QosSpecs, VolumeType } from './records.ts';
import { requireVolumeAdmin } from './require-volume-admin.ts';

const consumer = z.enum(['front-end', 'back-end', 'both']);
const value = z.union([z.string(), z.number()]).transform(String);
const newSchema = z.strictObject({
  qos_specs: z
    .object({ name: z.string().trim().min(1).max(255), consumer: consumer.default('back-end') })
    .catchall(value),
});
const changeSchema = z.strictObject({ qos_specs: z.object({ consumer: consumer.optional() }).catchall(value) });
const keysSchema = z.strictObject({ keys: z.array(z.string().min(1).max(255)) });
const path = '/v3/:project/qos-specs';
const rule = 'volume_extension:qos_specs_manage:';

/** QoS specs, and which volume types have them. */
export function qosSpecs(app: FastifyInstance, cloud: SimCloud): void {
  const { qosSpecs: table, volumeTypes } = cloud.state;
  app.get(path, async (request) => {
    requireVolumeAdmin(request, `${rule}get_all`);
    const { records } = listPage(cloud, request, table.list().toReversed(), 'QoS spec');
    return { qos_specs: records.map(view) };
  });
  app.post(path, async (request) => {
    requireVolumeAdmin(request, `${rule}create`);
    const { name, consumer: by, ...specs } = parseBody(request, newSchema).qos_specs;
    if (table.find((other) => other.name === name) !== undefined) {
      throw new ApiFault(409, `QoS Specs ${name} already exists.`);
    }
    return shown(cloud, request, table.put({ id: cloud.random.uuid(), name, consumer: by, specs }));
  });
  app.get(`${path}/:specs`, async (request) => {
    requireVolumeAdmin(request, `${rule}get`);
    return shown(cloud, request, findSpecs(cloud, request));
  });
  app.put(`${path}/:specs`, async (request) => {
    requireVolumeAdmin(request, `${rule}update`);
    const body = parseBody(request, changeSchema);
    const { consumer: by, ...specs } = body.qos_specs;
    const found = findSpecs(cloud, request);
    found.consumer = by ?? found.consumer;
    found.specs = { ...found.specs, ...specs };
    return body;
  });
  app.put(`${path}/:specs/delete_keys`, async (request, reply) => {
    requireVolumeAdmin(request, `${rule}delete`);
    const { keys } = parseBody(request, keysSchema);
    const found = findSpecs(cloud, request);
    const missing = keys.find((key) => found.specs[key] === undefined);
    if (missing !== undefined) throw new ApiFault(404, `QoS spec ${found.id} has no spec with key ${missing}.`);
    found.specs = Object.fromEntries(Object.entries(found.specs).filter(([key]) => !keys.includes(key)));
    return reply.code(202).send();
  });
  app.delete(`${path}/:specs`, async (request, reply) => {
    requireVolumeAdmin(request, `${rule}delete`);
    const { id } = findSpecs(cloud, request);
    const isForced = /[?&]force=(true|1)/i.test(request.url);
    const types = volumeTypes.where(({ qosSpecsId }) => qosSpecsId === id);
    if (types.length > 0 && !isForced) throw new ApiFault(400, 'Qos specs still in use.');
    for (const type of types) type.qosSpecsId = null;
    table.remove(id);
    return reply.code(202).send();
  });
  app.get(`${path}/:specs/associations`, async (request) => {
    requireVolumeAdmin(request, `${rule}get_all`);
    const { id } = findSpecs(cloud, request);
    const types = volumeTypes.where(({ qosSpecsId }) => qosSpecsId === id);
    return { qos_associations: types.map((type) => ({ association_type: 'volume_type', ...named(type) })) };
  });
  app.get(`${path}/:specs/associate`, async (request, reply) => {
    requireVolumeAdmin(request, `${rule}update`);
    const [{ id }, type] = [findSpecs(cloud, request), findType(cloud, request)];
    if (type.qosSpecsId !== null && type.qosSpecsId !== id) {
      const reason = `Type ${type.id} is already associated with another qos specs: ${type.qosSpecsId}`;
      throw new ApiFault(400, `Invalid volume type: ${reason}`);
    }
    type.qosSpecsId = id;
    return reply.code(202).send();
  });
  app.get(`${path}/:specs/disassociate`, async (request, reply) => {
    requireVolumeAdmin(request, `${rule}update`);
    const [{ id }, type] = [findSpecs(cloud, request), findType(cloud, request)];
    if (type.qosSpecsId === id) type.qosSpecsId = null;
    return reply.code(202).send();
  });
}

function view({ id, name, consumer: by, specs }: QosSpecs): object {
  return { id, name, consumer: by, specs };
}

function shown({ url }: SimCloud, request: FastifyRequest, specs: QosSpecs): object {
  const project = paramOf(request, 'project');
  const links = [
    { rel: 'self', href: `${url}/block-storage/v3/${project}/qos_specs/${specs.id}` },
    { rel: 'bookmark', href: `${url}/block-storage/${project}/qos_specs/${specs.id}` },
  ];
  return { qos_specs: view(specs), links };
}

function named({ id, name }: VolumeType): object {
  return { name, id };
}

function findSpecs({ state }: SimCloud, request: FastifyRequest): QosSpecs {
  const id = paramOf(request, 'specs');
  const specs = state.qosSpecs.get(id);
  if (specs === undefined) throw new ApiFault(404, `No such QoS spec ${id}.`);
  return specs;
}

function findType({ state }: SimCloud, request: FastifyRequest): VolumeType {
  const [, query = ''] = request.url.split('?');
  const id = new URLSearchParams(query).get('vol_type_id');
  if (id === null || id === '') throw new ApiFault(400, 'Volume Type id must not be None.');
  const type = state.volumeTypes.get(id);
  if (type === undefined) throw new ApiFault(404, `Volume type ${id} could not be found.`);
  return type;
}
