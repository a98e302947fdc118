import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatBytes, formatDuration } from '../src/base/units.ts';
import { selectionSchema } from '../src/inventory/selection.ts';
import { openPair, type Pair } from '../src/operations/open-pair.ts';
import { planMigration } from '../src/operations/plan-migration.ts';
import { runPlan } from '../src/operations/run-plan.ts';
import { undoRun } from '../src/operations/undo-run.ts';
import { criticalPath } from '../src/plan/critical-path.ts';
import type { Plan } from '../src/plan/plan.ts';
import { eventsAfter } from '../src/store/events.ts';
import { openStore, type Store } from '../src/store/store.ts';

/*
 * Moves a project of the lab, measures, and undoes it. The critical path is the longest chain of the plan's nodes, each
 * taking what its own steps took in this very run without the time in our own lines: what the clouds' latencies give.
 */
const { values } = parseArgs({
  options: {
    project: { type: 'string', default: 'alpha' },
    disk: { type: 'string', default: 'rebuild' },
    source: { type: 'string', default: 'source' },
    destination: { type: 'string', default: 'destination' },
    'servers-at-once': { type: 'string', default: '5' },
    keep: { type: 'boolean', default: false },
  },
});

const home = mkdtempSync(join(tmpdir(), 'pumphouse-bench-'));
const environment = { ...process.env, PUMPHOUSE_HOME: home };
const surroundings = { environment, folder: process.cwd() };
const store = await openStore({ environment });
const pair = await openPair({ source: values.source, destination: values.destination }, surroundings);
try {
  await bench(pair, store);
} finally {
  await pair.close();
  await store.close();
  rmSync(home, { recursive: true, force: true });
}

async function bench(clouds: Pair, kept: Store): Promise<void> {
  const startedMs = performance.now();
  const plan = await planMigration(clouds, kept, {
    selection: selectionSchema.parse({ projects: [values.project] }),
    disk: values.disk === 'snapshot' ? 'snapshot' : 'rebuild',
    quiesce: 'suspend',
    mapping: {},
    leaveBlocked: true,
    serversAtOnce: Number(values['servers-at-once']),
  });
  const plannedMs = performance.now();
  const { outcome, verification } = await runPlan(clouds, kept, plan);
  const endedMs = performance.now();
  const cpu = process.cpuUsage();
  const failed = Object.values(outcome.nodes).filter((state) => state !== 'done').length;
  const verdicts = verification?.verdicts ?? [];
  const unequal = verdicts.filter(({ verdict }) => verdict === 'differs' || verdict === 'missing').length;
  const path = await pathOf(plan, kept);
  const counts = clouds.counts();
  const writes = counts.source.writes + counts.destination.writes;
  const calls =
    writes + counts.source.reads + counts.destination.reads + counts.source.logins + counts.destination.logins;
  const runMs = endedMs - plannedMs;
  const rows: [string, string][] = [
    ['project, disk, servers at once', `${values.project}, ${values.disk}, ${values['servers-at-once']}`],
    ['nodes, failed, not equal', `${plan.nodes.length}, ${failed}, ${unequal}`],
    ['plan', formatDuration(plannedMs - startedMs)],
    ['run and verify', formatDuration(runMs)],
    ['critical path', formatDuration(path.durationMs)],
    ['run / critical path', (runMs / path.durationMs).toFixed(2)],
    ['HTTP calls (logins), writes', `${calls} (${counts.source.logins + counts.destination.logins}), ${writes}`],
    ['calls for each write', (calls / writes).toFixed(2)],
    ['CPU of our process', `${((cpu.user + cpu.system) / 1e6).toFixed(2)} s`],
    ['peak memory of our process', formatBytes(process.resourceUsage().maxRSS * 1024)],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(30)} ${value}`);
  console.log(`\ncritical path: ${path.keys.map((key) => nameOf(plan, key)).join(' → ')}`);
  if (!values.keep) {
    await undoRun(clouds, kept, plan);
    console.log(`undone in ${formatDuration(performance.now() - endedMs)}`);
  }
}

async function pathOf(plan: Plan, kept: Store): Promise<ReturnType<typeof criticalPath>> {
  const tookMs = new Map<string, number>();
  for (const event of await eventsAfter(kept, plan.id, '0')) {
    if (event.type !== 'done' || event.duration_ms === null) continue;
    const base = `${event.kind}/${event.resource_id}`;
    const key = event.step === 'connect' ? `${base}/connect` : base;
    tookMs.set(key, (tookMs.get(key) ?? 0) + event.duration_ms - (event.queued_ms ?? 0));
  }
  return criticalPath(plan.nodes, (key) => tookMs.get(key) ?? 0);
}

function nameOf(plan: Plan, key: string): string {
  const node = plan.nodes.find((one) => one.key === key);
  return node === undefined ? key : `${node.kind} ${node.name}`;
}
