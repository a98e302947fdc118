import type { KindName } from '../resources/kind.ts';
import type { Store } from './store.ts';

/** One line of what happened in a run, kept in the store and read by the CLI. Never holds a secret. */
export interface NewEvent {
  /**
   * held: broken off by a pause or a cancel, to begin anew if it goes on; touched: a source server is about to be
   * changed for the first time; making: a twin that can carry no mark is about to be created.
   */
  readonly type: 'begun' | 'done' | 'failed' | 'held' | 'touched' | 'making' | 'note';
  readonly message: string;
  readonly kind?: KindName;
  readonly resourceId?: string;
  readonly name?: string;
  readonly step?: string;
  readonly durationMs?: number;
  /** The part of it that was spent in our own lines. */
  readonly queuedMs?: number;
}

export interface EventRow {
  readonly seq: string;
  readonly at: Date;
  readonly type: string;
  readonly kind: string | null;
  readonly resource_id: string | null;
  readonly name: string | null;
  readonly step: string | null;
  readonly message: string;
  readonly duration_ms: number | null;
  readonly queued_ms: number | null;
}

export async function addEvent({ db }: Store, runId: string, event: NewEvent): Promise<void> {
  const { type, message, kind, resourceId, name, step, durationMs, queuedMs } = event;
  await db
    .insertInto('pumphouse.event')
    .values({
      run_id: runId,
      type,
      message,
      kind: kind ?? null,
      resource_id: resourceId ?? null,
      name: name ?? null,
      step: step ?? null,
      duration_ms: durationMs === undefined ? null : Math.round(durationMs),
      queued_ms: queuedMs === undefined ? null : Math.round(queuedMs),
    })
    .execute();
}

/** Events of a run after the given sequence number, in order. */
export function eventsAfter({ db }: Store, runId: string, seq: string): Promise<EventRow[]> {
  return db
    .selectFrom('pumphouse.event')
    .select(['seq', 'at', 'type', 'kind', 'resource_id', 'name', 'step', 'message', 'duration_ms', 'queued_ms'])
    .where('run_id', '=', runId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(1000)
    .execute();
}
