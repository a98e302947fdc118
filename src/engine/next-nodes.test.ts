import { array, record, boolean, nat, assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NodeState } from '../store/runs.ts';
import { type GraphNode, nextNodes } from './next-nodes.ts';

const bounds = { nodesAtOnce: 3, serversAtOnce: 1 };

/** Graphs without a circle: a node needs only nodes of lower numbers. */
const graphs = array(record({ isServer: boolean(), needs: array(nat(30), { maxLength: 4 }) }), { maxLength: 30 }).map(
  (parts) =>
    parts.map(({ isServer, needs }, index): GraphNode => {
      const before = [...new Set(needs.filter((need) => need < index))];
      return { key: `n${index}`, kind: isServer ? 'server' : 'network', needs: before.map((need) => `n${need}`) };
    }),
);

/** Walks a graph as the engine does; `failing` nodes fail. Returns the state of each and the order of starts. */
function walk(nodes: readonly GraphNode[], failing: ReadonlySet<string>) {
  const states: Record<string, NodeState> = {};
  const running: string[] = [];
  const started: string[] = [];
  for (let turn = 0; turn < 500; turn += 1) {
    const { ready, stopped } = nextNodes(nodes, states, new Set(running), bounds);
    for (const { key } of stopped) states[key] = 'stopped';
    for (const { key } of ready) {
      running.push(key);
      started.push(key);
    }
    const servers = nodes.filter(({ key, kind }) => kind === 'server' && running.includes(key));
    expect(running.length).toBeLessThanOrEqual(bounds.nodesAtOnce);
    expect(servers.length).toBeLessThanOrEqual(bounds.serversAtOnce);
    const ended = running.shift();
    if (ended !== undefined) states[ended] = failing.has(ended) ? 'failed' : 'done';
    else if (stopped.length === 0) break;
  }
  return { states, started };
}

describe('nextNodes', () => {
  it('starts every node once, after all that it needs, within the bounds', () => {
    assert(
      property(graphs, (nodes) => {
        const { states, started } = walk(nodes, new Set());
        expect(started.toSorted()).toEqual(nodes.map(({ key }) => key).toSorted());
        for (const { key, needs } of nodes) {
          expect(states[key]).toBe('done');
          for (const need of needs) expect(started.indexOf(need)).toBeLessThan(started.indexOf(key));
        }
      }),
    );
  });

  it('a failed node stops exactly what depends on it', () => {
    assert(
      property(graphs, nat(29), (nodes, which) => {
        const { states } = walk(nodes, new Set([`n${which}`]));
        for (const { key, needs } of nodes) {
          const isReached = needs.some((need) => states[need] === 'failed' || states[need] === 'stopped');
          const own = key === `n${which}` ? 'failed' : 'done';
          expect(states[key]).toBe(isReached ? 'stopped' : own);
        }
      }),
    );
  });

  it('a server that rests already waits for no place', () => {
    const nodes: GraphNode[] = ['a', 'b', 'c'].map((key) => ({ key, kind: 'server', needs: [] }));
    const full = { nodesAtOnce: 1, serversAtOnce: 1, resting: new Set(['c']) };
    const started = (running: readonly string[]) =>
      nextNodes(nodes, {}, new Set(running), full).ready.map(({ key }) => key);
    expect(started(['a'])).toEqual(['c']);
    expect(started([])).toEqual(['c']);
    expect(started(['c'])).toEqual([]);
  });

  it('what most others wait for comes first', () => {
    const nodes: GraphNode[] = [
      { key: 'alone', kind: 'image', needs: [] },
      { key: 'first', kind: 'network', needs: [] },
      { key: 'second', kind: 'subnet', needs: ['first'] },
    ];
    expect(nextNodes(nodes, {}, new Set(), { nodesAtOnce: 1, serversAtOnce: 1 }).ready.map(({ key }) => key)).toEqual([
      'first',
    ]);
  });
});
