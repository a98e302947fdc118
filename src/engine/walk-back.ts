import { DBOS } from '@dbos-inc/dbos-sdk';
import { assert } from '../base/assert.ts';
import { limits } from '../base/limits.ts';
import { keyOf } from '../inventory/select.ts';
import { diskImageId } from '../resources/disk-image.ts';
import { listNodes, type NodeState, noteNode } from '../store/runs.ts';
import { listTouchedServers } from '../store/touched-servers.ts';
import { listTwins } from '../store/twins.ts';
import { attemptStep } from './attempt-step.ts';
import { backPrefix } from './back-prefix.ts';
import { boundsOf } from './bounds-of.ts';
import type { GraphNode } from './next-nodes.ts';
import type { RunStep } from './run-step.ts';
import { taskOf } from './task-of.ts';
import { type NodeOutcome, walkGraph } from './walk-graph.ts';
import { carriageOf } from './carriage-of.ts';
import { earlyServers } from './early-servers.ts';
import type { Work } from './work.ts';
import { workOf } from './works.ts';

/** A node that a cancel found in between, and the steps that end that; one without steps is just not done. */
interface BackNode extends GraphNode {
  readonly steps: readonly RunStep[];
  /** True when it goes on, since the server that it shares a volume with has moved. */
  readonly isForward?: true;
}

const backNode = DBOS.registerWorkflow(
  async (runId: string, attempt: number, { key, steps, isForward }: BackNode): Promise<NodeOutcome> => {
    const work = workOf(runId);
    assert(!work.isUndoing, `run ${runId} is undone as a whole`);
    const task = taskOf(work, key);
    let problem: string | undefined;
    for (const step of steps) {
      ({ problem } = await DBOS.runStep(() => attemptStep(task, step), { name: step }));
      if (problem !== undefined) break;
    }
    const state: NodeState = problem === undefined ? (isForward ? 'done' : 'cancelled') : 'failed';
    const rest = steps.includes('put-back') ? 'it is on the source as before' : 'it was not done';
    const why = problem ?? (isForward ? undefined : `the run was cancelled: ${rest}`);
    const note = async (): Promise<void> => {
      await noteNode(work.store, runId, { key, attempt, state, ...(why === undefined ? {} : { problem: why }) });
      work.halt.leave(task);
    };
    await DBOS.runStep(note, { name: `note ${state}` });
    return { key, state: problem === undefined ? 'done' : 'failed' };
  },
  { name: 'back node' },
);

const walkBackNodes = DBOS.registerWorkflow(
  async (runId: string, attempt: number): Promise<Record<string, NodeState>> => {
    const work = workOf(runId);
    const nodes = await DBOS.runStep(() => nodesBetween(work), { name: 'nodes in between' });
    return await walkGraph(nodes, {}, boundsOf(work.plan), (key) => {
      const node = nodes.find((one) => one.key === key);
      assert(node !== undefined, `${key} is in between no more`);
      return DBOS.startWorkflow(backNode, { workflowID: `${backPrefix(runId)}${attempt}/${key}` })(
        runId,
        attempt,
        node,
      );
    });
  },
  { name: 'back' },
);

/** Servers and volumes that are neither here nor there, images whose bytes have not come, and all else under way. */
async function nodesBetween({ plan, store, runId }: Work): Promise<BackNode[]> {
  const [rows, servers, twins] = await Promise.all([
    listNodes(store, runId),
    listTouchedServers(store, runId),
    listTwins(store, runId),
  ]);
  // What was copied of servers while they ran is of yesterday soon.
  const { carrierOf, leaderOf } = carriageOf(plan);
  const volumes = twins.filter((twin) => twin.kind === 'volume' && twin.origin === 'created');
  const copied = new Set(volumes.map(({ sourceId }) => carrierOf(sourceId)));
  const early = earlyServers(plan, rows);
  const isCopied = (id: string): boolean =>
    copied.has(id) || early.has(id) || twins.some((twin) => twin.kind === 'image' && twin.sourceId === diskImageId(id));
  const isDone = (key: string): boolean => rows.some((row) => row.key === key && row.state === 'done');
  return plan.nodes.flatMap(({ key, kind, id, steps }): BackNode[] => {
    const isRunning = rows.some((row) => row.key === key && row.state === 'running');
    const node = { key, kind, needs: [] };
    if (kind === 'server' && !isDone(key)) {
      const leader = leaderOf(id);
      if (leader !== undefined && isDone(keyOf('server', leader))) return [{ ...node, steps, isForward: true }];
      if (servers.includes(id) || isCopied(id)) return [{ ...node, steps: ['put-back'] }];
    }
    if (!isRunning) return [];
    const isOurs = twins.some((twin) => twin.kind === kind && twin.sourceId === id && twin.origin === 'created');
    const isHalf = kind === 'volume' || (steps.includes('copy') && isOurs);
    return [{ ...node, steps: isHalf ? ['undo'] : [] }];
  });
}

/** After a cancel: puts back what is in between, from wherever that is, and waits for its end. */
export async function walkBack(work: Work, attempt: number): Promise<Record<string, NodeState>> {
  const workflowID = `${backPrefix(work.runId)}${attempt}`;
  const handle = await DBOS.startWorkflow(walkBackNodes, { workflowID })(work.runId, attempt);
  return await handle.getResult({ pollingIntervalMs: limits.enginePollMs });
}
