import { expect, it } from 'vitest';
import type { Neighbour } from '../inventory/find-neighbours.ts';
import { neighbourFindings } from './neighbour-findings.ts';

function check(neighbours: readonly Neighbour[], expected: readonly string[]): void {
  const resource = { id: 'n', name: 'shared' };
  const chosen = { kind: 'network', resource, name: resource.name, reason: '' } as const;
  const found = neighbourFindings(neighbours, [{ chosen, action: 'create' }]);
  expect(found.map(({ rule, summary }) => `${rule}: ${summary}`)).toEqual(expected);
}

function port(portId: string, serverId?: string, networkId = 'n'): Neighbour {
  const base = { portId, name: `10.0.0.${portId}`, networkId, projectName: 'beta' };
  return serverId === undefined ? base : { ...base, serverId, serverName: serverId };
}

it('names servers of other projects on a network that moves, each once and not all of many', () => {
  const few = 'who has moved reaches them there only if it is one segment in both clouds';
  const many = ['a', 'b', 'c', 'd'].map((id) => port(id, `web-${id}`));
  check(
    [port('1', 'db'), port('2', 'db')],
    [
      'during-move-neighbours: on network shared, which moves, stay servers of other projects: db of project beta; ' +
        few,
    ],
  );
  check(many, [
    'during-move-neighbours: on network shared, which moves, stay servers of other projects: web-a of project beta, ' +
      `web-b of project beta, web-c of project beta and 1 more; ${few}`,
  ]);
});

it('names ports that nobody uses, and nothing of networks that do not move', () => {
  check(
    [port('5'), port('6', 'far', 'other')],
    [
      'ports-of-others: on network shared, which moves, stay ports of other projects that no server has: ' +
        '10.0.0.5 of project beta',
    ],
  );
});
