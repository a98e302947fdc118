import type { FastifyRequest } from 'fastify';
import { queryValues } from './query-values.ts';
import { isSameName, plainName } from './same-name.ts';
import type { View } from './view.ts';

type Check = (view: View) => boolean;

const falseTexts = new Set(['0', 'false', 'f', 'off', 'n', 'no']);

/** Whether a view is what the query asks for; names that are not in `supported` are passed over, as Keystone does. */
export function isMatch(request: FastifyRequest, supported: readonly string[]): Check {
  const checks = Object.entries(queryValues(request)).flatMap(([key, wanted]) => checkOf(supported, key, wanted));
  return (view) => checks.every((check) => check(view));
}

function checkOf(supported: readonly string[], key: string, wanted: string): Check[] {
  if (supported.includes(key)) return [(view) => isEqual(view[key], wanted)];
  const [base = '', comparator = ''] = key.split('__');
  if (!supported.includes(base)) return [];
  const isCaseless = comparator.startsWith('i');
  const compare = comparators[isCaseless ? comparator.slice(1) : comparator];
  if (compare === undefined) return [];
  const shown = (text: string): string => (isCaseless ? plainName(text) : text);
  return [(view) => typeof view[base] === 'string' && compare(shown(view[base]), shown(wanted))];
}

function isEqual(value: unknown, wanted: string): boolean {
  if (typeof value === 'boolean') return value === isTrueText(wanted);
  return typeof value === 'string' && isSameName(value, wanted);
}

/** Anything but the words for false means true, an empty text too. */
function isTrueText(text: string): boolean {
  return !falseTexts.has(text.trim().toLowerCase());
}

const comparators: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};
