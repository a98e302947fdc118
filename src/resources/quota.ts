import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { getIfThere } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import { isServiceProject, projectSchema } from '../openstack/identity.ts';
import {
  clearQuotas,
  listQuotas,
  type ProjectQuotas,
  type QuotaService,
  quotaServices,
  type QuotaTable,
  quotaTableSchema,
  readDefaultQuotas,
  readQuotas,
  setQuotas,
} from '../openstack/quotas.ts';
import { listVolumeTypes } from '../openstack/volume-types.ts';
import { differences } from './difference.ts';
import type { ResourceKind } from './kind.ts';
import { type QuotaEntry, quotaEntries, quotaTable } from './quota-entries.ts';
import { limitOfType, limitsThere, unknownLimits, type WantedLimit, wantedLimits } from './wanted-limits.ts';

const quotaSchema = z.object({
  /** The project's. */
  id: z.string(),
  name: z.string(),
  projectId: z.string(),
  /**
   * Limits that are not the cloud's defaults. No service tells a limit that was set to its default from one that was
   * never set.
   */
  set: quotaTableSchema,
  /** What the cloud gives to a project for which nothing is set. */
  defaults: quotaTableSchema,
  /** Use of what the project has more of than it may: its limit was lowered since. */
  overused: quotaTableSchema,
  /** Ids of the cloud's volume types by name: Cinder limits each, by its name. */
  volumeTypes: z.record(z.string(), z.string()).default({}),
});
export type Quota = z.infer<typeof quotaSchema>;

interface QuotaDraft {
  readonly projectId: string;
  /** High enough for all that the project has; `connect` lowers what has to be lower. */
  readonly limits: readonly WantedLimit[];
}

export const quota: ResourceKind<Quota, QuotaDraft> = {
  name: 'quota',
  service: 'compute',
  category: 'supplementary',
  strategies: ['project'],
  schema: quotaSchema,
  carried: [
    'limits of Nova, Cinder (of each volume type too) and Neutron that are not the defaults of the source',
    'with --default-quotas set, those defaults too where the destination has others',
  ],
  adopts: 'The quota of the project’s twin, if each limit is the same.',
  reports: {
    'quota-unknown': 'The destination does not know one of its limits.',
  },
  remarks: [
    'The limits of a volume type follow the type: to the name that it gets by the mapping or by a new name.',
    'Default quotas are compared and reported; they are set only with `--default-quotas set`.',
  ],

  async discover(cloud, { projectIds }) {
    const projects = await list(cloud, { ...projectList, query: {} });
    const wanted = projects.filter(({ id, name }) => projectIds?.includes(id) ?? !isServiceProject(name));
    const ids = wanted.map(({ id }) => id);
    const [defaults, quotas, volumeTypes] = await Promise.all([
      readDefaultQuotas(cloud),
      listQuotas(cloud, ids),
      volumeTypeIds(cloud),
    ]);
    return wanted.flatMap((project) => {
      const own = quotas.get(project.id);
      return own === undefined ? [] : [fromQuotas(project, own, { defaults, volumeTypes })];
    });
  },

  label: ({ name }) => name,

  isMovable: ({ name }) => !isServiceProject(name),

  needs: ({ projectId, set, volumeTypes }) => [
    { kind: 'project', id: projectId },
    // Cinder knows the limits of a type only once it has the type.
    ...limitedTypes(set, volumeTypes).map((id) => ({ kind: 'volume-type', id, optional: true }) as const),
  ],

  follows: ({ projectId }) => [{ kind: 'project', id: projectId }],

  assess(resource, lookup) {
    const { id, name } = resource;
    const unknown = unknownLimits(resource, lookup);
    if (unknown.length === 0) return [];
    const names = unknown.map(({ label, value }) => `${label} ${value}`).join(', ');
    return [
      {
        severity: 'warning',
        rule: 'quota-unknown',
        summary: `quota of project ${name} has limits that the destination does not know: ${names}`,
        resource: { kind: 'quota', id, name },
        cure: 'A limit of a volume type is carried once that moves, or the destination has one of that name.',
      },
    ];
  },

  isBuiltIn: ({ set }) => quotaEntries(set).length === 0,

  translate(resource, lookup) {
    const limits = wantedLimits(resource, lookup, (entry) => raised(resource, entry));
    return { projectId: lookup.id('project', resource.projectId), limits };
  },

  /** A project has a quota once any limit is set, or when it is to have none other than the defaults that hold. */
  match(_resource, { projectId, limits }, candidates) {
    const there = candidates.find(({ id }) => id === projectId);
    if (there === undefined || quotaEntries(there.set).length > 0) return there;
    const own = limitsThere(limits, there.volumeTypes);
    const doHold = own.every(({ service, name, value }) => limitOf(there, service, name) === value);
    return own.length === limits.length && doHold ? there : undefined;
  },

  /** What an interrupted create left holds numbers of the source alone; `connect` sets the rest. */
  isMarked(resource, twin) {
    const own = quotaEntries(twin.set);
    return own.length > 0 && own.every((entry) => isOurs(resource, twin, entry));
  },

  async candidates(destination, _resource, { projectId, limits }) {
    if (limits.length === 0) return [];
    const found = await readQuota(destination, projectId);
    return found === undefined ? [] : [found];
  },

  async create({ destination }, resource, { projectId, limits: wanted }) {
    const volumeTypes = wanted.length === 0 ? {} : await volumeTypeIds(destination);
    const limits = quotaTable(limitsThere(wanted, volumeTypes));
    if (wanted.length > 0) await refuseTooSmall(destination, resource, projectId, limits);
    for (const service of quotaServices) {
      const own = limits[service];
      if (own !== undefined) await setQuotas(destination, projectId, service, own);
    }
    return { ...resource, id: projectId, projectId, set: limits, overused: {}, volumeTypes };
  },

  isConnected: ({ set }) => quotaEntries(set).length === 0,

  /** Once everything of the project is there, limits below its use are set; so are those that changed since. */
  async connect({ destination, lookup }, resource, twin) {
    const wanted = limitsThere(wantedLimits(resource, lookup), twin.volumeTypes);
    const changed = wanted.filter(({ service, name, value }) => limitOf(twin, service, name) !== value);
    const [table, whole] = [quotaTable(changed), quotaTable(wanted)];
    for (const service of quotaServices) {
      const limits = table[service];
      if (limits !== undefined) await setAnyQuotas(destination, twin.id, service, [limits, whole[service] ?? limits]);
    }
  },

  read: readQuota,

  steady: ({ name, set }) => ({ name, set }),

  compare(resource, twin, lookup) {
    const wanted = limitsThere(wantedLimits(resource, lookup), twin.volumeTypes);
    const isWanted = new Set(wanted.map(({ label }) => label));
    const own = quotaEntries(twin.set).filter(({ label }) => !isWanted.has(label));
    return differences(
      Object.fromEntries([
        ...wanted.map(({ label, service, name, value }) => [label, [value, limitOf(twin, service, name)]] as const),
        ...own.map(({ label, value }) => [label, ['not set', value]] as const),
      ]),
    );
  },

  async undo(destination, id) {
    const found = await readQuota(destination, id);
    for (const service of quotaServices) {
      if (found?.set[service] !== undefined) await clearQuotas(destination, id, service);
    }
  },
};

/**
 * Sets limits, also such as are below what is in use. Cinder refuses those as long as it has one of the project's own
 * (cinder.api.contrib.quotas, `_validate_existing_resource`): then all go, and the whole comes anew.
 */
async function setAnyQuotas(
  destination: Cloud,
  id: string,
  service: QuotaService,
  [changed, whole]: readonly [changed: Limits, whole: Limits],
): Promise<void> {
  try {
    await setQuotas(destination, id, service, changed, true);
  } catch (problem) {
    const isRefused = problem instanceof Problem && problem.status === 400 && service === 'block-storage';
    if (!isRefused) throw problem;
    await clearQuotas(destination, id, service);
    await setQuotas(destination, id, service, whole);
  }
}

type Limits = Readonly<Record<string, number>>;

const projectList = { service: 'identity', path: '/projects', key: 'projects', item: projectSchema } as const;
const one = z.looseObject({ project: projectSchema });

/**
 * Free of limits as long as the project is being filled: of the first, services do not tell what is in use already,
 * and a mark is one item more; Neutron adds rules to every new group, which go again.
 */
const freed = new Set([
  'compute metadata_items',
  'compute server_group_members',
  'compute key_pairs',
  'network security_group_rule',
]);

/** The limit as long as the project is being filled: all that it has must find room. */
function raised({ overused }: Quota, { service, name, label, value }: QuotaEntry): number {
  return value < 0 || freed.has(label) ? -1 : Math.max(value, overused[service]?.[name] ?? 0);
}

/**
 * What an interrupted create left has a number of the source, by whatever name its volume type has there; types that
 * became one have the sum of theirs.
 */
function isOurs(resource: Quota, twin: Quota, entry: QuotaEntry): boolean {
  const { set, defaults, volumeTypes } = resource;
  const limited = limitOfType(entry, twin.volumeTypes)?.limited;
  const isOfType = (other: QuotaEntry): boolean =>
    limited !== undefined && limitOfType(other, volumeTypes)?.limited === limited;
  const own = [...quotaEntries(set), ...quotaEntries(defaults)];
  const isSame = own
    .filter((other) => other.label === entry.label || isOfType(other))
    .some((other) => other.value === entry.value || raised(resource, other) === entry.value);
  const inForce = new Map(own.toReversed().map((other) => [other.label, other]));
  const ofType = [...inForce.values()].filter((other) => isOfType(other));
  return (
    isSame ||
    isSum(
      entry.value,
      ofType.map((other) => raised(resource, other)),
    )
  );
}

/** Whether some of these together give that sum. */
function isSum(sum: number, values: readonly number[]): boolean {
  const sums = new Set<number>();
  for (const value of values.filter((number) => number > 0)) {
    for (const part of [0, ...sums]) if (part + value <= sum) sums.add(part + value);
  }
  return sums.has(sum);
}

function limitedTypes(set: QuotaTable, volumeTypes: Quota['volumeTypes']): string[] {
  return [...new Set(quotaEntries(set).flatMap((entry) => limitOfType(entry, volumeTypes)?.id ?? []))];
}

async function volumeTypeIds(cloud: Cloud): Promise<Quota['volumeTypes']> {
  const types = (await listVolumeTypes(cloud)) ?? [];
  return Object.fromEntries(types.map(({ id, name }) => [name, id]));
}

function limitOf({ set, defaults }: Quota, service: keyof QuotaTable, name: string): number | undefined {
  return set[service]?.[name] ?? defaults[service]?.[name];
}

/** Services refuse a limit below what is used already, or take it and stop the project's work: say it first. */
async function refuseTooSmall(
  destination: Cloud,
  { name }: Quota,
  projectId: string,
  limits: QuotaTable,
): Promise<void> {
  const present = await readQuotas(destination, projectId);
  const small = quotaEntries(limits).flatMap(({ service, name: limited, label, value }) => {
    const used = present?.used[service]?.[limited] ?? 0;
    return value >= 0 && used > value ? [`${label} ${value}, of which it uses ${used}`] : [];
  });
  if (small.length === 0) return;
  throw new Problem({
    summary: `project ${name} uses more on ${destination.name} already than the quota of the source allows`,
    detail: small.join('; '),
    cure: 'Raise the quota on the source, or exclude it: --exclude quota:NAME.',
    remedy: 'ask',
    resource: `quota ${name}`,
  });
}

async function readQuota(cloud: Cloud, id: string): Promise<Quota | undefined> {
  const project = await getIfThere(cloud, 'identity', `/projects/${id}`, one);
  if (project === undefined) return undefined;
  const [own, defaults, volumeTypes] = await Promise.all([
    readQuotas(cloud, id),
    readDefaultQuotas(cloud),
    volumeTypeIds(cloud),
  ]);
  return own === undefined ? undefined : fromQuotas(project.project, own, { defaults, volumeTypes });
}

function fromQuotas(
  { id, name }: { readonly id: string; readonly name: string },
  { limits, used }: ProjectQuotas,
  { defaults, volumeTypes }: Pick<Quota, 'defaults' | 'volumeTypes'>,
): Quota {
  const entries = quotaEntries(limits);
  const isOver = (service: keyof QuotaTable, limited: string, limit: number): boolean =>
    limit >= 0 && (used[service]?.[limited] ?? 0) > limit;
  const over = entries.filter(({ service, name: limited, value }) => isOver(service, limited, value));
  return {
    id,
    name,
    projectId: id,
    set: quotaTable(entries.filter(({ service, name: limited, value }) => defaults[service]?.[limited] !== value)),
    defaults,
    overused: quotaTable(over.map((entry) => ({ ...entry, value: used[entry.service]?.[entry.name] ?? 0 }))),
    volumeTypes,
  };
}
