import { expect, it } from 'vitest';
import { type Image, image } from './image.ts';
import { isPointerToVolumes } from './image-property.ts';
import type { Lookup } from './kind.ts';

const source: Image = {
  id: 'i',
  name: 'debian',
  projectId: 'p',
  status: 'active',
  diskFormat: 'raw',
  containerFormat: 'bare',
  minDiskGiB: 0,
  minRamMiB: 64,
  visibility: 'shared',
  isProtected: false,
  isHidden: false,
  tags: ['b', 'a'],
  members: [{ projectId: 'q', status: 'accepted' }],
  properties: { os_distro: 'debian', empty: '' },
  kernelId: 'k',
  ramdiskId: 'r',
  sizeBytes: 10,
  digest: { algorithm: 'sha512', value: 'abc' },
  isPointer: false,
  isSigned: false,
  isEncrypted: false,
  isTemporary: false,
  hasName: true,
};

const twin: Image = {
  ...source,
  id: 'T',
  projectId: 'P',
  members: [{ projectId: 'Q', status: 'accepted' }],
  tags: ['a', 'b'],
  kernelId: 'K',
  ramdiskId: 'R',
  markedAs: 'i',
};

function lookup(missing: readonly string[] = []): Lookup {
  return {
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
    destination: { computeVersion: '2.93', networkExtensions: [], externalSubnets: [] },
    find: (_kind, id) => (missing.includes(id) ? undefined : id.toUpperCase()),
    id: (_kind, id) => id.toUpperCase(),
  };
}

function check(change: Partial<Image>, expected: readonly string[], own: Partial<Image> = {}): void {
  const unequal = image.compare({ ...source, ...own }, { ...twin, ...change }, lookup());
  expect(unequal.map(({ attribute }) => attribute)).toEqual(expected);
}

it('compares every attribute; what is false, zero or empty counts', () => {
  check({}, []);
  check({ isProtected: true, isHidden: true }, ['protected', 'hidden']);
  check({ minDiskGiB: 1, minRamMiB: 0 }, ['minimum disk', 'minimum RAM']);
  check({ properties: { os_distro: 'debian' } }, ['properties']);
  check({ status: 'queued', sizeBytes: undefined, digest: undefined }, ['status', 'size']);
  check({ kernelId: undefined }, ['kernel']);
});

it('compares data by a digest of one algorithm, else by checksum, else not at all', () => {
  check({ digest: { algorithm: 'sha512', value: 'abd' } }, ['data']);
  check({ digest: { algorithm: 'sha256', value: 'abd' } }, []);
  check({ digest: undefined, checksum: '1' }, ['data'], { checksum: '2' });
  check({ checksum: '1' }, [], { digest: undefined });
});

it('leaves out members whose project does not move, and those that the destination added', () => {
  check({ members: [...twin.members, { projectId: 'Z', status: 'pending' }] }, []);
  check({ members: [{ projectId: 'Q', status: 'pending' }] }, ['members']);
  expect(image.compare(source, { ...twin, members: [] }, lookup(['q']))).toEqual([]);
});

it('is created with its mark, owner, and the ids of the twins of kernel and ramdisk', () => {
  const { body } = image.translate(source, lookup());
  expect(body).toEqual({
    os_distro: 'debian',
    empty: '',
    kernel_id: 'K',
    ramdisk_id: 'R',
    name: 'debian',
    disk_format: 'raw',
    container_format: 'bare',
    min_disk: 0,
    min_ram: 64,
    visibility: 'shared',
    tags: ['b', 'a'],
    owner: 'P',
    pumphouse_source_id: 'i',
  });
});

it('finds its twin by the mark; adopts one of the same name, owner and data, never by name alone', () => {
  const match = (...candidates: Image[]): string | undefined =>
    image.match(source, image.translate(source, lookup()), candidates)?.id;
  const foreign: Image = { ...twin, id: 'F', markedAs: undefined };
  expect(match(foreign, twin)).toBe('T');
  expect(match(foreign)).toBe('F');
  expect(match({ ...foreign, digest: undefined })).toBeUndefined();
  expect(match({ ...foreign, digest: { algorithm: 'sha512', value: '' } })).toBeUndefined();
  expect(match({ ...foreign, projectId: 'Z' })).toBeUndefined();
  expect(match({ ...foreign, markedAs: 'another' })).toBeUndefined();
  expect(match({ ...foreign, status: 'queued' })).toBeUndefined();
});

it('needs its owner, kernel and ramdisk; links to its members', () => {
  expect(image.needs(source, lookup().choices)).toEqual([
    { kind: 'project', id: 'p' },
    { kind: 'image', id: 'k' },
    { kind: 'image', id: 'r' },
  ]);
  expect(image.links?.(source)).toEqual([{ kind: 'project', id: 'q', optional: true }]);
});

it('blocks what has no data of its own', () => {
  const rules = (change: Partial<Image>): (string | undefined)[] =>
    (image.assess?.({ ...source, ...change }, lookup()) ?? []).map(({ severity, rule }) => `${severity} ${rule}`);
  expect(rules({})).toEqual([]);
  expect(rules({ status: 'killed' })).toEqual(['blocker image-not-active']);
  expect(rules({ isPointer: true, sizeBytes: 0 })).toEqual(['blocker image-points-to-volumes']);
  expect(rules({ isSigned: true, isEncrypted: true })).toEqual([
    'blocker image-encrypted',
    'warning image-signature-lost',
  ]);
});

it('knows a pointer to volumes by its block device mapping', () => {
  const isPointer = (block_device_mapping: string): boolean =>
    isPointerToVolumes({
      id: 'i',
      status: 'active',
      min_disk: 0,
      min_ram: 0,
      visibility: 'private',
      protected: false,
      os_hidden: false,
      tags: [],
      block_device_mapping,
    });
  expect(isPointer('')).toBe(false);
  expect(isPointer('[]')).toBe(false);
  expect(isPointer('[{"source_type": "blank", "volume_id": null, "snapshot_id": null}]')).toBe(false);
  expect(isPointer('[{"source_type": "snapshot", "snapshot_id": "s", "boot_index": 0}]')).toBe(true);
  expect(isPointer('not JSON')).toBe(true);
});
