import type { HaltWord } from './progress.ts';

/** What a wish makes of a run that a process works on; undefined when it just goes on. */
export function haltWord(
  row: { readonly wish: string | null; readonly heededAt: Date | null } | undefined,
): HaltWord | undefined {
  if (row?.wish === 'cancel') return 'cancelling';
  if (row?.wish !== 'pause' && row?.wish !== 'pause-now') return undefined;
  return row.heededAt === null ? 'pausing' : 'paused';
}
