import { expect, test } from 'vitest';
import { Problem } from '../../../src/base/problem.ts';
import { cloudServicesListing } from '../../../src/cli/cloud-services.ts';
import { cloudsListing } from '../../../src/cli/clouds.ts';
import { foldCells } from '../../../src/cli/fold-cells.ts';
import { formatListing, type Listing } from '../../../src/cli/listing.ts';
import type { CloudReport } from '../../../src/operations/inspect-cloud.ts';

const problem = new Problem({ summary: 'no answer', remedy: 'wait' });
const absent = { endpoint: undefined, version: undefined, can: [], cannot: [], problem: undefined };
const cloud: CloudReport = {
  name: 'old',
  authUrl: 'http://k/v3',
  region: 'R1',
  user: 'admin',
  project: undefined,
  roles: ['admin'],
  isAdmin: true,
  keystoneDatabase: problem,
  services: [
    { ...absent, service: 'compute', endpoint: 'http://n/v2.1', version: '2.90', can: ['a'], cannot: ['b'] },
    { ...absent, service: 'image', endpoint: 'http://g/v2', problem },
    { ...absent, service: 'placement' },
  ],
};

test('a cloud is told as a row, with its services for programs', () => {
  const { columns, rows } = cloudsListing([cloud]);
  const row = Object.fromEntries(columns.map((title, index) => [title, rows[0]?.[index]]));
  expect(rows[0]).toHaveLength(columns.length);
  expect(row).toMatchObject({
    Compute: '2.90',
    Passwords: 'database not reachable',
    Services: ['compute', 'image'],
    'Each service': [
      { service: 'compute', can: ['a'] },
      { service: 'image' },
      { service: 'placement', endpoint: null },
    ],
    Problem: 'no answer. no answer.',
  });
});

test('a service is told as a row, whether it is there or not', () => {
  expect(cloudServicesListing([cloud]).rows).toEqual([
    ['old', 'compute', 'reachable', '2.90', 'http://n/v2.1', ['a'], ['b'], null],
    ['old', 'image', 'not reachable', null, 'http://g/v2', [], [], 'no answer.'],
    ['old', 'placement', 'not in the catalog', null, null, [], [], null],
  ]);
});

const wide: Listing = {
  columns: ['A', 'B', 'C', 'D'],
  rows: [
    ['x', 'word '.repeat(20).trim(), 'short', 'left out'],
    ['y', 'one', ['p', 'q'], null],
  ],
  longColumns: ['D'],
};

test('a table is folded to the width of a screen', async () => {
  const text = await formatListing(foldCells(wide, ['B', 'C'], 60), { column: [], sortColumn: [] });
  const lines = text.split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(lines.length).toBeGreaterThan(6);
  expect(lines.at(-2)).toMatch(/^\| y \| one +\| p, q {2}\|$/);
});

test('on a narrow screen a folded column keeps a width that can be read', () => {
  const [first] = foldCells(wide, ['B'], 10).rows;
  expect(first?.[1]).toBe('word word word word word');
});
