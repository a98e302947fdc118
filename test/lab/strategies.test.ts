import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectSource } from '../../src/inventory/collect.ts';
import type { Inventory } from '../../src/inventory/inventory.ts';
import { select } from '../../src/inventory/select.ts';
import { selectionSchema } from '../../src/inventory/selection.ts';
import { strategyFault } from '../../src/inventory/strategy-fault.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';

/* Each strategy of each row of the resource table, over what the real source holds. */
let lab: LabClouds;
let inventory: Inventory;

beforeAll(async () => {
  lab = await openLabClouds();
  inventory = await collectSource(lab.pair.source, selectionSchema.parse({ all: true }));
}, 300_000);

afterAll(async () => {
  await lab?.close();
});

const choices = { disk: 'snapshot', quiesce: 'suspend', passwords: false } as const;

/** The names that a selection means by itself, sorted; those that only others need are left out. */
function chosenBy(given: object): string[] {
  const selection = selectionSchema.parse(given);
  expect(strategyFault(selection)).toBeUndefined();
  const { chosen } = select(inventory, selection, choices);
  return chosen
    .filter(({ reason }) => reason === 'selected')
    .map(({ name }) => name)
    .toSorted();
}

type Row = readonly [row: string, given: object, has: readonly string[], lacks: readonly string[]];

const rows: readonly Row[] = [
  ['Keystone tenants: all', { kinds: ['project'] }, ['alpha', 'beta', 'alpha-dev', 'corp-web'], ['service']],
  ['Keystone tenants: used', { kinds: ['project'], used: true }, ['alpha', 'beta'], ['service']],
  ['Keystone tenants: specific', { specific: [{ kind: 'project', word: 'alpha*' }] }, ['alpha', 'alpha-dev'], ['beta']],
  ['Keystone users: all', { kinds: ['user'] }, ['alice', 'bob', 'carol'], ['nova']],
  ['Keystone users: tenant', { kinds: ['user'], projects: ['alpha'] }, ['alice', 'bob'], ['erin', 'dave']],
  ['Keystone users: specific', { specific: [{ kind: 'user', word: 'carol' }] }, ['carol'], ['alice']],
  ['Cinder volumes: tenant', { kinds: ['volume'], projects: ['alpha'] }, ['boot1', 'data1'], ['rand1', 'loose']],
  ['Cinder volumes: used', { kinds: ['volume'], used: true }, ['boot1', 'data1', 'rand1'], ['loose']],
  ['Keystone roles: all', { kinds: ['role'] }, ['member'], []],
];

it.each(rows)('%s', (_row, given, has, lacks) => {
  const names = chosenBy(given);
  expect(names).toEqual(expect.arrayContaining([...has]));
  for (const name of lacks) expect(names).not.toContain(name);
});

/** What the source's own fields say must be chosen; never nothing. */
const facts: readonly (readonly [string, object, (of: Inventory['resources']) => readonly { name: string }[]])[] = [
  ['Glance images: all', { kinds: ['image'] }, ({ image }) => image.filter((one) => !isTrue(one, 'isTemporary'))],
  ['Glance images: public', { kinds: ['image'], public: true }, ({ image }) => having(image, 'visibility', 'public')],
  ['Nova flavors: public', { kinds: ['flavor'], public: true }, ({ flavor }) => having(flavor, 'isPublic', true)],
  ['Nova flavors: all', { kinds: ['flavor'] }, ({ flavor }) => flavor],
  ['Nova instances: tenant', { kinds: ['server'], projects: ['alpha'] }, ({ server }) => ownedBy('alpha', server)],
  [
    'Nova security groups: tenant',
    { kinds: ['security-group'], projects: ['alpha'] },
    (all) => ownedBy('alpha', all['security-group']),
  ],
  ['Neutron networks: tenant', { kinds: ['network'], projects: ['alpha'] }, ({ network }) => ownedBy('alpha', network)],
  ['Neutron subnets: tenant', { kinds: ['subnet'], projects: ['alpha'] }, ({ subnet }) => ownedBy('alpha', subnet)],
];

it.each(facts)('%s', (_row, given, expected) => {
  const names = expected(inventory.resources).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(chosenBy(given)).toEqual(names.toSorted());
});

function having<R extends object>(among: readonly R[], field: string, value: unknown): R[] {
  return among.filter((one) => Object.entries(one).some(([name, own]) => name === field && own === value));
}

function isTrue(one: object, field: string): boolean {
  return having([one], field, true).length > 0;
}

function ownedBy<R extends { readonly projectId?: string | undefined }>(name: string, among: readonly R[]): R[] {
  const id = inventory.resources.project.find((one) => one.name === name)?.id;
  return among.filter(({ projectId }) => projectId === id);
}

it('Nova instances: host, and tenant with host', () => {
  const { server, project } = inventory.resources;
  const alpha = project.find(({ name }) => name === 'alpha')?.id;
  const [first] = server.flatMap((one) => ('host' in one && one.projectId === alpha ? [String(one.host)] : []));
  const onHost = having(server, 'host', first);
  expect(chosenBy({ hosts: [first] })).toEqual(onHost.map(({ name }) => name).toSorted());
  const both = ownedBy('alpha', onHost).map(({ name }) => name);
  expect(chosenBy({ projects: ['alpha'], hosts: [first] })).toEqual(both.toSorted());
});

it('Nova instances: a portion, then the next one', () => {
  const [first] = chosenBy({ projects: ['alpha'], limit: 1 });
  const moved = new Set(inventory.resources.server.filter(({ name }) => name === first).map(({ id }) => id));
  const selection = selectionSchema.parse({ projects: ['alpha'], limit: 1 });
  const { chosen } = select(inventory, selection, choices, moved);
  const next = chosen.filter(({ reason }) => reason === 'selected').map(({ name }) => name);
  expect(next).toHaveLength(1);
  expect(next).not.toContain(first);
});

it('Nova keypairs: user, and specific by fingerprint', () => {
  const [key] = inventory.resources.keypair;
  const entries = new Map<string, unknown>(Object.entries(key ?? {}));
  expect(chosenBy({ kinds: ['keypair'], users: [String(entries.get('userId'))] })).toContain(key?.name);
  const word = String(entries.get('fingerprint'));
  expect(chosenBy({ specific: [{ kind: 'keypair', word }] })).toContain(key?.name);
});
