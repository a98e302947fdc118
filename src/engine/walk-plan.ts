import { DBOS } from '@dbos-inc/dbos-sdk';
import { assert } from '../base/assert.ts';
import { limits } from '../base/limits.ts';
import { listNodes, type NodeState, noteNode } from '../store/runs.ts';
import { listTouchedServers } from '../store/touched-servers.ts';
import { attemptStep } from './attempt-step.ts';
import { backPrefix } from './back-prefix.ts';
import { boundsOf } from './bounds-of.ts';
import { goneTwins } from './gone-twins.ts';
import { taskOf } from './task-of.ts';
import { followerTasks } from './volume-tasks.ts';
import { type NodeOutcome, walkGraph } from './walk-graph.ts';
import type { Task, Work } from './work.ts';
import { workOf } from './works.ts';

/**
 * Carries out one node: its steps one after the other; after a failure, puts a server back as it was. What a cancel
 * leaves in between is put back afterwards, by `walkBack`.
 */
const carryOutNode = DBOS.registerWorkflow(
  async (runId: string, attempt: number, key: string): Promise<NodeOutcome> => {
    const work = workOf(runId);
    assert(!work.isUndoing, `run ${runId} is undone and must not go forward`);
    const task = taskOf(work, key);
    const note = async (state: NodeState, problem?: string): Promise<void> => {
      await noteNode(work.store, runId, { key, attempt, state, ...(problem === undefined ? {} : { problem }) });
      if (state === 'running') return;
      if (state === 'done' && task.node.kind === 'server') followerTasks(task).forEach(work.halt.expect);
      work.halt.leave(task);
      work.cutovers.leave(key);
    };
    const begin = async (): Promise<{ isCancelled?: true }> => {
      const [first] = task.node.steps;
      if (first !== undefined && !(await work.halt.mayBegin(task, first, false))) return { isCancelled: true };
      await note('running');
      return {};
    };
    const begun = await DBOS.runStep(begin, { name: 'note running' });
    if (begun.isCancelled === true) return { key, state: 'cancelled' };
    for (const step of task.node.steps) {
      const { problem, isCancelled } = await DBOS.runStep(() => attemptStep(task, step), { name: step });
      if (isCancelled === true) return { key, state: 'cancelled' };
      if (problem === undefined) continue;
      const rest = task.node.kind === 'server' ? await putBack(task) : '';
      for (const follower of task.node.kind === 'server' ? followerTasks(task) : []) await putBack(follower);
      await DBOS.runStep(() => note('failed', `${problem}${rest}`), { name: 'note failed' });
      return { key, state: 'failed' };
    }
    await DBOS.runStep(() => note('done'), { name: 'note done' });
    return { key, state: 'done' };
  },
  { name: 'node' },
);

/** A server that was refused before we touched it is left as its owner has it. */
async function putBack(task: Task): Promise<string> {
  const { work, planned } = task;
  const isTouched = async (): Promise<boolean> =>
    (await listTouchedServers(work.store, work.runId)).includes(planned.id);
  if (!(await DBOS.runStep(isTouched, { name: 'is touched' }))) return '';
  const { problem } = await DBOS.runStep(() => attemptStep(task, 'put-back'), { name: 'put-back' });
  if (problem === undefined) return ' It runs on the source as before.';
  return ` Putting it back as it was failed too: ${problem}`;
}

const walkNodes = DBOS.registerWorkflow(
  async (runId: string, attempt: number): Promise<Record<string, NodeState>> => {
    const work = workOf(runId);
    const before = await DBOS.runStep(() => statesBefore(work, attempt), { name: 'states before' });
    const states = await walkGraph(work.plan.nodes, before, boundsOf(work.plan), (key) =>
      DBOS.startWorkflow(carryOutNode, { workflowID: `${runId}:${attempt}/${key}` })(runId, attempt, key),
    );
    await DBOS.runStep(() => noteStopped(work, attempt, states), { name: 'note stopped' });
    return states;
  },
  { name: 'run' },
);

/** What earlier attempts have done is done, but for what somebody took away since, which others need. */
async function statesBefore(work: Work, attempt: number): Promise<Record<string, NodeState>> {
  const { store, runId } = work;
  const rows = await listNodes(store, runId);
  const done = new Set(rows.filter(({ state }) => state === 'done').map(({ key }) => key));
  const again = await goneTwins(work, done);
  const problem = 'to be done again, since something vanished from the destination';
  // Noted, so that it is done again by a later attempt too when this one does not come so far; what vanished comes
  // last, as a later attempt finds the others by it.
  for (const key of [...again].toReversed()) await noteNode(store, runId, { key, attempt, state: 'stopped', problem });
  return Object.fromEntries([...done].filter((key) => !again.has(key)).map((key) => [key, 'done']));
}

async function noteStopped({ store, runId }: Work, attempt: number, states: Record<string, NodeState>): Promise<void> {
  const problem = 'not tried, since something that it needs failed';
  for (const [key, state] of Object.entries(states)) {
    if (state === 'stopped') await noteNode(store, runId, { key, attempt, state, problem });
  }
}

/** Starts the run, or takes it up where it is, and waits for its end. */
export async function walkPlan(work: Work, attempt: number): Promise<Record<string, NodeState>> {
  const handle = await DBOS.startWorkflow(walkNodes, { workflowID: `${work.runId}:${attempt}` })(work.runId, attempt);
  return await handle.getResult({ pollingIntervalMs: limits.enginePollMs });
}

/** Ends what a killed process left of a run, so that nothing goes forward while it is undone. */
export async function abandon(runId: string): Promise<void> {
  const left = await DBOS.listWorkflows({
    workflow_id_prefix: [`${runId}:`, backPrefix(runId)],
    status: ['PENDING', 'ENQUEUED'],
    loadInput: false,
    loadOutput: false,
  });
  if (left.length > 0) await DBOS.cancelWorkflows(left.map(({ workflowID }) => workflowID));
}
