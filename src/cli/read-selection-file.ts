import { readFileSync } from 'node:fs';
import { Problem } from '../base/problem.ts';
import { parseCloudsFile } from '../openstack/clouds-file.ts';
import { type Field, wrongType } from '../openstack/clouds-file-field.ts';
import { nearestName } from '../openstack/nearest-name.ts';

/** A selection as a file says it, with the words of the options. */
export interface SelectionFile {
  what?: string[];
  projects?: string[];
  servers?: string[];
  hosts?: string[];
  users?: string[];
  exclude?: string[];
  all?: boolean;
  public?: boolean;
  used?: boolean;
  limit?: number;
  supplementary?: 'used' | 'all';
}

const lists = {
  what: 'what',
  project: 'projects',
  tenant: 'projects',
  server: 'servers',
  host: 'hosts',
  user: 'users',
  exclude: 'exclude',
} as const;
const flags = { all: 'all', public: 'public', used: 'used' } as const;
const keys = [...Object.keys(lists), ...Object.keys(flags), 'limit', 'supplementary'];

/** Reads a selection file. Throws a Problem with file, line and column for what it may not hold. */
export function readSelectionFile(path: string): SelectionFile {
  const read: SelectionFile = {};
  for (const [key, field] of parseCloudsFile(path, textOf(path)).fields) {
    const list = Object.entries(lists).find(([name]) => name === key)?.[1];
    const flag = Object.entries(flags).find(([name]) => name === key)?.[1];
    if (list !== undefined) read[list] = [...(read[list] ?? []), ...wordsOf(key, field)];
    else if (flag !== undefined) read[flag] = isTrue(key, field);
    else if (key === 'limit') read.limit = countOf(field);
    else if (key === 'supplementary') read.supplementary = whichOf(field);
    else throw unknownKey(key, field);
  }
  return read;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const cure = 'Name a file that is there and may be read.';
    throw new Problem({ summary: `the selection file ${path} cannot be read: ${why}`, cure, remedy: 'ask' });
  }
}

/** A word, or a list of words. */
function wordsOf(key: string, field: Field): string[] {
  if (field.shape === 'list') return field.list.flatMap((one) => wordsOf(key, one));
  if (field.shape === 'scalar' && field.scalar !== null) return [String(field.scalar)];
  throw wrongType(field, key, 'a word or a list of words');
}

function isTrue(key: string, field: Field): boolean {
  if (field.shape === 'scalar' && typeof field.scalar === 'boolean') return field.scalar;
  throw wrongType(field, key, 'true or false');
}

function countOf(field: Field): number {
  const count = field.shape === 'scalar' ? Number(field.scalar) : Number.NaN;
  if (Number.isInteger(count) && count > 0) return count;
  throw wrongType(field, 'limit', 'a number from 1');
}

function whichOf(field: Field): 'used' | 'all' {
  if (field.shape === 'scalar' && (field.scalar === 'used' || field.scalar === 'all')) return field.scalar;
  throw wrongType(field, 'supplementary', 'used or all');
}

function unknownKey(key: string, field: Field): Problem {
  const near = nearestName(key, keys);
  const hint = near === undefined ? '' : `Did you mean ${near}? `;
  return new Problem({
    summary: `a selection file has no key ${key}`,
    resource: field.place,
    cure: `${hint}There are: ${keys.join(', ')}.`,
    remedy: 'ask',
  });
}
