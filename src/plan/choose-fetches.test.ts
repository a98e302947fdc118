import { expect, it } from 'vitest';
import { type ChosenFetches, chooseFetches } from './choose-fetches.ts';
import type { CopierFacts } from './copier-facts.ts';
import type { Creation } from './demand.ts';

const cloud = { state: 'absent', volumeIds: new Set<string>(), backEnds: new Map<string, boolean>() } as const;
const facts: CopierFacts = {
  wish: 'auto',
  source: { ...cloud, cloud: 'old' },
  destination: { ...cloud, cloud: 'new' },
  fetching: { 'web-download': { from: 'mirror' }, 'glance-download': { refusal: 'two Keystones' } },
};

function imageOf(id: string, change: object): Creation {
  const flags = { isProtected: false, isHidden: false, isPointer: false, isSigned: false, isEncrypted: false };
  const formats = { status: 'active', diskFormat: 'raw', containerFormat: 'bare', minDiskGiB: 0, minRamMiB: 0 };
  const lists = { tags: [], members: [], properties: {} };
  const own = { id, name: id, visibility: 'private', sizeBytes: 5, isTemporary: false };
  const resource = { ...flags, ...formats, ...lists, ...own, ...change };
  return { chosen: { kind: 'image', resource, name: id, reason: 'selected' } };
}

const digest = { algorithm: 'sha256', value: 'x' };
const creations = [imageOf('a', { digest }), imageOf('snapshot', {}), imageOf('empty', { digest, sizeBytes: 0 })];

function check(change: Partial<CopierFacts>, expected: ChosenFetches): void {
  expect(chooseFetches(creations, { ...facts, ...change })).toEqual(expected);
}

it('takes the first way that is there for images that can be compared', () => {
  check({}, { copiers: { 'image/a': 'web-download' }, fetchFrom: 'mirror' });
  const fetching = { 'web-download': { refusal: 'no mirror' }, 'glance-download': { from: 'region two' } };
  check({ fetching }, { copiers: { 'image/a': 'glance-download' }, fetchFrom: 'region two' });
});

it('takes none where none is there, or another way is wished', () => {
  const neither = { 'web-download': { refusal: 'no mirror' }, 'glance-download': { refusal: 'two Keystones' } };
  check({ fetching: neither }, {});
  check({ fetching: undefined }, {});
  check({ wish: 'rbd' }, {});
  check({ wish: 'glance' }, {});
});

it('says of each image why it cannot, when it must', () => {
  const all = (why: string) => ({ 'image/a': why, 'image/snapshot': why, 'image/empty': why });
  check({ wish: 'glance-download' }, { copierRefused: all('two Keystones') });
  check(
    { wish: 'web-download' },
    {
      copiers: { 'image/a': 'web-download' },
      fetchFrom: 'mirror',
      copierRefused: {
        'image/snapshot': 'its Glance keeps no digest of it, by which what is fetched could be known',
        'image/empty': 'it holds not a single byte',
      },
    },
  );
});
