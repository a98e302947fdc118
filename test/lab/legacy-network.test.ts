import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cloud, CloudRequest } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { listServers } from '../../src/openstack/compute.ts';
import { openMaker } from '../both/open-maker.ts';
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

const address = z.looseObject({ ip_address: z.string() });
const portSchema = z.looseObject({ mac_address: z.string(), fixed_ips: z.array(address), network_id: z.string() });
const floatingSchema = z.looseObject({ fixed_ip_address: z.string().nullable(), status: z.string() });
const subnetSchema = z.looseObject({ network_id: z.string(), cidr: z.string(), gateway_ip: z.string().nullable() });

/** Address and MAC of each device of the server of that name. */
async function devicesOf(cloud: Cloud, name: string): Promise<string[]> {
  const [server] = await listServers(cloud, { name: `^${name}$` });
  const query = { device_id: server?.id ?? 'none' };
  const ports = await list(cloud, { service: 'network', path: '/ports', key: 'ports', item: portSchema, query });
  const lines = ports.map((port) => [...port.fixed_ips.map(({ ip_address: ip }) => ip), port.mac_address].join(' '));
  return lines.toSorted();
}

async function floatingOf(cloud: Cloud): Promise<(string | null)[]> {
  const path = '/floatingips';
  const all = await list(cloud, { service: 'network', path, key: 'floatingips', item: floatingSchema });
  return all.map(({ fixed_ip_address: fixed }) => fixed);
}

/** Ten addresses of a /24 that are none of these. */
function poolWithout(taken: readonly string[], cidr = ''): { readonly start: string; readonly end: string } {
  const prefix = cidr.replace(/\.0\/24$/, '');
  const last = (ip: string): number => Number(ip.split('.').at(-1));
  const start = [200, 220, 240].find((first) => taken.every((one) => last(one) < first || last(one) > first + 9));
  return { start: `${prefix}.${start}`, end: `${prefix}.${(start ?? 0) + 9}` };
}

/**
 * Networks of the ranges of the source's, behind a router to `ext` where those have a gateway. Their DHCP ports take
 * addresses from pools that no server of the source has any of. Gives the options that map them.
 */
async function makeStandIns({ source, destination }: TestedClouds, sent: CloudRequest[]): Promise<string[]> {
  const networks = { service: 'network', path: '/networks', key: 'networks', item: named } as const;
  const [ours, theirs] = await Promise.all([list(source, networks), list(destination, networks)]);
  const subnets = await list(source, { service: 'network', path: '/subnets', key: 'subnets', item: subnetSchema });
  const { make, call, later } = openMaker(destination, 'stand-in', (request) => void sent.unshift(request));
  const external_gateway_info = { network_id: theirs.find(({ name }) => name === 'ext')?.id };
  const router = await make('network', '/routers', 'router', { name: 'stand-in', external_gateway_info });
  const options: string[] = [];
  for (const name of ['beta-net', 'shared-net']) {
    const network = ours.find((one) => one.name === name);
    const { cidr, gateway_ip } = subnets.find(({ network_id: of }) => of === network?.id) ?? {};
    const id = await make('network', '/networks', 'network', { name: `stand-in-${name}`, shared: true });
    const taken = (await devicesOf(source, 'beta1')).flatMap((device) => device.split(' ')[0] ?? '');
    const allocation_pools = [poolWithout(taken, cidr)];
    const own = { network_id: id, ip_version: 4, cidr, gateway_ip, allocation_pools };
    const subnet = await make('network', '/subnets', 'subnet', own);
    options.push('--map', `network:${network?.id}=${id}`);
    if (gateway_ip === null) continue;
    const body = { subnet_id: subnet };
    await call({ service: 'network', method: 'PUT', path: `/routers/${router}/add_router_interface`, body });
    later({ service: 'network', method: 'PUT', path: `/routers/${router}/remove_router_interface`, body });
  }
  return options;
}

it('a server moves onto networks that stand for its own, with its addresses and its floating IP', async () => {
  const sent: CloudRequest[] = [];
  try {
    const mapped = await makeStandIns(clouds, sent);
    const [devices, floating] = await Promise.all([devicesOf(clouds.source, 'beta1'), floatingOf(clouds.destination)]);
    expect(devices).toHaveLength(2);
    const way = ['--network-api', 'compute', '--disk', 'rebuild', ...mapped];
    const chosen = ['server:beta1', '--project', 'beta', ...way];
    expect(await succeed(clouds, ['migrate', ...chosen, '--yes'])).toContain('Nova stands before Neutron');
    expect(await devicesOf(clouds.destination, 'beta1')).toEqual(devices);
    const fixed = devices.map((device) => device.split(' ')[0] ?? '');
    const arrived = (await floatingOf(clouds.destination)).filter((one) => !floating.includes(one));
    expect(arrived.filter((one) => one !== null && fixed.includes(one))).toHaveLength(1);
    expect(await succeed(clouds, ['plan', ...chosen])).toContain('nothing to do');
    await succeed(clouds, ['undo', '--yes']);
    expect(await devicesOf(clouds.destination, 'beta1')).toEqual([]);
    expect(await floatingOf(clouds.destination)).toEqual(floating);
  } finally {
    await clouds.run(['undo', '--yes']);
    for (const request of sent) await clouds.destination.send(request).catch(() => undefined);
  }
});
