import { z } from 'zod';
import { getJson } from '../../../src/openstack/calls.ts';
import type { Service } from '../../../src/openstack/service.ts';
import { caseNames, idOf, type Answer, type CaseName, type Rows, type Values } from './rows.ts';

interface QuotaService {
  readonly service: Service;
  readonly path: string;
  readonly key: string;
  readonly limits: readonly string[];
}

const services: readonly QuotaService[] = [
  {
    service: 'compute',
    path: '/os-quota-sets',
    key: 'quota_set',
    limits: ['instances', 'cores', 'ram', 'key_pairs', 'metadata_items', 'server_groups', 'server_group_members'],
  },
  {
    service: 'block-storage',
    path: '/os-quota-sets',
    key: 'quota_set',
    limits: ['volumes', 'gigabytes', 'snapshots', 'backups', 'backup_gigabytes', 'per_volume_gigabytes'],
  },
  {
    service: 'network',
    path: '/quotas',
    key: 'quota',
    limits: ['network', 'subnet', 'port', 'router', 'floatingip', 'security_group', 'security_group_rule'],
  },
];

/** None, nothing, and without end; the first project has the defaults of the cloud. */
const values: Values = { falsy: 0, odd: -1 };

/** Of the type that the volumes of the same project have. */
const typeQuotaRows: Rows = {
  kind: 'quota of a volume type',
  service: 'block-storage',
  path: '/os-quota-sets',
  key: 'quota_set',
  label: 'case',
  attributes: { volumes: values, gigabytes: values, snapshots: { odd: 7 } },
  async make(making, which) {
    if (which === 'default') return;
    const at = `/os-quota-sets/${idOf(making, `project/${which}`)}`;
    const limits = { volumes: values[which], gigabytes: values[which], ...(which === 'odd' ? { snapshots: 7 } : {}) };
    const named = Object.entries(limits).map(([limit, value]) => [`${limit}_${typeOf(making.name)}`, value]);
    const body = { quota_set: Object.fromEntries(named) };
    await making.send({ service: 'block-storage', method: 'PUT', path: at, body });
  },
  async list(cloud, { name, projectIds }) {
    const answer = z.looseObject({ quota_set: z.looseObject({}) });
    const read = async (which: CaseName): Promise<Answer> => {
      const path = `/os-quota-sets/${projectIds.get(which)}`;
      const { quota_set: all } = await getJson(cloud, 'block-storage', path, answer);
      const of = (limit: string): unknown => all[`${limit}_${typeOf(name)}`];
      return { case: which, volumes: of('volumes'), gigabytes: of('gigabytes'), snapshots: of('snapshots') };
    };
    return await Promise.all(caseNames.map(read));
  },
};

function typeOf(name: string): string {
  return `${name} volume type odd`;
}

/** The quotas of the three specimens of the kind project: nothing is made, so that the project stands for its quota. */
const serviceQuotaRows: readonly Rows[] = services.map(({ service, path, key, limits }) => ({
  kind: `quota of ${service}`,
  service,
  path,
  key,
  label: 'case',
  attributes: Object.fromEntries(limits.map((limit) => [limit, values])),
  async make(making, which) {
    if (which === 'default') return;
    const at = `${path}/${idOf(making, `project/${which}`)}`;
    const body = { [key]: Object.fromEntries(limits.map((limit) => [limit, values[which]])) };
    await making.send({ service, method: 'PUT', path: at, body });
    making.later({ service, method: 'DELETE', path: at });
  },
  async list(cloud, { projectIds }) {
    const answer = z.looseObject({ [key]: z.looseObject({}) });
    const read = async (which: CaseName): Promise<Answer> => {
      const found = await getJson(cloud, service, `${path}/${projectIds.get(which)}`, answer);
      return { case: which, ...found[key] };
    };
    return await Promise.all(caseNames.map(read));
  },
}));

export const quotaRows: readonly Rows[] = [...serviceQuotaRows, typeQuotaRows];
