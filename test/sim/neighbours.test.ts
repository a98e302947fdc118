import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Port } from '../../sim/network/records.ts';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

/* Networks that several projects use, of which one moves. */
let databases: Databases;
let world: World;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 11, servers: 4 });
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

interface Scene {
  readonly projectId: string;
  readonly otherId: string;
  readonly networkName: string;
  readonly otherServer: string;
}

/** On a network of acme, an administrator made ports for another project: one for its server, and one that is free. */
function mix(): Scene {
  const { state } = world.pair.source;
  const [own] = state.servers.where(({ projectId }) => state.projects.get(projectId)?.name === 'acme');
  const [other] = state.servers.where(({ projectId }) => state.projects.get(projectId)?.name === 'twin');
  const port = own?.portIds.flatMap((id) => state.ports.get(id) ?? []).find(({ fixed_ips: ips }) => ips.length > 0);
  const network = state.networks.get(port?.network_id ?? '');
  if (own === undefined || other === undefined || port === undefined || network === undefined) {
    throw new Error('the population has no servers in two projects');
  }
  const { projectId: otherId } = other;
  const plain = { ...port, project_id: otherId, fixed_ips: [], security_groups: [], tags: [] };
  const free: Port = { ...plain, id: 'f'.repeat(36), name: 'virtual address', device_id: '', device_owner: '' };
  const used: Port = { ...plain, id: 'e'.repeat(36), name: '', device_id: other.id, device_owner: 'compute:nova' };
  for (const one of [free, used]) state.ports.put({ ...one, mac_address: `fa:16:3e:00:00:0${one.id[0] ?? ''}` });
  other.portIds = [...other.portIds, used.id];
  return { projectId: own.projectId, otherId, networkName: network.name, otherServer: other.name };
}

it('a plan for one project tells what others have on its networks; theirs brings the network along', async () => {
  const { projectId, otherId, networkName, otherServer } = mix();
  const databaseUrl = await databases.make();
  const plan = async (id: string, expected = 0): Promise<string> => {
    const { code, stdout, stderr } = await world.run(['plan', '--project', id, '--long'], databaseUrl);
    expect(code, `${stdout}${stderr}`).toBe(expected);
    return stdout.replace(/\s+/g, ' ');
  };
  const own = await plan(projectId);
  expect(own).toContain(`stay servers of other projects: ${otherServer} of project twin`);
  expect(own).toMatch(/stay ports of other projects that no server has: .*virtual address of project twin/);
  const others = await plan(otherId, 3);
  expect(others).toContain('which project twin may not use on the destination');
  expect(others).toContain(networkName.replace(/\s+/g, ' '));
  expect(others).toContain('acme');
  await databases.remove(databaseUrl);
});
