import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { snapshotState } from '../../sim/cloud/snapshot-state.ts';
import type { Server } from '../../sim/compute/records.ts';
import type { Assignment } from '../../sim/identity/records.ts';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

/* Servers are made in the name of their owners, who may have their role in the project in many ways, or none. */
let databases: Databases;
let world: World;
let restores: (() => void)[];
let servers: readonly Server[];
let member: string;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 11, servers: 4 });
  const { state } = world.pair.source;
  const project = state.projects.find(({ name, domainId }) => name === 'twin' && domainId === 'default');
  servers = state.servers.where(({ projectId }) => projectId === project?.id);
  member = state.roles.find(({ name }) => name === 'member')?.id ?? '';
  restores = [world.pair.source, world.pair.destination].map((cloud) => snapshotState(cloud));
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

/** The one who owns the servers of the project; takes away every role of theirs in it. */
function ownerWithoutRole(): { readonly userId: string; readonly projectId: string; readonly keyName: string } {
  for (const restore of restores) restore();
  const [first] = servers;
  if (first === undefined || first.keyName === null) throw new Error('the population has no server with a keypair');
  const { userId, projectId, keyName } = first;
  world.pair.source.state.assignments.removeWhere(({ actor }) => actor.id === userId);
  return { userId, projectId, keyName };
}

function grant(actor: Assignment['actor'], target: Assignment['target'], isInherited: boolean): void {
  const id = `${target.type}/${target.id}/${actor.type}/${actor.id}/${member}/${isInherited}`;
  world.pair.source.state.assignments.put({ id, roleId: member, actor, target, isInherited });
}

function makeGroup(userId: string): Assignment['actor'] {
  const group = { id: 'b'.repeat(32), name: 'builders', domainId: 'default', description: '', userIds: [userId] };
  world.pair.source.state.groups.put(group);
  return { type: 'group', id: group.id };
}

const planSchema = z.looseObject({
  nodes: z.array(z.looseObject({ key: z.string(), needs: z.array(z.string()) })),
});

/** Plans and migrates the project. Returns what the servers' nodes wait for. */
async function migrate(projectId: string): Promise<string[]> {
  const databaseUrl = await databases.make();
  const { stdout } = await world.run(['plan', '--project', projectId, '-f', 'json'], databaseUrl);
  const { nodes } = planSchema.parse(JSON.parse(stdout));
  const end = await world.run(['migrate', '--project', projectId, '--yes'], databaseUrl);
  expect(end.code, `${end.stdout.slice(-2000)}${end.stderr}`).toBe(0);
  await databases.remove(databaseUrl);
  return nodes.filter(({ key }) => key.startsWith('server/')).flatMap(({ needs }) => needs);
}

function checkServers(userId: string, keyName: string): void {
  const { source, destination } = world.pair;
  const owner = source.state.users.get(userId);
  const twin = destination.state.users.find(({ name }) => name === owner?.name);
  const made = destination.state.servers.list();
  expect(made.map((one) => one.name).toSorted()).toEqual(servers.map(({ name }) => name).toSorted());
  expect(new Set(made.map((one) => one.userId))).toEqual(new Set([twin?.id]));
  expect(made.map((one) => one.keyName)).toContain(keyName);
}

describe('the owner of servers', () => {
  it('has a role by a group alone, from the domain: that and the membership are there before the servers', async () => {
    const { userId, projectId, keyName } = ownerWithoutRole();
    const actor = makeGroup(userId);
    grant(actor, { type: 'domain', id: 'default' }, true);
    const needs = await migrate(projectId);
    checkServers(userId, keyName);
    const path = `/OS-INHERIT/domains/default/groups/${actor.id}/roles/${member}/inherited_to_projects`;
    expect(needs).toContain(`role-assignment/${path}`);
    expect(needs).toContain(`group/${actor.id}/connect`);
  });

  it('has a role from the domain alone: it comes along, with the keypair', async () => {
    const { userId, projectId, keyName } = ownerWithoutRole();
    grant({ type: 'user', id: userId }, { type: 'domain', id: 'default' }, true);
    const needs = await migrate(projectId);
    checkServers(userId, keyName);
    expect(needs).toContain(
      `role-assignment//OS-INHERIT/domains/default/users/${userId}/roles/${member}/inherited_to_projects`,
    );
  });

  it('has no role at all: the plan says so, with a cure', async () => {
    const { projectId } = ownerWithoutRole();
    const databaseUrl = await databases.make();
    const { code, stdout } = await world.run(['plan', '--project', projectId], databaseUrl);
    const said = stdout.replace(/\s+/g, ' ');
    expect(code).toBe(3);
    for (const { name } of servers) expect(said).toContain(`server ${name} belongs to`);
    expect(said).toMatch(/who has no role in project twin.* openstack role add --user/);
    await databases.remove(databaseUrl);
  });

  it('loses the role on the destination while the run goes on: no server is touched', async () => {
    const { userId, projectId } = ownerWithoutRole();
    const { source, destination } = world.pair;
    grant({ type: 'user', id: userId }, { type: 'project', id: projectId }, false);
    const states = servers.map(({ id }) => source.state.servers.get(id)?.status);
    destination.tap = {
      before({ method, path }) {
        const isTrade = method === 'POST' && path.endsWith('/credentials');
        const isHere = ({ target }: Assignment): boolean => destination.state.projects.get(target.id)?.name === 'twin';
        if (isTrade) destination.state.assignments.removeWhere(isHere);
        return undefined;
      },
    };
    const writes = source.writes.length;
    const databaseUrl = await databases.make();
    const { code, stdout } = await world.run(['migrate', '--project', projectId, '--yes'], databaseUrl);
    destination.tap = {};
    expect(code).toBe(4);
    expect(stdout.replace(/\s+/g, ' ')).toContain('the user has no role there');
    expect(servers.map(({ id }) => source.state.servers.get(id)?.status)).toEqual(states);
    expect(source.writes.slice(writes).filter(({ path }) => path.endsWith('/action'))).toEqual([]);
    await databases.remove(databaseUrl);
  });
});
