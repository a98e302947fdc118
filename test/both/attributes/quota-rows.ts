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

/** The quotas of the three specimens of the kind project: nothing is made, so that the project stands for its quota. */
export const quotaRows: readonly Rows[] = services.map(({ service, path, key, limits }) => ({
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
