import type { PlanNode } from './plan.ts';

interface End {
  readonly at: number;
  /** The key of the node that was waited for last. */
  readonly via: string | undefined;
}

/**
 * Pure: the milliseconds of the longest chain of nodes that had to come one after the other, when each takes what is
 * said for it: no way of carrying out the plan can be faster.
 */
export function criticalPath(
  nodes: readonly PlanNode[],
  durationMs: (key: string) => number,
): { readonly durationMs: number; readonly keys: readonly string[] } {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const ends = new Map<string, End>();
  const endOf = (key: string): End => {
    const held = ends.get(key);
    if (held !== undefined) return held;
    let latest: End = { at: 0, via: undefined };
    for (const need of byKey.get(key)?.needs ?? []) {
      const { at } = endOf(need);
      if (at > latest.at) latest = { at, via: need };
    }
    const end = { at: latest.at + durationMs(key), via: latest.via };
    ends.set(key, end);
    return end;
  };
  let last: string | undefined;
  for (const { key } of nodes) if (last === undefined || endOf(key).at > endOf(last).at) last = key;
  const keys: string[] = [];
  for (let key = last; key !== undefined; key = ends.get(key)?.via) keys.unshift(key);
  return { durationMs: last === undefined ? 0 : endOf(last).at, keys };
}
