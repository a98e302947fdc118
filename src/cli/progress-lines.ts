import { formatBytes, formatDuration } from '../base/units.ts';
import type { EventRow } from '../store/events.ts';
import { plainText } from './plain-text.ts';
import { type DiskProgress, labelOf } from './progress.ts';
import { stepWords } from './step-words.ts';

/** Steps whose beginning is worth a line of its own, since they take long or stop a server. */
const slowSteps = new Set([
  'pre-copy',
  'cutover',
  'quiesce',
  'snapshot',
  'upload',
  'copy',
  'copy-disk',
  'carry-volumes',
  'start',
  'put-back',
]);

/** An event as one line; undefined for one that is told only to those who want to know all. */
export function progressLine(event: EventRow, elapsedMs: number, isVerbose: boolean): string | undefined {
  const words = wordsOf(event, isVerbose);
  return words === undefined ? undefined : `${stamp(elapsedMs)} ${plainText(words)}`;
}

/** How far one disk is: bytes, rate, time left. */
export function diskLine({ copiedBytes, totalBytes, bytesPerSecond, leftMs }: DiskProgress): string {
  const rate = bytesPerSecond === undefined ? '' : `, ${formatBytes(bytesPerSecond)}/s`;
  const left = leftMs === undefined ? '' : `, ${formatDuration(leftMs)} left`;
  return `${formatBytes(copiedBytes)} of ${formatBytes(totalBytes)}${rate}${left}`;
}

/** `[  12s]`: seconds since the command began. */
export function stamp(elapsedMs: number): string {
  return `[${`${Math.floor(elapsedMs / 1000)}s`.padStart(5)}]`;
}

function wordsOf(event: EventRow, isVerbose: boolean): string | undefined {
  const { type, step, message, duration_ms } = event;
  const label = labelOf(event);
  const { doing, done } = stepWords(step ?? '');
  const duration = duration_ms === null ? '' : ` (${formatDuration(duration_ms)})`;
  if (type === 'begun') return isVerbose || slowSteps.has(step ?? '') ? `${label}: ${doing}` : undefined;
  if (type === 'done') return `${label}: ${done}${duration}`;
  if (type === 'failed') return `${label}: FAILED at ${doing}: ${message}`;
  if (type === 'held') return `${label}: ${doing}: ${message}`;
  return type === 'touched' || type === 'making' ? undefined : `${label}: ${message}`;
}
