import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Capabilities } from '../openstack/capabilities.ts';
import {
  addVolumeTypeAccess,
  createVolumeType,
  deleteVolumeType,
  describeVolumeType,
  describeVolumeTypes,
  listVolumeTypes,
  readVolumeType,
  type VolumeTypeAnswer,
} from '../openstack/volume-types.ts';
import { differences } from './difference.ts';
import type { Lookup, ResourceKind } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';
import { connectQos, findQos, qosDifference, qosOf, removeWithQos, unmarkQos } from './qos.ts';

const volumeTypeSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** With the mark behind it on a twin. */
  description: z.string(),
  isPublic: z.boolean(),
  extraSpecs: z.record(z.string(), z.string()),
  qos: z.object({ name: z.string(), consumer: z.string(), specs: z.record(z.string(), z.string()) }).optional(),
  qosId: z.string().optional(),
  isEncrypted: z.boolean(),
  /** Projects that may use a private type. */
  accessIds: z.array(z.string()),
});
export type VolumeType = z.infer<typeof volumeTypeSchema>;

interface VolumeTypeDraft {
  /** The fields of `POST /types`. */
  readonly body: Readonly<Record<string, unknown>>;
}

const backEndSpec = 'volume_backend_name';

export const volumeType: ResourceKind<VolumeType, VolumeTypeDraft> = {
  name: 'volume-type',
  service: 'block-storage',
  category: 'supplementary',
  strategies: ['public'],
  schema: volumeTypeSchema,
  carried: ['name', 'description', 'public', 'extra specs', 'QoS specs', 'projects with access'],
  adopts: 'One of the same name, if it is the same; a different one is a conflict.',
  reports: {
    'volume-type-encrypted': 'Its volumes are encrypted with keys that only the source has.',
    'volume-type-qos': 'The destination has other QoS specs of the same name.',
    'volume-type-back-end': 'It asks for a back end that the destination does not have.',
  },

  async discover(cloud) {
    return (await describeVolumeTypes(cloud, (await listVolumeTypes(cloud)) ?? [])).map(fromAnswer);
  },

  isPublic: ({ isPublic }) => isPublic,

  needs: () => [],

  links: ({ accessIds }) => accessIds.map((id) => ({ kind: 'project', id, optional: true })),

  assess: (resource, { destination }) => volumeTypeFindings(resource, destination),

  translate({ id, name, description, isPublic, extraSpecs }) {
    const body = {
      name,
      description: markedText(unmarkDescription(description), id),
      extra_specs: extraSpecs,
      'os-volume-type-access:is_public': isPublic,
    };
    return { body };
  },

  /** Cinder keeps the names of types unique, so that one of the same name is the twin or a conflict. */
  match: ({ name }, _draft, candidates) => candidates.find((other) => other.name === name),

  isMarked: ({ id }, twin) => isMarkedDescription(twin.description, id),

  async candidates(destination, { name }) {
    const types = (await listVolumeTypes(destination)) ?? [];
    const found = types.filter((other) => other.name === name);
    return (await describeVolumeTypes(destination, found)).map(fromAnswer);
  },

  async create({ destination }, resource, { body }) {
    const { id } = await createVolumeType(destination, body);
    return { ...resource, id };
  },

  isConnected: ({ qos, accessIds }) => qos === undefined && accessIds.length === 0,

  async connect({ destination, lookup }, resource, twin) {
    const { qos, qosId = '' } = resource;
    if (qos !== undefined) await connectQos(destination, twin.id, qos, qosId);
    const missing = accessTwins(resource, lookup).filter((id) => !twin.accessIds.includes(id));
    await Promise.all(missing.map((id) => addVolumeTypeAccess(destination, twin.id, id)));
  },

  async read(cloud, id) {
    const answer = await readVolumeType(cloud, id);
    return answer === undefined ? undefined : fromAnswer(answer);
  },

  compare(resource, twin, lookup) {
    const access = accessTwins(resource, lookup).toSorted();
    return differences({
      name: [resource.name, twin.name],
      description: [unmarkDescription(resource.description), unmarkDescription(twin.description)],
      public: [resource.isPublic, twin.isPublic],
      'extra specs': [resource.extraSpecs, twin.extraSpecs],
      'QoS specs': [resource.qos ?? null, twin.qos ?? null],
      encryption: [resource.isEncrypted, twin.isEncrypted],
      // Projects that are not moved may have access to the twin as well.
      access: [access, access.filter((id) => twin.accessIds.includes(id))],
    });
  },

  async undo(destination, id) {
    const twin = await readVolumeType(destination, id);
    await removeWithQos(destination, { typeId: id, specsId: twin?.qos?.id }, () => deleteVolumeType(destination, id));
  },

  async unmark(destination, _resource, twin) {
    const description = unmarkDescription(twin.description);
    if (description !== twin.description) await describeVolumeType(destination, twin.id, description);
    if (twin.qosId !== undefined) await unmarkQos(destination, twin.qosId);
  },
};

/** Cinder's limit of a description; one that leaves no room goes unmarked: its unique name finds the type again. */
const descriptionLength = 255;

function markedText(description: string, id: string): string {
  const mark = markDescription('', id);
  const marked = description === '' ? mark : `${description} ${mark}`;
  return [...marked].length > descriptionLength ? description : marked;
}

function accessTwins({ accessIds }: VolumeType, { find }: Lookup): string[] {
  return accessIds.flatMap((id) => find('project', id) ?? []);
}

function volumeTypeFindings(type: VolumeType, destination: Capabilities): Finding[] {
  const { id, name, isEncrypted, extraSpecs, qos } = type;
  const resource = { kind: 'volume-type', id, name };
  if (isEncrypted) {
    const summary = `volume type ${name} encrypts with keys that only the source has`;
    const cure = 'Map it to a type of the destination (--map volume-type:NAME=NAME), or exclude what needs it.';
    return [{ severity: 'blocker', rule: 'volume-type-encrypted', summary, resource, cure }];
  }
  const { equal, other } = qos === undefined ? {} : findQos(destination.qosSpecs ?? [], qos);
  if (qos !== undefined && equal === undefined && other !== undefined) {
    const summary = `volume type ${name} has QoS specs ${qos.name}, which differ on the destination`;
    const cure = `Make them equal or rename one, or map it to a type there (--map volume-type:${name}=NAME).`;
    const detail = qosDifference(qos, other);
    return [{ severity: 'blocker', rule: 'volume-type-qos', summary, detail, resource, cure }];
  }
  const wanted = extraSpecs[backEndSpec];
  const present = destination.volumeBackEnds;
  if (wanted === undefined || present === undefined || present.includes(wanted)) return [];
  const summary = `volume type ${name} asks for back end ${wanted}, which the destination does not have`;
  const cure = `Map it to a type of the destination (--map volume-type:${name}=NAME). It has: ${present.join(', ')}.`;
  return [{ severity: 'warning', rule: 'volume-type-back-end', summary, resource, cure }];
}

function fromAnswer(answer: VolumeTypeAnswer): VolumeType {
  const { id, name, description, extra_specs: extraSpecs, qos, isEncrypted, accessIds } = answer;
  return {
    id,
    name,
    description: description ?? '',
    isPublic: answer['os-volume-type-access:is_public'],
    extraSpecs,
    ...(qos === undefined ? {} : { qos: qosOf(qos), qosId: qos.id }),
    isEncrypted,
    accessIds: [...accessIds],
  };
}
