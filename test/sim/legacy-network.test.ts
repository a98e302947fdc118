import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { suspendServer, waitForServer } from '../../src/openstack/compute.ts';
import { openMaker } from '../both/open-maker.ts';
import { succeed } from '../both/succeed.ts';
import { type Databases, openDatabases } from './databases.ts';
import { makeLegacyProject } from './make-legacy-project.ts';
import { openWorld, type World } from './world.ts';

/* A project of a cloud without Neutron becomes one of Neutron's. */
let databases: Databases;
let world: World;
let databaseUrl: string;
let run: (words: readonly string[]) => Promise<{ readonly code: number | undefined; readonly said: string }>;
let before: unknown;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 11, servers: 0 });
  databaseUrl = await databases.make();
  run = async (words) => {
    const { code, stdout, stderr } = await world.run(words, databaseUrl);
    return { code, said: `${stdout}${stderr}` };
  };
  const pair = await world.open();
  await makeLegacyProject(pair.source, 'old');
  await pair.close();
  world.pair.source.hidesNeutron = true;
  before = shape();
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

/** What the destination has of networks, with names in the place of ids. */
function shape(): object {
  const { state } = world.pair.destination;
  const project = state.projects.find(({ name }) => name === 'old')?.id;
  const own = <T extends { readonly project_id: string }>(all: readonly T[]): T[] =>
    all.filter((one) => one.project_id === project);
  const groupName = (id: string | null): string => state.securityGroups.get(id ?? '')?.name ?? '';
  const networkName = (id: string): string => state.networks.get(id)?.name ?? '';
  return {
    networks: own(state.networks.list()).map(({ name }) => name),
    subnets: own(state.subnets.list()).map(({ cidr, gateway_ip, dns_nameservers: dns }) => [cidr, gateway_ip, dns]),
    routers: own(state.routers.list()).map(({ external_gateway_info: gateway }) =>
      networkName(gateway?.network_id ?? ''),
    ),
    ports: own(state.ports.list())
      .filter(({ device_owner: owner }) => owner === 'compute:nova')
      .map(({ mac_address: mac, fixed_ips: addresses, security_groups: groups }) =>
        [mac, ...addresses.map(({ ip_address }) => ip_address), ...groups.map(groupName).toSorted()].join(' '),
      )
      .toSorted(),
    rules: own(state.securityGroupRules.list())
      .filter(({ direction, security_group_id: id }) => direction === 'ingress' && groupName(id) !== 'default')
      .map((rule) =>
        [groupName(rule.security_group_id), rule.protocol, rule.port_range_min, groupName(rule.remote_group_id)].join(
          ' ',
        ),
      )
      .toSorted(),
    floating: own(state.floatingIps.list()).map(({ fixed_ip_address }) => fixed_ip_address),
    servers: state.servers
      .where(({ projectId }) => projectId === project)
      .map(({ name, status }) => `${name} ${status}`)
      .toSorted(),
  };
}

const selection = ['--project', 'old'];

it('moves with its groups, addresses and a way out, and a second run has nothing to do', async () => {
  await succeed({ run }, ['migrate', ...selection, '--yes']);
  expect(shape()).toEqual({
    networks: ['old-net'],
    subnets: [['10.20.0.0/24', '10.20.0.1', ['9.9.9.9']]],
    routers: ['ext'],
    ports: ['fa:16:3e:00:00:01 10.20.0.11 default web', 'fa:16:3e:00:00:02 10.20.0.12 db'],
    rules: ['db tcp 5432 web', 'web icmp  ', 'web tcp 80 '],
    floating: ['10.20.0.11'],
    servers: ['a ACTIVE', 'b ACTIVE'],
  });
  const stopped = world.pair.source.state.servers.list().map(({ status }) => status);
  expect(stopped).toEqual(['SHUTOFF', 'SHUTOFF']);
  expect(await succeed({ run }, ['plan', ...selection])).toContain('nothing to do');
});

it('is taken back whole', async () => {
  await succeed({ run }, ['undo', '--yes']);
  expect(shape()).toEqual(before);
  const awake = world.pair.source.state.servers.list().map(({ status }) => status);
  expect(awake).toEqual(['ACTIVE', 'ACTIVE']);
});

it('of a Nova that stands before Neutron is blocked, since that tells no ranges', async () => {
  world.pair.source.hidesNeutron = false;
  const { code, said } = await run(['plan', ...selection, '--network-api', 'compute', '-f', 'json']);
  expect(code).toBe(3);
  const { findings } = z
    .looseObject({ findings: z.array(z.looseObject({ rule: z.string() })) })
    .parse(JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1)));
  expect(findings.map(({ rule }) => rule)).toContain('range-unknown');
});

it('of such a Nova moves where another network stands for that, with its addresses', async () => {
  const network = world.pair.source.state.networks.list().find(({ name }) => name === 'old-net');
  const pair = await world.open();
  const { make, call } = openMaker(pair.destination, 'stand-in', () => undefined);
  const networkId = await make('network', '/networks', 'network', { name: 'stand-in', shared: true });
  const range = { network_id: networkId, ip_version: 4, cidr: '10.20.0.0/24' };
  const subnetId = await make('network', '/subnets', 'subnet', range);
  const ext = world.pair.destination.state.networks.list().find(({ name }) => name === 'ext')?.id;
  const gateway = { external_gateway_info: { network_id: ext } };
  const router = await make('network', '/routers', 'router', { name: 'stand-in', ...gateway });
  const path = `/routers/${router}/add_router_interface`;
  await call({ service: 'network', method: 'PUT', path, body: { subnet_id: subnetId } });
  const first = world.pair.source.state.servers.list().find(({ name }) => name === 'a');
  await suspendServer(pair.source, first?.id ?? '');
  await waitForServer(pair.source, first?.id ?? '', { statuses: ['SUSPENDED'], timeoutMs: 60_000 });
  await pair.close();
  const mapping = ['--map', `network:${network?.id}=${networkId}`];
  const words = [...selection, '--network-api', 'compute', ...mapping];
  expect(await succeed({ run }, ['migrate', ...words, '--yes'])).toContain('Nova stands before Neutron');
  expect(shape()).toMatchObject({
    networks: [],
    ports: ['fa:16:3e:00:00:01 10.20.0.11 default web', 'fa:16:3e:00:00:02 10.20.0.12 db'],
    floating: ['10.20.0.11'],
    servers: ['a SUSPENDED', 'b ACTIVE'],
  });
  // Its ports cannot be switched off, so that what was suspended is not woken to be shut down.
  expect(world.pair.source.state.servers.list().map(({ name, status }) => `${name} ${status}`)).toEqual([
    'a SUSPENDED',
    'b SHUTOFF',
  ]);
  expect(await succeed({ run }, ['plan', ...words])).toContain('nothing to do');
  await succeed({ run }, ['undo', '--yes']);
  expect(shape()).toEqual(before);
});
