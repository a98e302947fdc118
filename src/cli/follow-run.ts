import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../base/limits.ts';
import { log } from '../base/log.ts';
import { eventsAfter } from '../store/events.ts';
import { listNodes } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { listTransfers } from '../store/transfers.ts';
import { readWish } from '../store/wishes.ts';
import { haltWord } from './halt-word.ts';
import type { ProgressView } from './progress-view.ts';

export interface Followed {
  readonly store: Store;
  readonly runId: string;
  readonly view: ProgressView;
  /** Which nodes count. */
  readonly isOwn: (key: string) => boolean;
}

/** Carries out a task that works on a run, and shows meanwhile what the store tells of it. */
export async function followRun<T>(followed: Followed, task: () => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const start = await lastSeq(followed);
  const watching = watch(followed, start, ending.signal).catch((problem: unknown) => {
    // What is only shown must not end what is done.
    log.warn({ problem }, 'the progress cannot be shown');
  });
  try {
    return await task();
  } finally {
    ending.abort();
    await watching;
    followed.view.end();
  }
}

async function watch({ store, runId, view, isOwn }: Followed, start: string, ending: AbortSignal): Promise<void> {
  const startedMs = performance.now();
  let seq = start;
  for (let isLast = false; !isLast; ) {
    isLast = !(await pause(ending));
    const [events, transfers, nodes, wish] = await Promise.all([
      eventsAfter(store, runId, seq),
      listTransfers(store, runId),
      listNodes(store, runId),
      readWish(store, runId),
    ]);
    seq = events.at(-1)?.seq ?? seq;
    const own = nodes.filter(({ key }) => isOwn(key));
    const doneCount = own.filter(({ state }) => state === 'done').length;
    const failedCount = own.filter(({ state }) => state === 'failed' || state === 'stopped').length;
    view.show({
      elapsedMs: performance.now() - startedMs,
      events,
      transfers,
      doneCount,
      failedCount,
      halt: haltWord(wish),
    });
  }
}

/** Waits for the next look; false when the end came. */
async function pause(ending: AbortSignal): Promise<boolean> {
  if (ending.aborted) return false;
  return await delay(limits.eventPollMs, true, { signal: ending }).catch(() => false);
}

/** The last event of earlier attempts, which is not news. */
async function lastSeq({ store, runId }: Followed): Promise<string> {
  let seq = '0';
  for (;;) {
    const last = (await eventsAfter(store, runId, seq)).at(-1);
    if (last === undefined) return seq;
    seq = last.seq;
  }
}
