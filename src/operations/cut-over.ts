import { Problem } from '../base/problem.ts';
import { carriageOf } from '../engine/carriage-of.ts';
import type { PlanNode } from '../plan/plan.ts';
import { askCutover } from '../store/cutovers.ts';
import { loadPlan } from '../store/plans.ts';
import { listNodes, type RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';

/** What the opening of the gate means, by names of servers. */
export interface CutOver {
  readonly run: string;
  /** Those that may go down for their move from now on. */
  readonly servers: readonly string[];
  /** Those for which it stays closed. */
  readonly waiting: readonly string[];
  /** Whether a process is at the run; without one nothing moves. */
  readonly isBusy: boolean;
}

/**
 * Opens the gate before the downtime of the servers that are named by name or id, or of all. Throws a Problem when the
 * run has none or has ended, or a word means no server of it; then nothing is noted.
 */
export async function cutOver(store: Store, run: RunRow, words: readonly string[]): Promise<CutOver> {
  const plan = await loadPlan(store, run.id);
  if (plan.cutover === undefined) throw gateless(run.id);
  if (run.endedAt !== null && run.state !== 'failed') throw ended(run);
  const rows = await listNodes(store, run.id);
  const isOver = ({ key }: PlanNode): boolean => rows.some((row) => row.key === key && row.state === 'done');
  const servers = plan.nodes.filter(({ steps }) => steps.includes('cutover'));
  const named = words.length === 0 ? servers : words.flatMap((word) => serversOf(servers, word, run.id));
  // Servers that share volumes go down together.
  const { leaderOf, followersOf } = carriageOf(plan);
  const leaders = named.map(({ id }) => leaderOf(id) ?? id);
  const ids = new Set([...named.map(({ id }) => id), ...leaders, ...leaders.flatMap((id) => followersOf(id))]);
  const chosen = servers.filter(({ id }) => ids.has(id));
  await askCutover(store, run.id, words.length === 0 ? 'all' : chosen.map(({ id }) => id));
  const open = servers.filter((one) => !isOver(one));
  return {
    run: run.id,
    servers: open.filter((one) => chosen.includes(one)).map(({ name }) => name),
    waiting: open.filter((one) => !chosen.includes(one)).map(({ name }) => name),
    isBusy: await store.isBusy(run.id),
  };
}

function serversOf(servers: readonly PlanNode[], word: string, runId: string): PlanNode[] {
  const found = servers.filter(({ id, name }) => id === word || name === word);
  if (found.length === 1) return found;
  const names = servers.map(({ name }) => name).join(', ');
  throw new Problem({
    summary: found.length === 0 ? `run ${runId} moves no server ${word}` : `several servers are called ${word}`,
    cure: found.length === 0 ? `It moves: ${names}.` : `Name it by its id: ${found.map(({ id }) => id).join(', ')}.`,
    remedy: 'ask',
  });
}

function gateless(id: string): Problem {
  const cure = 'Plan with --cutover manual, or with a window, so that they wait.';
  const summary = `the servers of run ${id} wait for no cutover: its plan was made with --cutover now`;
  return new Problem({ summary, cure, remedy: 'ask' });
}

function ended({ id, state }: RunRow): Problem {
  const cure = `\`pumphouse report ${id}\` shows what it did.`;
  return new Problem({ summary: `run ${id} has ended (${state})`, cure, remedy: 'ask' });
}
