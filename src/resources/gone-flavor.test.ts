import { expect, it } from 'vitest';
import { serverSchema } from '../openstack/compute.ts';
import { flavor } from './flavor.ts';
import { goneFlavors } from './gone-flavor.ts';
import { isGoneFlavorId } from './server-flavor.ts';

const shape = { vcpus: 1, ram: 96, disk: 1, ephemeral: 0, swap: 0 };
const present = { id: 'f', name: 'tiny', vcpus: 1, ram: 96, disk: 1, 'OS-FLV-EXT-DATA:ephemeral': 0, swap: 0 } as const;

function serverOf(tenant_id: string, embedded: object): ReturnType<typeof serverSchema.parse> {
  return serverSchema.parse({ id: 's', status: 'ACTIVE', tenant_id, flavor: embedded });
}

function check(servers: ReturnType<typeof serverSchema.parse>[], expected: object[]): void {
  const found = goneFlavors(servers, [present]);
  expect(found.every(({ id }) => isGoneFlavorId(id))).toBe(true);
  expect(
    found.map(({ name, flavor: { ramMiB, extraSpecs }, projectIds }) => [name, ramMiB, extraSpecs, projectIds]),
  ).toEqual(expected);
}

it('is none where all flavors are there', () => {
  check([serverOf('p', { ...shape, original_name: 'tiny', extra_specs: {} }), serverOf('p', { id: 'f' })], []);
});

it('is one for all servers that remember the same', () => {
  const deleted = { ...shape, original_name: 'gone', extra_specs: { a: '0' } };
  check(
    [serverOf('q', deleted), serverOf('p', deleted), serverOf('p', deleted)],
    [['gone', 96, { a: '0' }, ['p', 'q']]],
  );
});

it('keeps apart what has one name', () => {
  const reshaped = { ...shape, ram: 64, original_name: 'tiny', extra_specs: {} };
  const pattern = expect.stringMatching(/^tiny gone-[0-9a-f]{8}$/);
  check([serverOf('p', reshaped)], [[pattern, 64, {}, ['p']]]);
  const others = [1, 2].map((ram) => serverOf('p', { ...shape, ram, original_name: 'x', extra_specs: {} }));
  const names = goneFlavors(others, [present]).map(({ name }) => name);
  expect(new Set(names).size).toBe(2);
});

it('never stands for a flavor of the destination', () => {
  const [gone] = goneFlavors([serverOf('p', { ...shape, original_name: 'gone', extra_specs: {} })], []);
  const listed = { id: gone?.id ?? '', name: 'gone' };
  expect(
    flavor.match({ ...sample, id: 'f', name: 'gone' }, { body: { flavor: {} } }, [{ ...sample, ...listed }]),
  ).toBeUndefined();
});

const sample = {
  id: 'f',
  name: 'gone',
  vcpus: 1,
  ramMiB: 1,
  diskGiB: 1,
  ephemeralGiB: 0,
  swapMiB: 0,
  rxtxFactor: 1,
  isPublic: false,
  isDisabled: false,
  description: '',
  extraSpecs: {},
  accessIds: [],
};
