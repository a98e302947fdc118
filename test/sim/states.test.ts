import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Port } from '../../sim/network/records.ts';
import { adminLogin, openSimApi, type SimApi } from '../../sim/population/sim-api.ts';
import { type SimPair, startPair } from '../../sim/start-pair.ts';

/* The orders of states that Neutron and Nova have in their code, of which a client sees those that it asks in time. */
let pair: SimPair;
let api: SimApi;
let look: () => void;

beforeAll(async () => {
  pair = await startPair({ seed: 3, servers: 1 });
  api = await openSimApi(pair.source, adminLogin);
  const { clock } = pair.source;
  const { after } = clock;
  clock.after = (durationMs, change, work) => {
    look();
    after(
      durationMs,
      () => {
        change();
        look();
      },
      work,
    );
  };
});

afterAll(async () => {
  await pair?.close();
});

beforeEach(() => {
  look = () => undefined;
});

/** The distinct values of what is looked at, in their order, while the requests are made and all comes to rest. */
async function seen<Value>(value: () => Value, requests: () => Promise<unknown>): Promise<Value[]> {
  const values: Value[] = [];
  look = () => {
    const now = value();
    if (values.length === 0 || values.at(-1) !== now) values.push(now);
  };
  await requests();
  look();
  return values;
}

async function newNetwork(more: object = {}): Promise<{ networkId: string; subnetId: string }> {
  const networkId = await api.make('/network/v2.0/networks', { network: { name: 'states' } });
  const subnet = { network_id: networkId, ip_version: 4, cidr: '10.77.0.0/24', ...more };
  return { networkId, subnetId: await api.make('/network/v2.0/subnets', { subnet }) };
}

function statusOf(isWanted: (port: Port) => boolean): () => string | undefined {
  return () => pair.source.state.ports.find(isWanted)?.status;
}

const wired = ['DOWN', 'BUILD', 'ACTIVE'];

it('the port of a DHCP agent is found, and then wired', async () => {
  const port = statusOf(({ name, device_owner, fixed_ips: [first] }) => {
    return name === '' && device_owner === 'network:dhcp' && first?.ip_address.startsWith('10.77.') === true;
  });
  expect(await seen(port, () => newNetwork())).toEqual([undefined, ...wired]);
});

it('ports of a router are found, and then wired', async () => {
  const { subnetId } = await newNetwork({ enable_dhcp: false });
  const routerId = await api.make('/network/v2.0/routers', { router: { name: 'states' } });
  const join = `/network/v2.0/routers/${routerId}/add_router_interface`;
  const port = statusOf(({ device_id }) => device_id === routerId);
  expect(await seen(port, () => api.send('PUT', join, { subnet_id: subnetId }))).toEqual(wired);
});

function theServer(): { id: string; status: string; taskState: string | null } {
  const [server] = pair.source.state.servers.list();
  if (server === undefined) throw new Error('the source has no server');
  return server;
}

async function act(body: object): Promise<void> {
  await api.send('POST', `/compute/v2.1/servers/${theServer().id}/action`, body);
}

it('ports of a server follow it after Nova has said where it is', async () => {
  const { id } = theServer();
  const port = statusOf(({ device_id }) => device_id === id);
  const both = (): string => `${theServer().status} ${port()}`;
  const off = ['ACTIVE ACTIVE', 'SHUTOFF ACTIVE', 'SHUTOFF DOWN'];
  expect(await seen(both, () => act({ 'os-stop': null }))).toEqual(off);
  const on = ['SHUTOFF DOWN', 'ACTIVE DOWN', 'ACTIVE BUILD', 'ACTIVE ACTIVE'];
  expect(await seen(both, () => act({ 'os-start': null }))).toEqual(on);
});

it('a port that Nova makes for a server that runs is wired after its answer', async () => {
  const { networkId } = await newNetwork({ enable_dhcp: false });
  const attach = { interfaceAttachment: { net_id: networkId } };
  const port = statusOf(({ network_id, device_id }) => network_id === networkId && device_id === theServer().id);
  const interfaces = `/compute/v2.1/servers/${theServer().id}/os-interface`;
  expect(await seen(port, () => api.send('POST', interfaces, attach))).toEqual(wired);
});

it.each([
  ['SOFT', ['rebooting', 'reboot_pending', 'reboot_started', null]],
  ['HARD', ['rebooting_hard', 'reboot_pending_hard', 'reboot_started_hard', null]],
])('a %s reboot goes through its task states', async (type, tasks) => {
  expect(
    await seen(
      () => theServer().taskState,
      async () => act({ reboot: { type } }),
    ),
  ).toEqual(tasks);
});

it('a snapshot goes through its task states', async () => {
  const tasks = ['image_snapshot_pending', 'image_snapshot', 'image_pending_upload', 'image_uploading', null];
  expect(
    await seen(
      () => theServer().taskState,
      async () => act({ createImage: { name: 'states' } }),
    ),
  ).toEqual(tasks);
});
