import { expect, it } from 'vitest';
import { chooseImageCopiers } from './choose-image-copiers.ts';
import type { CopierFacts } from './copier-facts.ts';
import type { Creation } from './demand.ts';

const there = { state: 'there', volumeIds: new Set<string>(), backEnds: new Map<string, boolean>() } as const;
const facts: CopierFacts = {
  wish: 'auto',
  source: { ...there, cloud: 'old' },
  destination: { ...there, cloud: 'new' },
  images: {
    found: new Set(['image/a', 'image/empty', 'image/odd', 'server/s', 'server/lost']),
    imageless: new Set(['lost']),
  },
};

function imageOf(id: string, change: object = {}): Creation {
  const resource = {
    id,
    name: id,
    status: 'active',
    diskFormat: 'qcow2',
    containerFormat: 'bare',
    minDiskGiB: 0,
    minRamMiB: 0,
    visibility: 'private',
    isProtected: false,
    isHidden: false,
    tags: [],
    members: [],
    properties: {},
    sizeBytes: 900_001,
    isPointer: false,
    isSigned: false,
    isEncrypted: false,
    isTemporary: false,
    ...change,
  };
  return { chosen: { kind: 'image', resource, name: id, reason: 'selected' } };
}

const creations = [
  imageOf('a', { digest: { algorithm: 'sha512', value: 'x' } }),
  imageOf('b'),
  imageOf('empty', { sizeBytes: 0 }),
  imageOf('odd', { digest: { algorithm: 'sha256', value: 'x' } }),
];

function check(change: Partial<CopierFacts>, choices: object, findings: readonly string[] = []): void {
  const chosen = chooseImageCopiers(creations, { ...facts, ...change }, 'snapshot');
  expect(chosen.choices).toEqual(choices);
  expect(chosen.findings.map(({ severity, summary }) => `${severity}: ${summary}`)).toEqual(findings);
}

it('takes Ceph for what both Glances keep there, and Glance otherwise', () => {
  check({}, { copiers: { 'image/a': 'rbd' } });
  check({ wish: 'glance' }, {});
  check({ source: { ...facts.source, state: 'silent' } }, {});
});

it('says of each image why it cannot, when it must', () => {
  check(
    { wish: 'rbd' },
    {
      copiers: { 'image/a': 'rbd' },
      copierRefused: {
        'image/b': 'Glance of old does not show it in its Ceph',
        'image/empty': 'it holds not a single byte',
        'image/odd': 'its Glance keeps sha256 of it, and not SHA-512',
      },
    },
  );
  const absent = 'clouds.yaml has no `ceph` for new';
  check(
    { wish: 'rbd', destination: { ...facts.destination, state: 'absent' } },
    { copierRefused: Object.fromEntries(['a', 'b', 'empty', 'odd'].map((id) => [`image/${id}`, absent])) },
  );
});

it('warns where the destination alone is in the way, or nobody could look', () => {
  const refusal = 'its Glance shows no locations';
  const found = new Set(['image/a']);
  const imageless = new Set<string>();
  const told = (why: string): string[] => [
    `warning: images and root disks go through Glance, though both clouds have Ceph: ${why}`,
  ];
  check({ images: { found, imageless, refusal } }, {}, told('new: its Glance shows no locations'));
  check({ images: { found: new Set(), imageless, refusal } }, {});
  check({ images: { found: new Set(), imageless, unread: '`ceph fsid` failed' } }, {}, told('`ceph fsid` failed'));
  const images = { found, imageless, refusal };
  const unable = chooseImageCopiers(creations.slice(0, 1), { ...facts, wish: 'rbd', images }, 'snapshot');
  expect(unable).toEqual({
    choices: { copierRefused: { 'image/a': 'new: its Glance shows no locations' } },
    findings: [],
  });
});

it('takes root disks along, where they are carried and their images tell how they boot', () => {
  const serverOf = (id: string, change: object = {}): Creation => {
    const flavor = { name: 'f', vcpus: 1, ramMiB: 1, diskGiB: 1, ephemeralGiB: 0, swapMiB: 0, extraSpecs: {} };
    const lists = { ports: [], routerIds: [], metadata: {}, tags: [], volumes: [] };
    const flags = { isPortOrderKnown: true, hasConfigDrive: false, isLocked: false };
    const own = { id, name: id, projectId: 'p', userId: 'u', status: 'ACTIVE', description: null, imageId: 'i' };
    const resource = { ...own, ...lists, ...flags, flavor: { ...flavor, hasOtherSpecs: false }, ...change };
    return { chosen: { kind: 'server', resource, name: id, reason: 'selected' } };
  };
  const servers = [serverOf('s'), serverOf('lost'), serverOf('elsewhere'), serverOf('volume', { imageId: undefined })];
  expect(chooseImageCopiers(servers, { ...facts, wish: 'rbd' }, 'snapshot').choices).toEqual({
    copiers: { 'server/s': 'rbd' },
    copierRefused: {
      'server/lost': 'its image is gone from old, which told how its disk boots',
      'server/elsewhere': 'its disk is not in the Ceph of old, in the pool that is `nova` in ceph_pools, or else vms',
    },
  });
  expect(chooseImageCopiers(servers, facts, 'rebuild')).toEqual({ choices: {}, findings: [] });
});
