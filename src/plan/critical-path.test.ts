import { expect, it } from 'vitest';
import { criticalPath } from './critical-path.ts';
import type { PlanNode } from './plan.ts';

function node(key: string, needs: string[]): PlanNode {
  return { key, kind: 'network', id: key, name: key, steps: ['create'], needs };
}

function check(
  nodes: PlanNode[],
  durations: Record<string, number>,
  expected: { durationMs: number; keys: string[] },
): void {
  expect(criticalPath(nodes, (key) => durations[key] ?? 0)).toEqual(expected);
}

it('is the longest chain by time, not by length', () => {
  const nodes = [node('a', []), node('b', ['a']), node('c', ['b']), node('slow', ['a'])];
  check(nodes, { a: 1, b: 1, c: 1, slow: 9 }, { durationMs: 10, keys: ['a', 'slow'] });
  check(nodes, { a: 1, b: 5, c: 5, slow: 9 }, { durationMs: 11, keys: ['a', 'b', 'c'] });
});

it('of nothing is nothing', () => {
  check([], {}, { durationMs: 0, keys: [] });
});
