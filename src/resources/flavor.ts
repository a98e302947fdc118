import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { removeIfThere, sendJson } from '../openstack/calls.ts';
import { compareVersions } from '../openstack/compare-versions.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { listServersOf } from '../openstack/compute.ts';
import {
  flavorSchema as answerSchema,
  type FlavorAnswer,
  flavorPath,
  listFlavors,
  readFlavor,
} from '../openstack/flavors.ts';
import { differences } from './difference.ts';
import { type GoneFlavor, goneFlavors } from './gone-flavor.ts';
import type { Lookup, ResourceKind } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';
import { isGoneFlavorId } from './server-flavor.ts';

const flavorSchema = z.object({
  /** Kept on the destination, where it is free. */
  id: z.string(),
  name: z.string(),
  vcpus: z.number(),
  ramMiB: z.number(),
  diskGiB: z.number(),
  ephemeralGiB: z.number(),
  swapMiB: z.number(),
  rxtxFactor: z.number(),
  isPublic: z.boolean(),
  isDisabled: z.boolean(),
  /** With the mark behind it on a twin. */
  description: z.string(),
  extraSpecs: z.record(z.string(), z.string()),
  /** Projects that may use a private flavor. */
  accessIds: z.array(z.string()),
});
export type Flavor = z.infer<typeof flavorSchema>;

interface FlavorDraft {
  readonly body: { readonly flavor: Readonly<Record<string, unknown>> };
  readonly microversion?: string;
}

/** Since 2.55 a flavor has a description, which carries the mark. */
const descriptionVersion = '2.55';
const descriptionLength = 65_535;

export const flavor: ResourceKind<Flavor, FlavorDraft> = {
  name: 'flavor',
  service: 'compute',
  category: 'supplementary',
  strategies: ['public', 'used'],
  schema: flavorSchema,
  carried: [
    'id where it is free',
    'name',
    'vcpus',
    'RAM',
    'disk',
    'ephemeral disk',
    'swap',
    'rxtx factor',
    'public',
    'description',
    'extra specs',
    'projects with access',
  ],
  adopts: 'One of the same name, if its shape is the same; another shape is a conflict.',
  reports: {
    'flavor-gone': 'It was deleted while servers run with it: it is made again from what they remember.',
    'flavor-disabled': 'It is disabled, which no API can set.',
  },

  async discover(cloud, scope) {
    const [answers, servers] = await Promise.all([listFlavors(cloud), listServersOf(cloud, scope.projectIds)]);
    return [...answers.map(fromAnswer), ...goneFlavors(servers, answers).map(fromGone)];
  },

  isPublic: ({ isPublic }) => isPublic,

  needs: () => [],

  links: ({ accessIds }) => accessIds.map((id) => ({ kind: 'project', id, optional: true })),

  assess({ id, name, isDisabled }) {
    const about = { severity: 'note', resource: { kind: 'flavor', id, name } } as const;
    if (isGoneFlavorId(id)) {
      const summary = `flavor ${name} was deleted while servers run with it: it is made again, for their projects only`;
      return [{ ...about, rule: 'flavor-gone', summary }];
    }
    if (!isDisabled) return [];
    const summary = `flavor ${name} is disabled, which no API can set on the destination`;
    return [{ ...about, rule: 'flavor-disabled', summary }];
  },

  translate(resource, { destination }) {
    const { id, name, vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB, rxtxFactor, isPublic } = resource;
    const isDescribed = compareVersions(destination.computeVersion, descriptionVersion) >= 0;
    const shape = {
      ...(isGoneFlavorId(id) ? {} : { id }),
      name,
      vcpus,
      ram: ramMiB,
      disk: diskGiB,
      'OS-FLV-EXT-DATA:ephemeral': ephemeralGiB,
      swap: swapMiB,
      rxtx_factor: rxtxFactor,
      'os-flavor-access:is_public': isPublic,
    };
    if (!isDescribed) return { body: { flavor: shape } };
    const body = { flavor: { ...shape, description: markedDescription(resource) } };
    return { body, microversion: `compute ${descriptionVersion}` };
  },

  /** Nova keeps the names of flavors unique, so that one of the same name is the twin or a conflict. */
  match: ({ name }, _draft, candidates) => candidates.find((other) => other.name === name && !isGoneFlavorId(other.id)),

  isMarked: ({ id }, twin) => isMarkedDescription(twin.description, markId(id)),

  async candidates(destination, { name }) {
    return (await listFlavors(destination, (other) => other.name === name)).map(fromAnswer);
  },

  async create({ destination }, resource, draft) {
    try {
      return await createFlavor(destination, draft);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
      const holder = await readFlavor(destination, resource.id);
      if (holder === undefined || holder.name === resource.name) throw problem;
    }
    // Another flavor has the id: the destination chooses one.
    const body = { flavor: { ...draft.body.flavor, id: null } };
    return createFlavor(destination, { ...draft, body });
  },

  isConnected: ({ extraSpecs, accessIds }) => Object.keys(extraSpecs).length === 0 && accessIds.length === 0,

  async connect({ destination, lookup }, resource, twin) {
    const path = flavorPath(twin.id);
    const missing = Object.entries(resource.extraSpecs).filter(([key, value]) => twin.extraSpecs[key] !== value);
    if (missing.length > 0) {
      const body = { extra_specs: Object.fromEntries(missing) };
      await destination.send({ service: 'compute', method: 'POST', path: `${path}/os-extra_specs`, body });
    }
    const projectIds = accessTwins(resource, lookup).filter((id) => !twin.accessIds.includes(id));
    await Promise.all(projectIds.map((id) => addAccess(destination, path, id)));
  },

  async read(cloud, id) {
    if (isGoneFlavorId(id)) return readGone(cloud, id);
    const answer = await readFlavor(cloud, id);
    return answer === undefined ? undefined : fromAnswer(answer);
  },

  /** What became of a deleted flavor is told by the servers that are asked. */
  steady: ({ name, accessIds, ...rest }) => (isGoneFlavorId(rest.id) ? rest : { ...rest, name, accessIds }),

  compare(resource, twin, lookup) {
    const access = accessTwins(resource, lookup).toSorted();
    return differences({
      name: [resource.name, twin.name],
      vcpus: [resource.vcpus, twin.vcpus],
      ram: [resource.ramMiB, twin.ramMiB],
      disk: [resource.diskGiB, twin.diskGiB],
      'ephemeral disk': [resource.ephemeralGiB, twin.ephemeralGiB],
      swap: [resource.swapMiB, twin.swapMiB],
      'rxtx factor': [resource.rxtxFactor, twin.rxtxFactor],
      public: [resource.isPublic, twin.isPublic],
      description: [unmarkDescription(resource.description), unmarkDescription(twin.description)],
      'extra specs': [resource.extraSpecs, twin.extraSpecs],
      // Projects that are not moved may have access to the twin as well.
      access: [access, access.filter((id) => twin.accessIds.includes(id))],
    });
  },

  async undo(destination, id) {
    await removeIfThere(destination, 'compute', flavorPath(id));
  },

  async unmark(destination, _resource, twin) {
    const description = unmarkDescription(twin.description);
    if (description === twin.description) return;
    const body = { flavor: { description: description === '' ? null : description } };
    const microversion = `compute ${descriptionVersion}`;
    await destination.send({ service: 'compute', method: 'PUT', path: flavorPath(twin.id), body, microversion });
  },
};

/** A flavor's id may hold spaces, which end a mark. */
function markId(id: string): string {
  return encodeURIComponent(id);
}

/** A description without room for the mark goes unmarked: the flavor's unique name finds it again. */
function markedDescription({ id, description: raw }: Flavor): string {
  const description = unmarkDescription(raw);
  const mark = markDescription('', markId(id));
  const marked = description === '' ? mark : `${description} ${mark}`;
  return marked.length > descriptionLength ? description : marked;
}

async function createFlavor(destination: Cloud, { body, microversion }: FlavorDraft): Promise<Flavor> {
  const version = microversion === undefined ? {} : { microversion };
  const request = { service: 'compute', method: 'POST', path: '/flavors', body, ...version } as const;
  const { flavor: answer } = await sendJson(destination, request, created);
  return fromAnswer({ ...answer, extra_specs: {}, accessIds: [] });
}

const created = z.looseObject({ flavor: answerSchema });

async function addAccess(destination: Cloud, path: string, projectId: string): Promise<void> {
  const body = { addTenantAccess: { tenant: projectId } };
  try {
    await destination.send({ service: 'compute', method: 'POST', path: `${path}/action`, body });
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
  }
}

function accessTwins({ accessIds }: Flavor, { find }: Lookup): string[] {
  return accessIds.flatMap((id) => find('project', id) ?? []);
}

async function readGone(cloud: Cloud, id: string): Promise<Flavor | undefined> {
  const [answers, servers] = await Promise.all([listFlavors(cloud), listServersOf(cloud, undefined)]);
  const found = goneFlavors(servers, answers).find((one) => one.id === id);
  return found === undefined ? undefined : fromGone(found);
}

/** Private, since nobody could choose it any more. */
function fromGone({ id, name, flavor: { hasOtherSpecs: _other, ...rest }, projectIds }: GoneFlavor): Flavor {
  const { vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB, extraSpecs } = rest;
  const shape = { vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB, rxtxFactor: 1 };
  const access = { isPublic: false, isDisabled: false, accessIds: [...projectIds] };
  return { id, name, ...shape, ...access, description: '', extraSpecs };
}

function fromAnswer(answer: FlavorAnswer): Flavor {
  return {
    id: answer.id,
    name: answer.name,
    vcpus: answer.vcpus,
    ramMiB: answer.ram,
    diskGiB: answer.disk,
    ephemeralGiB: answer['OS-FLV-EXT-DATA:ephemeral'],
    swapMiB: Number(answer.swap),
    rxtxFactor: answer.rxtx_factor,
    isPublic: answer['os-flavor-access:is_public'],
    isDisabled: answer['OS-FLV-DISABLED:disabled'],
    description: answer.description ?? '',
    extraSpecs: { ...answer.extra_specs },
    accessIds: [...answer.accessIds],
  };
}
