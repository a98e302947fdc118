import { expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { type VolumeSnapshot, volumeSnapshot } from './volume-snapshot.ts';

const source: VolumeSnapshot = {
  id: 's',
  name: '',
  projectId: 'p',
  volumeId: 'v',
  description: null,
  sizeGiB: 2,
  status: 'available',
  metadata: { empty: '' },
};
const twin: VolumeSnapshot = { ...source, id: 'S', projectId: 'P', volumeId: 'V', markedAs: 's' };

const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: false },
  destination: { computeVersion: '2.93', networkExtensions: [], externalSubnets: [] },
  find: (_kind, id) => id.toUpperCase(),
  id: (_kind, id) => id.toUpperCase(),
};

it('is taken of the twin of its volume, with its mark', () => {
  const metadata = { empty: '', pumphouse_source_id: 's' };
  const body = { volume_id: 'V', name: null, description: null, metadata };
  expect(volumeSnapshot.translate(source, lookup)).toEqual({ volumeId: 'V', body });
});

it('is known by its mark, of that very volume, once it is there', () => {
  const draft = volumeSnapshot.translate(source, lookup);
  const found = (candidate: Partial<VolumeSnapshot>) =>
    volumeSnapshot.match(source, draft, [{ ...twin, ...candidate }])?.id;
  expect(found({})).toBe('S');
  expect(found({ markedAs: 'other' })).toBeUndefined();
  // Of a volume that another run left unfinished: its bytes are not those of the one that is made now.
  expect(found({ volumeId: 'W' })).toBeUndefined();
  expect(found({ status: 'creating' })).toBeUndefined();
  expect(found({ status: 'error' })).toBeUndefined();
});

function check(change: Partial<VolumeSnapshot>, expected: readonly string[]): void {
  const unequal = volumeSnapshot.compare(source, { ...twin, ...change }, lookup);
  expect(unequal.map(({ attribute }) => attribute)).toEqual(expected);
}

it('compares all that it carries', () => {
  check({}, []);
  check({ name: 'x', description: '' }, ['name', 'description']);
  check({ sizeGiB: 3, metadata: {} }, ['size', 'metadata']);
  check({ volumeId: 'X', projectId: 'X' }, ['project', 'volume']);
  check({ isUnfinished: true }, ['data']);
});

function rules(change: Partial<VolumeSnapshot>): string[] {
  return (volumeSnapshot.assess?.({ ...source, ...change }, lookup) ?? []).map(({ rule }) => rule);
}

it('stays where it is while it cannot be read, and says whose it becomes', () => {
  expect(rules({})).toEqual([]);
  expect(rules({ status: 'backing-up' })).toEqual([]);
  expect(rules({ status: 'error' })).toEqual(['volume-snapshot-state']);
  expect(rules({ takerProjectId: 'operators' })).toEqual(['volume-snapshot-owner']);
});

it('is no concern of anybody when it is what we took to upload a volume', () => {
  expect(volumeSnapshot.isMovable?.({ ...source, name: 'disk-of-v' })).toBe(false);
  expect(volumeSnapshot.isMovable?.({ ...source, name: 'disk-of-w' })).toBe(true);
});
