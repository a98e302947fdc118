import { expect, test } from 'vitest';
import type { PlanNode } from '../plan/plan.ts';
import { earlyServers } from './early-servers.ts';

function node(id: string, steps: PlanNode['steps']): PlanNode {
  return { key: `server/${id}`, kind: 'server', id, name: id, steps, needs: [] };
}

test('servers that were tried warm and have not moved are looked at; others are not', () => {
  const warm = ['pre-copy', 'cutover', 'quiesce', 'create'] as const;
  const nodes = [
    node('tried', [...warm]),
    node('moved', [...warm]),
    node('waits', [...warm]),
    node('cold', ['quiesce']),
  ];
  const rows = [
    { key: 'server/tried', state: 'failed' },
    { key: 'server/moved', state: 'done' },
    { key: 'server/waits', state: 'stopped' },
    { key: 'server/cold', state: 'running' },
  ];
  expect([...earlyServers({ nodes }, rows)]).toEqual(['tried']);
});
