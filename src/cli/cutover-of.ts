import type { Cutover } from '../plan/cutover.ts';
import { usageError } from './usage-error.ts';

/** What `--cutover` means; undefined for `now`. Times without an offset are local. Throws a usage error. */
export function cutoverOf(word: string): Cutover | undefined {
  if (word === 'now') return undefined;
  if (word === 'manual') return {};
  const [from, until, ...more] = word.split('/').map(momentOf);
  if (from === undefined || more.length > 0 || (word.includes('/') && until === undefined)) {
    throw usageError(`--cutover ${word} is not now, manual, or a time or window such as ${example}.`);
  }
  if (until !== undefined && until <= from) throw usageError(`--cutover ${word} ends before it begins.`);
  return { from, ...(until === undefined ? {} : { until }) };
}

const example = '2027-03-01T01:00 or 2027-03-01T01:00/2027-03-01T05:00+01:00';

/** As ISO 8601 in UTC. */
function momentOf(word: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/.test(word)) return undefined;
  const moment = new Date(word);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
