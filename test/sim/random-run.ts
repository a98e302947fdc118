import { z } from 'zod';
import { openRandom, type Random } from '../../sim/cloud/random.ts';
import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Tap } from '../../sim/cloud/tap.ts';
import type { KillMoment } from '../../sim/faults/kill-tap.ts';
import { joinTaps } from '../../sim/faults/join-taps.ts';
import { type FaultName, seedFaults } from '../../sim/faults/seed-faults.ts';
import { carryThrough } from './carry-through.ts';
import { checkMoved } from './checks/check-moved.ts';
import { checkPending } from './checks/check-pending.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { takeDumps } from './checks/dumps.ts';
import type { Databases } from './databases.ts';
import { chooseIncident, type IncidentName, type Outlook } from './incident.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import type { ProcessEnd } from './pumphouse-process.ts';
import { openWorld, type World } from './world.ts';

export interface RandomRun {
  readonly seed: number;
  readonly servers: number;
  readonly resources: number;
  readonly processes: number;
  readonly killed: number;
  readonly injected: ReadonlyMap<FaultName | IncidentName, number>;
  /** A line for each thing that was lost, doubled or left behind. */
  readonly faults: readonly string[];
}

/** What a seed decides. */
interface Weather {
  readonly servers: number;
  readonly skewMs: number;
  readonly rate: number;
  readonly kills: readonly KillMoment[];
  readonly undoKills: readonly KillMoment[];
}

/** How often a command is tried while requests fail, before the clouds come to rest. */
const stormyTries = 4;

/**
 * Builds two clouds by chance, migrates a project from one to the other through faults and kills by chance, checks
 * that nothing was lost or doubled, takes it all back through more of them, and checks that both clouds are as before.
 */
export async function randomRun(databases: Databases, seed: number, main?: string): Promise<RandomRun> {
  const { servers, skewMs, rate, kills, undoKills } = weatherOf(openRandom('weather', seed));
  const world = await openWorld(databases, { seed, servers, skewMs, hasBystanders: true, main });
  const injected = new Map<FaultName | IncidentName, number>();
  const onFault = (name: FaultName | IncidentName): void => void injected.set(name, (injected.get(name) ?? 0) + 1);
  const faultsFor =
    (phase: string) =>
    (cloud: SimCloud): Tap =>
      rate === 0 ? {} : seedFaults(cloud, { seed: `${seed} ${phase}`, rate, onFault });
  try {
    const planned = await planWorld(world, selectionOf(world.pair.projects, seed));
    const databaseUrl = await planned.begin();
    const tries = rate === 0 ? 0 : stormyTries;
    const incident = chooseIncident(planned, openRandom('incident', seed));
    const faultsOfRun = faultsFor('run');
    const run = await carryThrough(world, {
      words: ['run', planned.planId],
      databaseUrl,
      kills,
      faults: (cloud) => joinTaps(incident?.tap(cloud) ?? {}, faultsOfRun(cloud)),
      stormyTries: incident === undefined ? tries : Math.max(1, tries),
      atCalm: incident?.end,
    });
    incident?.end();
    if (incident?.hasHappened() === true) onFault(incident.name);
    const outlook = { ...planned, failed: undefined, ...incident?.outlook() };
    const allowsRepeats = rate > 0 || incident !== undefined;
    const faults = [
      ...endedAs(outlook, run.end),
      ...(await reported(planned, databaseUrl, outlook)),
      ...checkMoved(world.pair, outlook, { allowsRepeats }),
    ];
    const undo = await carryThrough(world, {
      words: ['undo', planned.planId, '--yes'],
      databaseUrl,
      kills: undoKills,
      faults: faultsFor('undo'),
      stormyTries: tries,
    });
    faults.push(...endedWell('the undo', undo.end), ...undone(world, outlook));
    await databases.remove(databaseUrl);
    const resources = planned.wanted.length;
    const processes = run.processes + undo.processes;
    const killed = run.killed + undo.killed;
    return { seed, servers, resources, processes, killed, injected, faults };
  } finally {
    await world.close();
  }
}

function weatherOf(chance: Random): Weather {
  const servers = 1 + Math.min(chance.below(5), chance.below(5));
  const skewMs = chance.isTrue(0.3) ? (chance.below(7_200) - 3_600) * 1000 : 0;
  const rate = chance.pick([0, 0.005, 0.01, 0.03]);
  const killsOf = (most: number): KillMoment[] =>
    Array.from({ length: chance.below(most + 1) }, () => ({
      cloud: chance.isTrue(0.8) ? 'destination' : 'source',
      write: 1 + chance.below(chance.isTrue(0.5) ? 12 : 60),
      moment: chance.pick(['before', 'after']),
    }));
  return { servers, skewMs, rate, kills: killsOf(3), undoKills: killsOf(2) };
}

/** One project that has servers, or everything. */
function selectionOf(projects: readonly { readonly id: string; readonly servers: number }[], seed: number): string[] {
  const chance = openRandom('selection', seed);
  const [first, ...others] = projects.filter(({ servers }) => servers > 0);
  if (first === undefined || chance.isTrue(0.2)) return ['--all'];
  return ['--project', chance.pick([first, ...others]).id];
}

function endedWell(what: string, end: ProcessEnd): string[] {
  return end.code === 0 ? [] : [`${what} ended with ${end.code} in calm: ${end.stderr.slice(-3000)}`];
}

/** A run that must leave something behind says so by its exit code, however calm it is. */
function endedAs({ failed }: Outlook, end: ProcessEnd): string[] {
  if (failed === undefined) return endedWell('the run', end);
  return end.code === 4 ? [] : [`the run ended with ${end.code}, though ${failed.kind} ${failed.id} changed`];
}

const reportSchema = z.looseObject({
  resources: z.array(
    z.looseObject({ kind: z.string(), sourceId: z.string(), action: z.string(), problem: z.string().optional() }),
  ),
});

/** Of all that was to move, the report names what had to fail, and nothing else. */
async function reported({ world, wanted }: PlannedWorld, databaseUrl: string, { failed }: Outlook): Promise<string[]> {
  const { code, stdout, stderr } = await world.run(['report', '-f', 'json'], databaseUrl);
  if (code !== 0) return [`the report ended with ${code}: ${stderr}`];
  const isWanted = new Set(wanted.map(({ kind, id }) => `${kind}/${id}`));
  const named = reportSchema
    .parse(JSON.parse(stdout))
    .resources.filter(({ kind, sourceId }) => isWanted.has(`${kind}/${sourceId}`))
    .filter(({ problem }) => problem !== undefined)
    .map(({ kind, sourceId, problem }) => ({ key: `${kind}/${sourceId}`, problem }));
  const expected = failed === undefined ? undefined : `${failed.kind}/${failed.id}`;
  const others = named.filter(({ key }) => key !== expected);
  return [
    ...others.map(({ key, problem }) => `the report says that ${key} failed: ${problem}`),
    ...(expected === undefined || named.length > others.length
      ? []
      : [`the report does not say that ${expected} failed`]),
  ];
}

function undone(world: World, { before }: Outlook): string[] {
  const lines = [...checkPending(world.pair), ...differencesOfDumps(before, takeDumps(world.pair))];
  return lines.map((line) => `after the undo, ${line}`);
}
