import type { KindName } from '../resources/kind.ts';
import type { NodeState } from '../store/runs.ts';

/** What is scheduled: a node of a plan, or of its undoing. */
export interface GraphNode {
  readonly key: string;
  readonly kind: KindName;
  /** Keys of the nodes that come before. */
  readonly needs: readonly string[];
}

export interface Bounds {
  readonly nodesAtOnce: number;
  readonly serversAtOnce: number;
  /** Keys of servers that rest already when they may begin, so that they wait for no place. */
  readonly resting?: ReadonlySet<string>;
}

export interface Next {
  readonly ready: readonly GraphNode[];
  /** Nodes that will never be ready in this attempt, since something they need failed. */
  readonly stopped: readonly GraphNode[];
}

/**
 * Pure: which nodes to start now: all that rest already; then, as far as there are places, those that most others wait
 * for, since they make the whole take long.
 */
export function nextNodes(
  nodes: readonly GraphNode[],
  states: Readonly<Record<string, NodeState>>,
  running: ReadonlySet<string>,
  bounds: Bounds,
): Next {
  const open = nodes.filter(({ key }) => states[key] === undefined && !running.has(key));
  const stopped = open.filter(({ needs }) =>
    needs.some((key) => states[key] === 'failed' || states[key] === 'stopped'),
  );
  const ready = open.filter(({ needs }) => needs.every((key) => states[key] === 'done'));
  const weight = heights(nodes);
  const started = ready.filter(({ key }) => bounds.resting?.has(key) === true);
  let places = bounds.nodesAtOnce - running.size - started.length;
  let servers = bounds.serversAtOnce - nodes.filter(({ key, kind }) => kind === 'server' && running.has(key)).length;
  servers -= started.length;
  const others = ready.filter((node) => !started.includes(node));
  for (const node of others.toSorted((a, b) => (weight.get(b.key) ?? 0) - (weight.get(a.key) ?? 0))) {
    if (places <= 0) break;
    if (node.kind === 'server' && servers <= 0) continue;
    if (node.kind === 'server') servers -= 1;
    places -= 1;
    started.push(node);
  }
  return { ready: started, stopped };
}

/** The length of the longest chain of nodes that waits for each node; cached, since a plan does not change. */
const known = new WeakMap<readonly GraphNode[], ReadonlyMap<string, number>>();

function heights(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const held = known.get(nodes);
  if (held !== undefined) return held;
  const dependents = new Map<string, string[]>();
  for (const { key, needs } of nodes) {
    for (const need of needs) dependents.set(need, [...(dependents.get(need) ?? []), key]);
  }
  const height = new Map<string, number>();
  const measure = (key: string): number => {
    const measured = height.get(key);
    if (measured !== undefined) return measured;
    const value = 1 + Math.max(0, ...(dependents.get(key) ?? []).map(measure));
    height.set(key, value);
    return value;
  };
  for (const { key } of nodes) measure(key);
  known.set(nodes, height);
  return height;
}
