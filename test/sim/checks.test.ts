import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { snapshotState } from '../../sim/cloud/snapshot-state.ts';
import type { Write } from '../../sim/cloud/write.ts';
import { checkMoved } from './checks/check-moved.ts';
import { checkReruns, type StepEvent, usualReruns } from './checks/check-reruns.ts';
import { type Databases, openDatabases } from './databases.ts';
import { forgottenBy, type PlannedWorld, planWorld } from './planned-world.ts';
import { identitySpoilers } from './spoilers/identity-spoilers.ts';
import { networkSpoilers } from './spoilers/network-spoilers.ts';
import { otherSpoilers } from './spoilers/other-spoilers.ts';
import { workloadSpoilers } from './spoilers/workload-spoilers.ts';
import { openWorld, type World } from './world.ts';

let databases: Databases;
let world: World;
let planned: PlannedWorld;
let restore: () => void;
let events: readonly StepEvent[];

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 7, servers: 2, hasBystanders: true });
  planned = await planWorld(world, ['--all']);
  const databaseUrl = await planned.begin();
  const end = await world.run(['run', planned.planId], databaseUrl);
  expect(end.code).toBe(0);
  expect(checkMoved(world.pair, planned)).toEqual([]);
  events = await databases.events(databaseUrl);
  const kept = [world.pair.source, world.pair.destination].map((cloud) => {
    const writes = cloud.writes.map((write): Write => ({ ...write }));
    return { cloud, writes, takeBack: snapshotState(cloud) };
  });
  restore = () => {
    for (const { cloud, writes, takeBack } of kept) {
      takeBack();
      cloud.writes.push(...writes);
    }
  };
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

/** What somebody could do to the clouds after a good run, which no check may overlook. */
const spoilers = { ...identitySpoilers, ...networkSpoilers, ...workloadSpoilers, ...otherSpoilers };

describe('the checks notice what is not as it should be', () => {
  beforeEach(() => {
    restore();
    expect(checkMoved(world.pair, planned)).toEqual([]);
  });

  it.each(Object.entries(spoilers))('%s', (_name, { reports, spoil }) => {
    const { pair } = world;
    spoil({ pair, source: pair.source.state, destination: pair.destination.state, before: planned.before });
    expect(checkMoved(pair, planned)).toContainEqual(expect.stringMatching(reports));
  });
});

describe('what a plan says nothing of', () => {
  it.each(['volume', 'port', 'role-assignment', 'quota', 'user', 'image'])('a %s is missed', (kind) => {
    const { wanted, unmoved, before } = planned;
    const rest = [...wanted, ...unmoved].filter((one) => one.kind !== kind);
    expect(forgottenBy(rest, before.source, ['--all'])).toContainEqual(expect.stringMatching(new RegExp(`^${kind} `)));
  });
});

describe('what was recorded before a kill', () => {
  it('is not written again', () => {
    restore();
    const clouds = [world.pair.source, world.pair.destination];
    const usual = usualReruns(clouds);
    const killedMs = Math.max(...events.map(({ atMs }) => atMs)) + 1000;
    expect(checkReruns(clouds, events, killedMs, usual)).toEqual([]);
    const { writes } = world.pair.destination;
    const write = writes.find(({ method, path }) => method === 'POST' && path.endsWith('/networks'));
    if (write === undefined) throw new Error('the run made no network');
    writes.push({ ...write, receivedMs: killedMs + 1 });
    expect(checkReruns(clouds, events, killedMs, usual)).toEqual([
      expect.stringMatching(/^destination: POST .*\/networks was made again/),
    ]);
  });
});
