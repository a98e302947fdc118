import type { Random } from '../cloud/random.ts';

const longest = 255;

/** Legal in every service, and each once a trap: for a shell, a URL, a query, a regular expression, HTML, a table. */
const names: readonly [string, ...string[]] = [
  'web',
  'web',
  'Web',
  'web 1',
  'ä ö ü ß',
  '项目 Ω',
  'it\'s "quoted"',
  '<b>&amp;</b>',
  '%41%2F %',
  '${HOME} $(id) `id`',
  '--help',
  '^.*[a-z]{2}(x|y)$\\',
  'a=b&c=d?e#f',
  'a/b',
  '0',
  'null',
  'False',
  'x'.repeat(longest),
  '名'.repeat(longest),
];

const texts: readonly [string, ...string[]] = [
  '',
  '',
  '0',
  'None',
  ' spaces at both ends ',
  'Überprüfung “odd” ☂',
  'a, b; c=d [pumphouse]',
  'x'.repeat(longest),
  '“”'.repeat(100),
];

/** A name of 1 to 255 characters, or of at most `lengthMost`, which other things may have too. */
export function oddName(random: Random, lengthMost = longest): string {
  return random.pick(names).slice(0, lengthMost);
}

/** A description of 0 to 255 characters in one line. */
export function oddText(random: Random): string {
  return random.pick(texts);
}

const tags: readonly [string, ...string[]] = ['odd', '0', 'x y', 'zwei ß', 'key=value', 'a:b', 't'.repeat(60)];

/** Up to `most` different tags, in no order. */
export function oddTags(random: Random, most = 3): string[] {
  return [...new Set(Array.from({ length: random.below(most + 1) }, () => random.pick(tags)))];
}

const pairs: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['empty', ''],
  ['zero', '0'],
  ['false', 'False'],
  ['null', 'None'],
  ['a:b-c_d.e f', 'ä=ö;{}'],
  ['k'.repeat(longest), 'v'.repeat(longest)],
  ['JSON', '{"a": [1, null]}'],
];

/** Metadata of which the values say nothing, lie, or are as long as can be. */
export function oddPairs(random: Random, most = 4): Record<string, string> {
  return Object.fromEntries(Array.from({ length: random.below(most + 1) }, () => random.pick(pairs)));
}
