import { expect, it } from 'vitest';
import type { CopierName } from '../resources/chosen-copier.ts';
import type { KindName } from '../resources/kind.ts';
import type { Decision } from './decide.ts';
import { partLeftSnapshots } from './left-snapshots.ts';

function decisionOf(kind: KindName, id: string, decided: Partial<Decision> = {}): Decision {
  const resource = { id, name: id, projectId: 'p', volumeId: 'v', sizeGiB: 3 };
  return { chosen: { kind, resource, name: id, reason: '' }, action: 'create', reason: '', findings: [], ...decided };
}

const snapshots = ['b', 'a'].map((id) => decisionOf('volume-snapshot', id));
const left = { service: 'block-storage', kind: 'volume snapshots', count: 2, names: ['a', 'b'], sizeGiB: 6 };

function check(volume: Decision, copier: CopierName, others: readonly Decision[], expected: object): void {
  const base = { disk: 'snapshot', quiesce: 'suspend', passwords: false } as const;
  const parted = partLeftSnapshots([volume, ...others], { ...base, copiers: { 'volume/v': copier } });
  const kept = parted.decisions.map(({ chosen }) => chosen.resource.id);
  expect({ kept, unmoved: parted.unmoved }).toEqual(expected);
}

it('snapshots go along with a volume that is filled from Ceph, and with no other', () => {
  check(decisionOf('volume', 'v'), 'rbd', snapshots, { kept: ['v', 'b', 'a'], unmoved: [] });
  check(decisionOf('volume', 'v'), 'glance', snapshots, { kept: ['v'], unmoved: [left] });
  check(decisionOf('volume', 'v', { action: 'blocked' }), 'rbd', snapshots, { kept: ['v'], unmoved: [left] });
  check(decisionOf('volume', 'other'), 'rbd', snapshots, { kept: ['other'], unmoved: [left] });
});

it('one that has moved with its volume is part of the plan; one that was taken since is not', () => {
  const moved = decisionOf('volume-snapshot', 'a', { action: 'skip', twinId: 'A' });
  const late = decisionOf('volume-snapshot', 'late');
  const unmoved = [{ ...left, count: 1, names: ['late'], sizeGiB: 3 }];
  check(decisionOf('volume', 'v', { action: 'skip', twinId: 'V' }), 'rbd', [moved, late], {
    kept: ['v', 'a'],
    unmoved,
  });
});
