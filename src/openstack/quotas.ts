import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { getJson, removeIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import { computeVersion } from './compute.ts';

/** The services that limit what a project may have. */
export const quotaServices = ['compute', 'block-storage', 'network'] as const;
export type QuotaService = (typeof quotaServices)[number];

/** Numbers by service and name, such as `gigabytes_rbd` of block-storage; as limits, -1 is none. */
export const quotaTableSchema = z.partialRecord(z.enum(quotaServices), z.record(z.string(), z.number()));
export type QuotaTable = z.infer<typeof quotaTableSchema>;

/** What holds for a project now, and what it has of it. */
export interface ProjectQuotas {
  readonly limits: QuotaTable;
  readonly used: QuotaTable;
}

type Limits = Readonly<Record<string, number>>;

interface Row {
  readonly limits: Limits;
  readonly used: Limits;
}

const quotaPaths: Readonly<Record<QuotaService, string>> = {
  compute: '/os-quota-sets',
  'block-storage': '/os-quota-sets',
  network: '/quotas',
};

/** How each service wraps a set, asks for its use and for what holds where nothing is set. */
const keys: Readonly<Record<QuotaService, { key: string; detail: string; defaults: string }>> = {
  compute: { key: 'quota_set', detail: '/detail', defaults: '/defaults' },
  'block-storage': { key: 'quota_set', detail: '?usage=True', defaults: '/defaults' },
  network: { key: 'quota', detail: '/details', defaults: '/default' },
};

/** Nova before 2.36 repeats limits of networks, which are Neutron's. */
const ofNetworks = new Set(['networks', 'fixed_ips', 'floating_ips', 'security_groups', 'security_group_rules']);

/** What each service of the cloud gives to a project that nobody set anything for. */
export async function readDefaultQuotas(cloud: Cloud): Promise<QuotaTable> {
  const { project } = await cloud.login();
  const id = project?.id ?? 'default';
  return byService(cloud, async (service) => {
    const { key, defaults } = keys[service];
    const read = getSet(cloud, service, `${quotaPaths[service]}/${id}${defaults}`, key);
    // Without quotas of that kind, such as those of an old Neutron, nothing is limited that could be compared.
    return numbersOf(service, await read.catch((problem: unknown) => absentOr(problem)));
  });
}

/** Limits and use of projects, by the project's id; one that is gone is left out. Two or three calls for each. */
export async function listQuotas(
  cloud: Cloud,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, ProjectQuotas>> {
  const [defaults, limited] = await Promise.all([readDefaultQuotas(cloud), projectsWithNetworkQuota(cloud)]);
  const own = { limits: defaults.network ?? {}, used: {} };
  const read = async (id: string): Promise<[string, ProjectQuotas][]> => {
    const row = (service: QuotaService): Promise<Row | undefined> =>
      service === 'network' && !limited.has(id) ? Promise.resolve(own) : readRow(cloud, service, id);
    const quotas = await quotasOf(cloud, row);
    return quotas === undefined ? [] : [[id, quotas]];
  };
  return new Map((await Promise.all(projectIds.map((id) => read(id)))).flat());
}

/** Limits and use of one project; undefined when it is gone. */
export function readQuotas(cloud: Cloud, projectId: string): Promise<ProjectQuotas | undefined> {
  return quotasOf(cloud, (service) => readRow(cloud, service, projectId));
}

/** Sets limits of one service; Nova refuses one below what is used unless it is forced. */
export async function setQuotas(
  cloud: Cloud,
  projectId: string,
  service: QuotaService,
  limits: Limits,
  isForced = false,
): Promise<void> {
  const body = { [keys[service].key]: { ...limits, ...(isForced && service === 'compute' ? { force: true } : {}) } };
  const request = { service, method: 'PUT', path: `${quotaPaths[service]}/${projectId}`, body } as const;
  await cloud.send({ ...request, ...(await versionOf(cloud, service)) });
}

/** Lets the defaults of a service hold again. */
export async function clearQuotas(cloud: Cloud, projectId: string, service: QuotaService): Promise<void> {
  await removeIfThere(cloud, service, `${quotaPaths[service]}/${projectId}`);
}

async function byService<T>(
  cloud: Cloud,
  read: (service: QuotaService) => Promise<T>,
): Promise<Partial<Record<QuotaService, T>>> {
  const rows = await Promise.all(
    quotaServices.map(
      async (service): Promise<[QuotaService, T][]> =>
        (await cloud.hasService(service)) ? [[service, await read(service)]] : [],
    ),
  );
  const table: Partial<Record<QuotaService, T>> = {};
  for (const [service, row] of rows.flat()) table[service] = row;
  return table;
}

async function quotasOf(
  cloud: Cloud,
  read: (service: QuotaService) => Promise<Row | undefined>,
): Promise<ProjectQuotas | undefined> {
  const rows = await byService(cloud, read);
  const limits: QuotaTable = {};
  const used: QuotaTable = {};
  for (const service of quotaServices) {
    if (!(service in rows)) continue;
    const row = rows[service];
    if (row === undefined) return undefined;
    limits[service] = row.limits;
    used[service] = row.used;
  }
  return { limits, used };
}

/** Nova answers 400 for a project that Keystone does not have; the others answer their defaults. */
async function readRow(cloud: Cloud, service: QuotaService, projectId: string): Promise<Row | undefined> {
  const { key, detail } = keys[service];
  const path = `${quotaPaths[service]}/${projectId}`;
  try {
    const answer = await getSet(cloud, service, `${path}${detail}`, key);
    const parts = Object.entries(answer).flatMap(([name, part]) => {
      const parsed = detailSchema.safeParse(part);
      return parsed.success && !isForeign(service, name) ? [[name, parsed.data] as const] : [];
    });
    return {
      limits: Object.fromEntries(parts.map(([name, { limit }]) => [name, limit])),
      used: Object.fromEntries(parts.map(([name, part]) => [name, part.in_use + part.used + part.reserved])),
    };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (service === 'compute' && problem.status === 400) return undefined;
    if (service !== 'network' || problem.status !== 404) throw problem;
  }
  // Neutron without the extension `quota_details`.
  return { limits: numbersOf(service, await getSet(cloud, service, path, key)), used: {} };
}

function absentOr(problem: unknown): object {
  if (problem instanceof Problem && problem.status === 404) return {};
  throw problem;
}

const detailSchema = z.looseObject({
  limit: z.number(),
  in_use: z.number().default(0),
  used: z.number().default(0),
  reserved: z.number().default(0),
});

async function getSet(cloud: Cloud, service: QuotaService, path: string, key: string): Promise<object> {
  const schema = z.looseObject({ [key]: z.looseObject({}) });
  const answer: Record<string, unknown> = await getJson(cloud, service, path, schema, await versionOf(cloud, service));
  return z.looseObject({}).parse(answer[key]);
}

async function versionOf(cloud: Cloud, service: QuotaService): Promise<{ microversion?: string }> {
  return service === 'compute' ? { microversion: `compute ${await computeVersion(cloud)}` } : {};
}

function numbersOf(service: QuotaService, answer: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(answer).flatMap(([name, value]): [string, number][] =>
      typeof value === 'number' && !isForeign(service, name) ? [[name, value]] : [],
    ),
  );
}

function isForeign(service: QuotaService, name: string): boolean {
  return service === 'compute' && ofNetworks.has(name);
}

const limitedSchema = z.looseObject({ project_id: z.string().nullish(), tenant_id: z.string().nullish() });

/** Neutron lists the projects for which anything was set. */
async function projectsWithNetworkQuota(cloud: Cloud): Promise<ReadonlySet<string>> {
  if (!(await cloud.hasService('network'))) return new Set();
  const path = '/quotas';
  const rows = await list(cloud, { service: 'network', path, key: 'quotas', item: limitedSchema });
  return new Set(rows.flatMap(({ project_id, tenant_id }) => project_id ?? tenant_id ?? []));
}
