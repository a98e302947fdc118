import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../../src/base/problem.ts';
import { chosenThing } from '../../../src/cli/chosen-thing.ts';
import { readSelectionFile } from '../../../src/cli/read-selection-file.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pumphouse-selection-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['images', { kind: 'image' }],
  ['floating_ips', { kind: 'floating-ip' }],
  ['Tenants', { kind: 'project' }],
  ['server:web:1*', { kind: 'server', word: 'web:1*' }],
])('%s is a choice', (text, expected) => {
  expect(chosenThing(text)).toEqual(expected);
});

test('a kind that there is not is told with the nearest one', () => {
  expect(() => chosenThing('imgae:x')).toThrow('Did you mean image?');
  expect(() => chosenThing('image:')).toThrow('names no image');
});

function check(text: string, expected: object | { readonly at: string; readonly words: string }): void {
  const path = join(folder, 'selection.yaml');
  writeFileSync(path, text);
  if (!('at' in expected)) {
    expect(readSelectionFile(path)).toEqual(expected);
    return;
  }
  try {
    readSelectionFile(path);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    expect(problem.resource).toBe(`${path}:${expected.at}`);
    expect(`${problem.message} ${problem.cure ?? ''}`).toContain(expected.words);
    return;
  }
  expect.unreachable('it was read');
}

test('a selection file says what the options say', () => {
  check('project: acme\ntenant: [beta, 7]\nhost: [cmp-1]\nlimit: 5\nwhat: [images]\nused: true\n', {
    projects: ['acme', 'beta', '7'],
    hosts: ['cmp-1'],
    limit: 5,
    what: ['images'],
    used: true,
  });
});

test('what a selection file may not hold is told with its place', () => {
  check('all: true\nprojct: acme\n', { at: '2:9', words: 'Did you mean project?' });
  check('limit: none\n', { at: '1:8', words: 'a number from 1' });
  check('server:\n  - web1\n  - {a: b}\n', { at: '3:5', words: 'a word or a list of words' });
});
