import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { succeed } from '../both/succeed.ts';
import type { TestedClouds } from '../both/tested-clouds.ts';
import { openTestedLab } from './open-tested-lab.ts';

/* The Nova of the lab still answers what it told of networks before Neutron. */
const words = ['security-groups', '--project', 'beta', '--network-api', 'compute'];

let clouds: TestedClouds;

beforeAll(async () => {
  clouds = await openTestedLab();
});

afterAll(async () => {
  await clouds?.run(['undo', '--yes']);
  await clouds?.close();
});

const named = z.looseObject({ id: z.string(), name: z.string() });
const groupSchema = named.extend({ project_id: z.string(), security_group_rules: z.array(z.looseObject({})) });

/** The rules of the project's groups as Neutron tells them, without ids. To Nova, no range is every address. */
async function rulesOf(cloud: Cloud): Promise<string[]> {
  const projects = await list(cloud, { service: 'identity', path: '/projects', key: 'projects', item: named });
  const beta = projects.find(({ name }) => name === 'beta')?.id;
  const path = '/security-groups';
  const groups = await list(cloud, { service: 'network', path, key: 'security_groups', item: groupSchema });
  const nameOf = (id: unknown): string => groups.find((group) => group.id === id)?.name ?? '';
  return groups
    .filter(({ project_id: owner }) => owner === beta)
    .flatMap(({ name, security_group_rules: rules }) =>
      rules.map((rule) => {
        const fields = ['direction', 'ethertype', 'protocol', 'port_range_min', 'port_range_max', 'remote_ip_prefix'];
        const values = fields.map((field) => (rule[field] === '0.0.0.0/0' ? null : rule[field]));
        return [name, ...values, nameOf(rule['remote_group_id'])].join(' ');
      }),
    )
    .toSorted();
}

it('groups read through the Compute API arrive with the rules that Neutron tells of them', async () => {
  const rules = await rulesOf(clouds.source);
  expect(rules.length).toBeGreaterThan(4);
  await succeed(clouds, ['migrate', ...words, '--yes']);
  expect(await rulesOf(clouds.destination)).toEqual(rules);
  expect(await succeed(clouds, ['plan', ...words])).toContain('nothing to do');
  await succeed(clouds, ['undo', '--yes']);
  expect(await rulesOf(clouds.destination)).toEqual([]);
});

it('networks, whose ranges it does not tell, are blocked', async () => {
  const { code, said } = await clouds.run(['plan', '--project', 'beta', '--network-api', 'compute']);
  expect(code).toBe(3);
  expect(said.replace(/\s+/g, ' ')).toContain('does not tell the range of network beta-net');
});
