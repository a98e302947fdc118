import { expect, it } from 'vitest';
import { type Flavor, flavor } from './flavor.ts';
import type { Lookup } from './kind.ts';

const tiny: Flavor = {
  id: 'my tiny',
  name: 'tiny',
  vcpus: 1,
  ramMiB: 64,
  diskGiB: 0,
  ephemeralGiB: 0,
  swapMiB: 0,
  rxtxFactor: 0.5,
  isPublic: false,
  isDisabled: false,
  description: '',
  extraSpecs: { 'hw:cpu_policy': '' },
  accessIds: ['p1', 'p9'],
};
const mark = '[pumphouse my%20tiny]';

function lookup(computeVersion = '2.93'): Lookup {
  return {
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
    destination: { computeVersion, networkExtensions: [], externalSubnets: [] },
    find: (_kind, id) => (id === 'p1' ? 'P1' : undefined),
    id: (_kind, id) => id,
  };
}

function check(change: Partial<Flavor>, expected: readonly string[]): void {
  const twin: Flavor = { ...tiny, description: mark, accessIds: ['P1', 'X'], ...change };
  expect(flavor.compare(tiny, twin, lookup()).map(({ attribute }) => attribute)).toEqual(expected);
}

it('compares the whole shape, without the mark, and access of the projects that move', () => {
  check({}, []);
  check({ id: 'elsewhere' }, []);
  check({ swapMiB: 1, ephemeralGiB: 1, diskGiB: 1 }, ['disk', 'ephemeral disk', 'swap']);
  check({ rxtxFactor: 1, isPublic: true }, ['rxtx factor', 'public']);
  check({ description: `other ${mark}` }, ['description']);
  check({ extraSpecs: {} }, ['extra specs']);
  check({ accessIds: [] }, ['access']);
});

it('sends zeros and false, and its mark where the cloud has descriptions', () => {
  const shape = {
    id: 'my tiny',
    name: 'tiny',
    vcpus: 1,
    ram: 64,
    disk: 0,
    'OS-FLV-EXT-DATA:ephemeral': 0,
    swap: 0,
    rxtx_factor: 0.5,
    'os-flavor-access:is_public': false,
  };
  const marked = { body: { flavor: { ...shape, description: mark } }, microversion: 'compute 2.55' };
  expect(flavor.translate(tiny, lookup())).toEqual(marked);
  expect(flavor.translate(tiny, lookup('2.53'))).toEqual({ body: { flavor: shape } });
});

it('keeps a description that leaves no room for the mark', () => {
  const description = 'x'.repeat(65_530);
  expect(flavor.translate({ ...tiny, description }, lookup()).body.flavor['description']).toBe(description);
});

it('takes one of the same name for its twin, marked or not, so that another shape is a conflict', () => {
  const other: Flavor = { ...tiny, id: '1', vcpus: 8 };
  expect(flavor.match(tiny, flavor.translate(tiny, lookup()), [{ ...tiny, name: 'small' }, other])).toBe(other);
  expect(flavor.isMarked?.(tiny, other)).toBe(false);
  expect(flavor.isMarked?.(tiny, { ...tiny, description: `x ${mark}` })).toBe(true);
});

it('has something to connect only with extra specs or access', () => {
  expect(flavor.isConnected?.(tiny)).toBe(false);
  expect(flavor.isConnected?.({ ...tiny, extraSpecs: {}, accessIds: [] })).toBe(true);
});
