import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Network } from '../../sim/network/records.ts';
import type { Keypair, Server } from '../../sim/compute/records.ts';
import { markOf, recordsOf, takeDumps } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import { openWorld, type World } from './world.ts';

/* The source goes on living between a plan and its run. */
let databases: Databases;
let world: World;
let planned: PlannedWorld;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 11, servers: 4 });
  planned = await planWorld(world, ['--all']);
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

/** Those of a kind that the plan moves, as the source has them. */
function movingIds(kind: string): string[] {
  return planned.wanted.filter((one) => one.kind === kind).map(({ id }) => id);
}

const planSchema = z.looseObject({ id: z.string() });

interface Changed {
  readonly network: Network;
  readonly keypair: Keypair;
  readonly server: Server;
  readonly stopped: Server;
}

/** A network with another MTU, a keypair that is gone, a server with other metadata, and one that its owner stopped. */
function changeSource(): Changed {
  const { state } = world.pair.source;
  const servers = movingIds('server').flatMap((id) => state.servers.get(id) ?? []);
  const used = new Set(servers.flatMap(({ portIds }) => portIds.map((id) => state.ports.get(id)?.network_id)));
  const networks = movingIds('network').flatMap((id) => state.networks.get(id) ?? []);
  const network = networks.find((one) => !used.has(one.id) && !one['router:external']);
  const held = new Set(servers.map(({ userId, keyName }) => `${userId}/${keyName}`));
  const keypair = movingIds('keypair')
    .flatMap((id) => state.keypairs.get(id) ?? [])
    .find(({ id }) => !held.has(id));
  const [server, stopped] = servers.filter(({ status }) => status === 'ACTIVE');
  if (network === undefined || keypair === undefined || server === undefined || stopped === undefined) {
    throw new Error('the population has nothing to change');
  }
  network.mtu = 1342;
  state.keypairs.remove(keypair.id);
  server.metadata = { ...server.metadata, tier: 'silver' };
  stopped.status = 'SHUTOFF';
  return { network, keypair, server, stopped };
}

function networkTwin(id: string) {
  return recordsOf(takeDumps(world.pair).destination, 'networks').find((record) => markOf(record) === id);
}

/** As one line, since a report is wrapped to the width of a page. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe('what changed on the source since the plan', () => {
  it('stops by itself, with words; everything else moves; a new plan carries it', async () => {
    const databaseUrl = await planned.begin();
    const { network, keypair, server, stopped } = changeSource();
    const { code, stdout } = await world.run(['run', planned.planId], databaseUrl);
    const said = flat(stdout);
    expect(code).toBe(4);
    expect(said).toContain('changed on the source since the plan was made (mtu: 1450 → 1342).');
    expect(said).toContain('is gone from the source since the plan was made.');
    expect(said).toContain('(metadata.tier: nothing → "silver")');
    expect(said).toContain('(status: "ACTIVE" → "SHUTOFF")');
    const { source, destination } = world.pair;
    expect(source.state.servers.get(stopped.id)?.status).toBe('SHUTOFF');
    expect(source.state.servers.get(server.id)?.status).toBe('ACTIVE');
    expect(networkTwin(network.id)).toBeUndefined();
    const isSame = ({ name, fingerprint }: Keypair): boolean =>
      name === keypair.name && fingerprint === keypair.fingerprint;
    expect(destination.state.keypairs.list().some(isSame)).toBe(false);
    const { stdout: made } = await world.run(['plan', '--all', '--leave-blocked', '-f', 'json'], databaseUrl);
    const again = await world.run(['run', planSchema.parse(JSON.parse(made)).id], databaseUrl);
    expect(again.code, flat(again.stdout).slice(-2000)).toBe(0);
    expect(source.state.servers.get(server.id)?.status).toBe('SHUTOFF');
    expect(networkTwin(network.id)?.['mtu']).toBe(1342);
    const nothing = await world.run(['migrate', '--all', '--leave-blocked', '--yes'], databaseUrl);
    expect(nothing.stderr).toContain('nothing was written');
    const third = await world.run(['plan', '--all'], databaseUrl);
    expect(flat(third.stdout)).toMatch(/\d+ resources have moved already/);
    await databases.remove(databaseUrl);
  });
});
