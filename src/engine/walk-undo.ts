import { DBOS } from '@dbos-inc/dbos-sdk';
import { limits } from '../base/limits.ts';
import { type UndoNode, undoOrder } from '../plan/undo-order.ts';
import { kinds } from '../resources/all.ts';
import { diskImageId } from '../resources/disk-image.ts';
import { listNodes, type NodeState, noteNode } from '../store/runs.ts';
import { listTouchedServers } from '../store/touched-servers.ts';
import { listTwins } from '../store/twins.ts';
import { attemptStep } from './attempt-step.ts';
import { boundsOf } from './bounds-of.ts';
import type { RunStep } from './run-step.ts';
import { taskOf } from './task-of.ts';
import { carriageOf } from './carriage-of.ts';
import { earlyServers } from './early-servers.ts';
import { type NodeOutcome, walkGraph } from './walk-graph.ts';
import type { Work } from './work.ts';
import { workOf } from './works.ts';

const undoNode = DBOS.registerWorkflow(
  async (runId: string, attempt: number, key: string): Promise<NodeOutcome> => {
    const work = workOf(runId);
    const task = taskOf(work, key);
    const step: RunStep = task.planned.kind === 'server' ? 'put-back' : 'undo';
    const { problem } = await DBOS.runStep(() => attemptStep(task, step), { name: step });
    const state: NodeState = problem === undefined ? 'done' : 'failed';
    const node = { key: `undo ${key}`, attempt, state, ...(problem === undefined ? {} : { problem }) };
    const note = async (): Promise<void> => {
      await noteNode(work.store, runId, node);
      work.halt.leave(task);
    };
    await DBOS.runStep(note, { name: `note ${state}` });
    return { key, state };
  },
  { name: 'undo node' },
);

const walkUndoOrder = DBOS.registerWorkflow(
  async (runId: string, attempt: number): Promise<Record<string, NodeState>> => {
    const work = workOf(runId);
    const nodes = await DBOS.runStep(() => nodesToUndo(work), { name: 'nodes to undo' });
    return await walkGraph(nodes, {}, boundsOf(work.plan), (key) =>
      DBOS.startWorkflow(undoNode, { workflowID: `undo ${runId}:${attempt}/${key}` })(runId, attempt, key),
    );
  },
  { name: 'undo' },
);

/** What we created, and the servers that we touched at the source. */
async function nodesToUndo({ plan, store, runId }: Work): Promise<UndoNode[]> {
  const twins = await listTwins(store, runId);
  const created = new Set(twins.filter(({ origin }) => origin === 'created').map((t) => `${t.kind}/${t.sourceId}`));
  const nodes = await listNodes(store, runId);
  // What was put back, or refused before it was touched, is its owner's.
  const between = await listTouchedServers(store, runId);
  const { carrierOf } = carriageOf(plan);
  const moved = new Set(nodes.filter(({ state }) => state === 'done').map(({ key }) => key));
  const touched = new Set(plan.nodes.map(({ key }) => key));
  const early = earlyServers(plan, nodes);
  const resources = plan.resources
    .filter(({ kind, id }) => {
      const key = `${kind}/${id}`;
      // One whose disk was only copied while it ran leaves that copy, noted or not.
      const isCopied = created.has(`image/${diskImageId(id)}`) || early.has(id);
      if (kind === 'server') return moved.has(key) || between.includes(id) || isCopied;
      // A create whose answer was lost is not noted yet: it is found by its mark.
      const isTouched = touched.has(kind === 'volume' ? `server/${carrierOf(id)}` : key) || touched.has(key);
      return created.has(key) || (isTouched && !twins.some((t) => t.kind === kind && t.sourceId === id));
    })
    .map(({ kind, resource }) => ({ kind, resource: kinds[kind].schema.parse(resource) }));
  return undoOrder(resources, plan.choices);
}

/** Starts the undoing of a run, or takes it up where it is, and waits for its end. */
export async function walkUndo(work: Work, attempt: number): Promise<Record<string, NodeState>> {
  const workflowID = `undo ${work.runId}:${attempt}`;
  const handle = await DBOS.startWorkflow(walkUndoOrder, { workflowID })(work.runId, attempt);
  return await handle.getResult({ pollingIntervalMs: limits.enginePollMs });
}
