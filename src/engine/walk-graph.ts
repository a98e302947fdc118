import { DBOS, type WorkflowHandle } from '@dbos-inc/dbos-sdk';
import { limits } from '../base/limits.ts';
import type { NodeState } from '../store/runs.ts';
import { type Bounds, type GraphNode, type Next, nextNodes } from './next-nodes.ts';

export interface NodeOutcome {
  readonly key: string;
  readonly state: NodeState;
}

const none: Next = { ready: [], stopped: [] };

/**
 * Starts each node as soon as what it needs is done; a failed node stops only what depends on it, and one that finds
 * the run cancelled stops all. Called within a workflow: it awaits nothing but recorded calls of the engine, so that a
 * replay takes the same way.
 */
export async function walkGraph(
  nodes: readonly GraphNode[],
  before: Readonly<Record<string, NodeState>>,
  bounds: Bounds,
  start: (key: string) => Promise<WorkflowHandle<NodeOutcome>>,
): Promise<Record<string, NodeState>> {
  const states = { ...before };
  const running = new Map<string, { readonly key: string; readonly handle: WorkflowHandle<NodeOutcome> }>();
  for (let isCancelled = false; ; ) {
    const busy = new Set([...running.values()].map(({ key }) => key));
    const { ready, stopped } = isCancelled ? none : nextNodes(nodes, states, busy, bounds);
    for (const { key } of stopped) states[key] = 'stopped';
    for (const { key } of ready) {
      const handle = await start(key);
      running.set(handle.workflowID, { key, handle });
    }
    if (running.size === 0 && stopped.length === 0) return states;
    if (running.size === 0) continue;
    const handles = [...running.values()].map(({ handle }) => handle);
    const first = await DBOS.waitFirst(handles, { pollingIntervalMs: limits.enginePollMs });
    const ended = running.get(first.workflowID);
    running.delete(first.workflowID);
    if (ended === undefined) continue;
    const outcome = await ended.handle.getResult({ pollingIntervalMs: limits.enginePollMs });
    states[ended.key] = outcome.state;
    isCancelled ||= outcome.state === 'cancelled';
  }
}
