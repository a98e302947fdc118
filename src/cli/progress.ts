import type { EventRow } from '../store/events.ts';
import type { Transfer } from '../store/transfers.ts';

/** What was read of a run at one moment. */
export interface Reading {
  readonly elapsedMs: number;
  /** Events since the reading before. */
  readonly events: readonly EventRow[];
  readonly transfers: readonly Transfer[];
  /** Nodes that have ended well. */
  readonly doneCount: number;
  /** Nodes that have failed, or were not tried since something they need failed. */
  readonly failedCount: number;
  /** What has been wished of the run. */
  readonly halt?: HaltWord | undefined;
}

export type HaltWord = 'pausing' | 'paused' | 'cancelling';

/** A step under way. */
export interface RunningStep {
  readonly label: string;
  readonly step: string;
  readonly sinceMs: number;
}

/** One disk on its way. */
export interface DiskProgress extends Transfer {
  /** Of the last ten seconds; undefined until it can be told. */
  readonly bytesPerSecond: number | undefined;
  readonly leftMs: number | undefined;
  readonly isDone: boolean;
}

/** Where a run stands, gathered from readings. */
export interface Progress {
  readonly elapsedMs: number;
  readonly doneCount: number;
  readonly failedCount: number;
  readonly halt?: HaltWord | undefined;
  readonly running: ReadonlyMap<string, RunningStep>;
  readonly disks: readonly DiskProgress[];
  /** Measured points of each disk: when, and how many bytes. */
  readonly samples: ReadonlyMap<string, readonly (readonly [atMs: number, bytes: number])[]>;
}

export const noProgress: Progress = {
  elapsedMs: 0,
  doneCount: 0,
  failedCount: 0,
  running: new Map(),
  disks: [],
  samples: new Map(),
};

const rateWindowMs = 10_000;

/** Pure: the progress after one more reading. */
export function nextProgress(before: Progress, reading: Reading): Progress {
  const { elapsedMs, doneCount, failedCount, halt } = reading;
  const running = new Map(before.running);
  for (const event of reading.events) {
    const key = `${event.kind}/${event.resource_id}/${event.step}`;
    if (event.type === 'begun') {
      running.set(key, { label: labelOf(event), step: event.step ?? '', sinceMs: elapsedMs });
    } else if (event.type === 'done' || event.type === 'failed' || event.type === 'held') {
      running.delete(key);
    }
  }
  const samples = new Map(reading.transfers.map((one) => [one.key, nextSamples(before.samples, one, elapsedMs)]));
  const disks = reading.transfers.map((one) => diskProgress(one, samples.get(one.key) ?? []));
  return { elapsedMs, doneCount, failedCount, halt, running, disks, samples };
}

/** `server web1`: what an event is about. */
export function labelOf({ kind, name, resource_id }: EventRow): string {
  return kind === null ? 'run' : `${kind} ${name === null || name === '' ? (resource_id ?? '') : name}`;
}

function nextSamples(
  before: Progress['samples'],
  { key, copiedBytes }: Transfer,
  elapsedMs: number,
): (readonly [number, number])[] {
  const kept = (before.get(key) ?? []).filter(([atMs]) => atMs >= elapsedMs - rateWindowMs);
  const last = kept.at(-1)?.[1] ?? 0;
  // A copy that began anew has no rate yet.
  if (copiedBytes < last) return [[elapsedMs, copiedBytes]];
  return copiedBytes === last && kept.length > 0 ? [...kept] : [...kept, [elapsedMs, copiedBytes]];
}

function diskProgress(transfer: Transfer, samples: readonly (readonly [number, number])[]): DiskProgress {
  const { copiedBytes, totalBytes, digest } = transfer;
  const [first, last] = [samples[0], samples.at(-1)];
  const spanMs = first === undefined || last === undefined ? 0 : last[0] - first[0];
  const bytes = first === undefined || last === undefined ? 0 : last[1] - first[1];
  const bytesPerSecond = spanMs > 0 && bytes > 0 ? (bytes / spanMs) * 1000 : undefined;
  const leftMs = bytesPerSecond === undefined ? undefined : ((totalBytes - copiedBytes) / bytesPerSecond) * 1000;
  return { ...transfer, bytesPerSecond, leftMs, isDone: digest !== undefined || copiedBytes >= totalBytes };
}
