import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ComputeHost, computeHosts } from '../../sim/compute/compute-hosts.ts';
import type { Subnet } from '../../sim/network/records.ts';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

/* A destination is filled on purpose: what does not fit is refused before any write, and one more of it is enough. */
let databases: Databases;
let world: World;
let databaseUrl: string;
/** What the whole project needs, as the plan says. */
let needed: Readonly<Record<string, number>>;

const project = 'acme';
const migrate = ['migrate', '--project', project, '--leave-blocked', '--yes'];
/** The quota of the destination stays as the test sets it. */
const again = [...migrate, '--exclude', 'quota:*'];
const blockedCode = 3;

const planSchema = z.looseObject({
  room: z.array(z.looseObject({ what: z.string(), needed: z.number(), free: z.number() })),
});

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 21, servers: 6 });
  databaseUrl = await databases.make();
  // The servers come in a second migration, when disabled owners are switched off on the destination already.
  const { users } = world.pair.source.state;
  for (const user of users.list()) users.put({ ...user, enabled: true });
  const { stdout } = await world.run(['plan', '--project', project, '--leave-blocked', '-f', 'json'], databaseUrl);
  needed = Object.fromEntries(planSchema.parse(JSON.parse(stdout)).room.map((line) => [line.what, line.needed]));
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

function need(what: string): number {
  const amount = needed[what];
  if (amount === undefined || amount === 0) throw new Error(`the plan says nothing of ${what}`);
  return amount;
}

/** As one line, since what is said is wrapped to the width of a page. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function onlyHost(): ComputeHost {
  const [host, other] = computeHosts(world.pair.destination);
  if (host === undefined || other === undefined) throw new Error('the destination has no two hosts');
  other.isEnabled = false;
  host.ramRatio = 1;
  return host;
}

function limitMemory(ramMiB: number): void {
  onlyHost().ramMiB = ramMiB;
}

function limitAddresses(count: number): Subnet {
  const { state } = world.pair.destination;
  const external = new Set(state.networks.where((network) => network['router:external']).map(({ id }) => id));
  const subnet = state.subnets.where(({ network_id, ip_version }) => external.has(network_id) && ip_version === 4)[0];
  if (subnet === undefined) throw new Error('the destination has no external subnet');
  const start = '172.25.1.1';
  const limited = { ...subnet, allocation_pools: [{ start, end: `172.25.1.${count}` }] };
  state.subnets.put(limited);
  return limited;
}

function limitInstances(count: number): void {
  const { state } = world.pair.destination;
  const twin = state.projects.where(({ name }) => name === project)[0];
  if (twin === undefined) throw new Error('the project has not moved');
  state.quotas.put({ id: `compute/${twin.id}`, limits: { instances: count } });
}

async function refused(words: readonly string[]): Promise<string> {
  const before = world.pair.destination.writes.length;
  const { code, stdout, stderr } = await world.run(words, databaseUrl);
  const said = flat(`${stdout} ${stderr}`);
  expect(code, said.slice(-2000)).toBe(blockedCode);
  expect(world.pair.destination.writes.length).toBe(before);
  expect(said).toContain('--leave-blocked does not help here');
  return said;
}

async function succeeds(words: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await world.run(words, databaseUrl);
  expect(code, flat(`${stdout} ${stderr}`).slice(-3000)).toBe(0);
}

describe('a destination without room', () => {
  it('is refused before any write when memory and addresses are one short', async () => {
    limitMemory(need('memory') - 1);
    limitAddresses(need('addresses') - 1);
    const said = await refused(migrate);
    expect(said).toMatch(/the servers need [\d.]+ [GM]iB of memory; free on destination: [\d.]+ [GM]iB on 1 host/);
    expect(said).toContain(`its pools have ${need('addresses') - 1} free`);
    expect(said).toMatch(new RegExp(`--limit ${need('instances') - 1} fits, of ${need('instances')}`));
  });

  it('takes what needs addresses when there is just one more', async () => {
    limitAddresses(need('addresses'));
    await succeeds([...migrate, '--exclude', 'server:*']);
  });

  it('is refused when the quota of instances is one short', async () => {
    limitMemory(need('memory'));
    const count = need('instances');
    limitInstances(count - 1);
    const said = await refused(again);
    expect(said).toContain(`needs ${count} more of the quota of instances on destination: 0 of ${count - 1} are used`);
    expect(said).toContain(`openstack --os-cloud destination quota set --instances ${count} ${project}`);
    expect(said).not.toContain('of memory; free');
  });

  it('takes the servers when there is one more, with not a byte of memory to spare', async () => {
    limitInstances(need('instances'));
    await succeeds(again);
    const { state } = world.pair.destination;
    expect(state.servers.list()).toHaveLength(need('instances'));
  });
});
