import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../base/limits.ts';
import { log } from '../base/log.ts';
import type { Store } from '../store/store.ts';
import { readWish } from '../store/wishes.ts';
import type { Halt, HaltedTask } from './halt.ts';
import { hearWish, type Hearing } from './hear-wish.ts';
import { type HeedingStep, heeds } from './heeds.ts';
import type { RunStep } from './run-step.ts';
import { serverOf } from './steps/server-of.ts';

/** Begins to listen; what is wished already holds from the first step on. Close it, so that the process can end. */
export async function openHalt(store: Store, runId: string, attempt: number): Promise<Halt> {
  const wish = (await readWish(store, runId))?.wish;
  const hearing: Hearing = {
    store,
    runId,
    attempt,
    wish: wish === 'go' ? undefined : wish,
    going: new Map(),
    held: new Set(),
    underWay: new Set(),
    changed: new AbortController(),
  };
  const closing = new AbortController();
  const listening = listen(hearing, closing.signal);
  return {
    async mayBegin(task, step, isBegun) {
      const { key } = task.node;
      while (heeds(hearing.wish, heedingOf(task, step, isBegun))) {
        // What was begun goes on in so far as it is put back.
        if (hearing.wish === 'cancel') return false;
        hearing.going.delete(key);
        hearing.held.add(key);
        await whenAborted(hearing.changed.signal);
      }
      hearing.going.set(key, `${task.planned.kind} ${task.planned.name}: ${step}`);
      hearing.held.delete(key);
      return true;
    },
    async during(task, step, work) {
      const one = { heeding: heedingOf(task, step, true), controller: new AbortController() };
      hearing.underWay.add(one);
      if (heeds(hearing.wish, one.heeding)) one.controller.abort();
      await work(one.controller.signal).finally(() => hearing.underWay.delete(one));
    },
    isToHold: (task, step) => heeds(hearing.wish, heedingOf(task, step, true)),
    rest: (durationMs) => delay(durationMs, undefined, { signal: hearing.changed.signal }).catch(() => undefined),
    expect: ({ node, planned }) => void hearing.going.set(node.key, `${planned.kind} ${planned.name}`),
    leave({ node }) {
      hearing.going.delete(node.key);
      hearing.held.delete(node.key);
    },
    isCancelled: async () => (await readWish(store, runId))?.wish === 'cancel',
    async close() {
      closing.abort();
      await listening;
    },
  };
}

async function listen(hearing: Hearing, closing: AbortSignal): Promise<void> {
  while (!closing.aborted) {
    await hearWish(hearing).catch((problem: unknown) => log.warn({ problem }, 'the wishes for the run cannot be read'));
    await delay(limits.eventPollMs, undefined, { signal: closing }).catch(() => undefined);
  }
}

function heedingOf(task: HaltedTask, step: RunStep, isBegun: boolean): HeedingStep {
  const { isFollower, planned } = task;
  const { kind } = planned;
  return { kind, step, isBegun, isFollower, wasRunning: kind === 'server' && serverOf(task).status === 'ACTIVE' };
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((wake) => signal.addEventListener('abort', () => wake(), { once: true }));
}
