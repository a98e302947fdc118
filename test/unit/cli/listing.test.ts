import { expect, test } from 'vitest';
import { formatListing, type ListingFormat } from '../../../src/cli/listing.ts';

const listing = {
  columns: ['Name', 'Size', 'Tags', 'Note'],
  rows: [
    ['b"1', 10, ['x', 'y'], null],
    ['日本', 9, [], 'a, b'],
  ],
  longColumns: ['Note'],
};

async function check(format: ListingFormat, expected: string, column: string[] = [], sortColumn: string[] = []) {
  expect(await formatListing(listing, { format, column, sortColumn })).toBe(expected);
}

test('a table has borders, counts wide letters as two, and leaves long columns out', async () => {
  const lines = [
    '+------+------+------+',
    '| Name | Size | Tags |',
    '+------+------+------+',
    '| b"1  | 10   | x, y |',
    '| 日本 | 9    |      |',
    '+------+------+------+',
  ];
  await check('table', lines.join('\n'));
});

test('CSV quotes everything but numbers, and doubles quotes', async () => {
  await check('csv', '"Name","Size","Tags","Note"\n"b""1",10,"x, y",""\n"日本",9,"","a, b"');
});

test('JSON is an array of objects with the titles as keys', async () => {
  const text = await formatListing(listing, { format: 'json', column: [], sortColumn: [] });
  expect(JSON.parse(text)).toEqual([
    { Name: 'b"1', Size: 10, Tags: ['x', 'y'], Note: null },
    { Name: '日本', Size: 9, Tags: [], Note: 'a, b' },
  ]);
});

test('columns are chosen in any case and keep their order', async () => {
  await check('value', '10 \n9 a, b', ['note', 'SIZE']);
  await check('yaml', '- Size: 10\n- Size: 9', ['Size']);
});

test('rows are sorted by value, numbers as numbers', async () => {
  await check('value', '9\n10', ['Size'], ['Size']);
});

test('an unknown column is refused with the names of those that exist', async () => {
  const wrong = formatListing(listing, { column: ['Nam'], sortColumn: [] });
  await expect(wrong).rejects.toThrow('there is no column "Nam"; there are: Name, Size, Tags, Note.');
});

test('control characters of a name cannot move the cursor', async () => {
  const nasty = { columns: ['Name'], rows: [['a\u001b[2Jb\u202e']] };
  expect(await formatListing(nasty, { column: [], sortColumn: [] })).toContain('| a\u241b[2Jb\ufffd |');
});
