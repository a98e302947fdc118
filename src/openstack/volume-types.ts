import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { getIfThere, getJson, removeIfThere, sendJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

const service = 'block-storage';
const texts = z.record(z.string(), z.string());

/** A volume type as Cinder tells it to an administrator. */
const volumeTypeSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  'os-volume-type-access:is_public': z.boolean().default(true),
  extra_specs: texts.default({}),
  qos_specs_id: z.string().nullish(),
});
type PlainVolumeType = z.infer<typeof volumeTypeSchema>;

/** What limits the volumes of a type, and who enforces it: `front-end` (the hypervisor), `back-end` or `both`. */
export const qosSpecsSchema = z.looseObject({ id: z.string(), name: z.string(), consumer: z.string(), specs: texts });
export type QosSpecsAnswer = z.infer<typeof qosSpecsSchema>;

export interface VolumeTypeAnswer extends PlainVolumeType {
  /** Projects that may use a private one. */
  readonly accessIds: readonly string[];
  readonly qos: QosSpecsAnswer | undefined;
  readonly isEncrypted: boolean;
}

/** Volume types of a cloud, the private ones too; undefined where it has no block storage. */
export async function listVolumeTypes(cloud: Cloud): Promise<PlainVolumeType[] | undefined> {
  if (!(await cloud.hasService(service))) return undefined;
  const query = { is_public: 'None' };
  return list(cloud, { service, path: '/types', key: 'volume_types', item: volumeTypeSchema, query });
}

const oneType = z.looseObject({ volume_type: volumeTypeSchema });

export async function readVolumeType(cloud: Cloud, id: string): Promise<VolumeTypeAnswer | undefined> {
  const answer = await getIfThere(cloud, service, `/types/${id}`, oneType);
  if (answer === undefined) return undefined;
  return (await describeVolumeTypes(cloud, [answer.volume_type]))[0];
}

const accessSchema = z.looseObject({ volume_type_access: z.array(z.looseObject({ project_id: z.string() })) });
const encryptionSchema = z.looseObject({ provider: z.string().nullish() });

/** Adds what only single calls tell: access, QoS and encryption. */
export async function describeVolumeTypes(
  cloud: Cloud,
  types: readonly PlainVolumeType[],
): Promise<VolumeTypeAnswer[]> {
  const qos = types.some(({ qos_specs_id: id }) => typeof id === 'string') ? await listQosSpecs(cloud) : [];
  return Promise.all(
    types.map(async (type): Promise<VolumeTypeAnswer> => {
      const path = `/types/${type.id}`;
      const isPublic = type['os-volume-type-access:is_public'];
      const [access, encryption] = await Promise.all([
        isPublic ? undefined : getIfThere(cloud, service, `${path}/os-volume-type-access`, accessSchema),
        getIfThere(cloud, service, `${path}/encryption`, encryptionSchema),
      ]);
      return {
        ...type,
        accessIds: access?.volume_type_access.map(({ project_id: id }) => id) ?? [],
        qos: qos.find(({ id }) => id === type.qos_specs_id),
        isEncrypted: typeof encryption?.provider === 'string',
      };
    }),
  );
}

/** Creates a type of that body; Cinder keeps names unique. */
export async function createVolumeType(cloud: Cloud, body: object): Promise<PlainVolumeType> {
  const request = { service, method: 'POST', path: '/types', body: { volume_type: body } } as const;
  return (await sendJson(cloud, request, oneType)).volume_type;
}

export async function describeVolumeType(cloud: Cloud, id: string, description: string | null): Promise<void> {
  // Cinder takes the name along, or says that nothing changes when a description is emptied.
  const answer = await getJson(cloud, service, `/types/${id}`, oneType);
  const body = { volume_type: { name: answer.volume_type.name, description } };
  await cloud.send({ service, method: 'PUT', path: `/types/${id}`, body });
}

/** Lets a project use a private type; one that may already is success. */
export async function addVolumeTypeAccess(cloud: Cloud, id: string, projectId: string): Promise<void> {
  const body = { addProjectAccess: { project: projectId } };
  try {
    await cloud.send({ service, method: 'POST', path: `/types/${id}/action`, body });
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
  }
}

export async function deleteVolumeType(cloud: Cloud, id: string): Promise<void> {
  await removeIfThere(cloud, service, `/types/${id}`);
}

export function listQosSpecs(cloud: Cloud): Promise<QosSpecsAnswer[]> {
  return list(cloud, { service, path: '/qos-specs', key: 'qos_specs', item: qosSpecsSchema });
}

const oneQos = z.looseObject({ qos_specs: qosSpecsSchema });

export async function createQosSpecs(
  cloud: Cloud,
  { name, consumer, specs }: Readonly<{ name: string; consumer: string; specs: Readonly<Record<string, string>> }>,
): Promise<QosSpecsAnswer> {
  const body = { qos_specs: { ...specs, name, consumer } };
  return (await sendJson(cloud, { service, method: 'POST', path: '/qos-specs', body }, oneQos)).qos_specs;
}

/** Joins QoS specs to a type, any number of times. A `GET` that writes (Block Storage API v3). */
export async function joinQosSpecs(cloud: Cloud, id: string, typeId: string): Promise<void> {
  await cloud.send({ service, method: 'GET', path: `/qos-specs/${id}/associate?vol_type_id=${typeId}` });
}

const associationsSchema = z.looseObject({ qos_associations: z.array(z.looseObject({ id: z.string() })) });

/** Types that have these QoS specs. */
export async function listQosTypes(cloud: Cloud, id: string): Promise<string[]> {
  const answer = await getIfThere(cloud, service, `/qos-specs/${id}/associations`, associationsSchema);
  return answer?.qos_associations.map(({ id: typeId }) => typeId) ?? [];
}

export async function deleteQosSpecs(cloud: Cloud, id: string): Promise<void> {
  await removeIfThere(cloud, service, `/qos-specs/${id}`);
}

/** Adds specs to QoS specs, or gives them other values. */
export async function setQosSpecs(cloud: Cloud, id: string, specs: Readonly<Record<string, string>>): Promise<void> {
  await cloud.send({ service, method: 'PUT', path: `/qos-specs/${id}`, body: { qos_specs: specs } });
}

/** Takes specs out of QoS specs; those that are gone already are success. */
export async function removeQosKeys(cloud: Cloud, id: string, keys: readonly string[]): Promise<void> {
  try {
    await cloud.send({ service, method: 'PUT', path: `/qos-specs/${id}/delete_keys`, body: { keys } });
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 404) throw problem;
  }
}

const poolsSchema = z.looseObject({
  pools: z.array(z.looseObject({ capabilities: z.looseObject({ volume_backend_name: z.string().optional() }) })),
});

/** Names of the back ends that Cinder's scheduler knows; undefined where it does not tell us. */
export async function listBackEnds(cloud: Cloud): Promise<string[] | undefined> {
  return await ifTold(cloud, async () => {
    const { pools } = await getJson(cloud, service, '/scheduler-stats/get_pools?detail=True', poolsSchema);
    return [...new Set(pools.flatMap(({ capabilities }) => capabilities.volume_backend_name ?? []))].toSorted();
  });
}

/** All QoS specs; undefined where Cinder does not tell us. */
export async function readQosSpecs(cloud: Cloud): Promise<QosSpecsAnswer[] | undefined> {
  return await ifTold(cloud, () => listQosSpecs(cloud));
}

async function ifTold<T>(cloud: Cloud, ask: () => Promise<T>): Promise<T | undefined> {
  if (!(await cloud.hasService(service))) return undefined;
  try {
    return await ask();
  } catch (problem) {
    if (problem instanceof Problem) return undefined;
    throw problem;
  }
}
