import { expect, it } from 'vitest';
import type { VolumeAnswer } from '../openstack/volumes.ts';
import type { Lookup } from './kind.ts';
import { volume } from './volume.ts';
import { type Volume, volumeFromAnswer } from './volume-from-answer.ts';

const answer: VolumeAnswer = {
  id: 'v',
  name: null,
  description: '',
  status: 'available',
  size: 2,
  volume_type: 'gold',
  user_id: 'u',
  'os-vol-tenant-attr:tenant_id': 'p',
  bootable: 'true',
  encrypted: false,
  multiattach: false,
  metadata: { empty: '', readonly: 'True', attached_mode: 'rw' },
  volume_image_metadata: { image_id: 'i', kernel_id: '', hw_disk_bus: 'scsi', pumphouse_source_id: 'disk-of-x' },
  attachments: [],
};
const source = volumeFromAnswer(answer, new Map([['gold', 't']]));
const twin: Volume = { ...source, id: 'V', projectId: 'P', userId: 'U', typeId: 'T', imageIds: {} };

const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: false },
  destination: { computeVersion: '2.93', networkExtensions: [], externalSubnets: [] },
  find: (_kind, id) => id.toUpperCase(),
  id: (_kind, id) => id.toUpperCase(),
};

it('tells what users wrote from what Cinder and we wrote among it', () => {
  expect(source).toMatchObject({ metadata: { empty: '' }, isReadOnly: true, isBootable: true, name: '' });
  expect(source).toMatchObject({ imageMetadata: { hw_disk_bus: 'scsi' }, imageIds: { image_id: 'i' } });
  const marked = volumeFromAnswer({ ...answer, metadata: { pumphouse_source_id: 'v' } }, new Map());
  expect(marked).toMatchObject({ metadata: {}, markedAs: 'v' });
});

it('is made of the image that carries its bytes, with its mark, without a name if it has none', () => {
  expect(volume.translate(source, lookup)).toEqual({
    userId: 'U',
    projectId: 'P',
    body: {
      name: null,
      description: '',
      size: 2,
      volume_type: 'T',
      metadata: { empty: '', pumphouse_source_id: 'v' },
      imageRef: 'DISK-OF-V',
    },
  });
});

function check(change: Partial<Volume>, expected: readonly string[]): void {
  const unequal = volume.compare(source, { ...twin, ...change }, lookup);
  expect(unequal.map(({ attribute }) => attribute)).toEqual(expected);
}

it('is not equal where Cinder could not make it, as after it hung and was reset', () => {
  check({ status: 'in-use' }, []);
  check({ status: 'error' }, ['state']);
  check({ status: 'error_extending' }, ['state']);
});

it('compares all but the images that it was made from, which may come later', () => {
  check({}, []);
  check({ imageIds: { image_id: 'other' }, status: 'in-use' }, []);
  check({ description: null, sizeGiB: 3 }, ['description', 'size']);
  check({ isBootable: false, isReadOnly: false }, ['bootable', 'read-only']);
  check({ metadata: {}, imageMetadata: {} }, ['metadata', 'image metadata']);
  check({ userId: 'X', typeId: 'X' }, ['user', 'type']);
});

it('is known by its mark, and not as a failure', () => {
  const draft = volume.translate(source, lookup);
  const marked = { ...twin, markedAs: 'v' };
  const found = (candidates: readonly Volume[]) => volume.match(source, draft, candidates)?.id;
  expect(found([twin])).toBeUndefined();
  expect(found([{ ...marked, id: 'broken', status: 'error' }, marked])).toBe('V');
});

function rules(change: Partial<Volume>): string[] {
  return (volume.assess?.({ ...source, ...change }, lookup) ?? []).map(({ rule }) => rule);
}

it('stays where it is while it is at work or encrypted', () => {
  expect(rules({})).toEqual([]);
  expect(rules({ serverIds: ['s'], status: 'in-use' })).toEqual([]);
  expect(rules({ serverIds: ['s'], status: 'detaching' })).toEqual(['volume-state']);
  expect(rules({ status: 'in-use' })).toEqual(['volume-state']);
  expect(rules({ status: 'error' })).toEqual(['volume-state']);
  expect(rules({ isEncrypted: true })).toEqual(['volume-encrypted']);
  expect(rules({ formerUserId: 'x' })).toEqual(['volume-owner-gone']);
});

it('begins as small as its smallest snapshot where its bytes come from Ceph, and grows with them', () => {
  const copiers = { 'volume/v': 'rbd' } as const;
  const byRbd = { ...lookup, choices: { ...lookup.choices, copiers } };
  const sizeOf = (one: Volume, by: Lookup): unknown => volume.translate(one, by).body['size'];
  expect(sizeOf(source, byRbd)).toBe(2);
  expect(sizeOf({ ...source, leastSizeGiB: 1 }, byRbd)).toBe(1);
  expect(sizeOf({ ...source, leastSizeGiB: 1 }, lookup)).toBe(2);
  expect(volume.assess?.({ ...source, snapshots: ['daily'] }, byRbd)).toEqual([]);
});

it('says which snapshots stay behind', () => {
  const [finding, ...more] = volume.assess?.({ ...source, snapshots: ['daily', 'weekly'] }, lookup) ?? [];
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ severity: 'warning', rule: 'volume-snapshots' });
  expect(finding?.summary).toBe('volume v leaves 2 snapshots behind: daily, weekly');
});
