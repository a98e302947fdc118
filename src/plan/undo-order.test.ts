import { expect, it } from 'vitest';
import type { KindName, Resource } from '../resources/kind.ts';
import { undoOrder } from './undo-order.ts';

const choices = { disk: 'snapshot', quiesce: 'suspend', passwords: false } as const;

function check(
  resources: { kind: KindName; resource: Resource }[],
  expected: Readonly<Record<string, string[]>>,
): void {
  const order = undoOrder(resources, choices);
  expect(Object.fromEntries(order.map(({ key, needs }) => [key, needs]))).toEqual(expected);
}

function group(id: string, name: string, remoteGroupId: string | null): { kind: KindName; resource: Resource } {
  const rules = [{ remoteGroupId, remoteAddressGroupId: null }];
  const resource = { id, name, projectId: 'p', rules };
  return { kind: 'security-group', resource };
}

const project = { kind: 'project', resource: { id: 'p', name: 'acme', childIds: [] } } as const;

it('a project goes after all it owns, groups that name each other go side by side', () => {
  check([project, group('a', 'a', 'b'), group('b', 'b', 'a')], {
    'project/p': ['security-group/a', 'security-group/b'],
    'security-group/a': [],
    'security-group/b': [],
  });
});

it('the group that the cloud makes for a project goes after all else in it, else the cloud makes it again', () => {
  check([project, group('d', 'default', null), group('a', 'a', null)], {
    'project/p': ['security-group/a', 'security-group/d'],
    'security-group/d': ['security-group/a'],
    'security-group/a': [],
  });
});

it('the snapshots of a volume go before it', () => {
  const about = { name: '', projectId: 'p', userId: 'u', roleAssignmentIds: [], imageIds: {} };
  const snapshot = { id: 's', name: 'daily', projectId: 'p', volumeId: 'v' };
  check(
    [
      { kind: 'volume', resource: { id: 'v', ...about } },
      { kind: 'volume-snapshot', resource: snapshot },
    ],
    { 'volume/v': ['volume-snapshot/s'], 'volume-snapshot/s': [] },
  );
});

it('of what the cloud makes for a project, the group goes last: nothing waits for itself', () => {
  const quota = { kind: 'quota', resource: { id: 'p', name: 'acme', projectId: 'p', set: {} } } as const;
  check([project, quota, group('d', 'default', null), group('a', 'a', null)], {
    'project/p': ['quota/p', 'security-group/a', 'security-group/d'],
    'quota/p': ['security-group/a'],
    'security-group/d': ['quota/p', 'security-group/a'],
    'security-group/a': [],
  });
});
