import { Worker } from 'node:worker_threads';
import { Problem } from '../base/problem.ts';

/** What the thread is told of one digest. `start` and `length` are a part of the ring that is to be hashed next. */
export type HashTask =
  | { readonly id: number; readonly type: 'open'; readonly algorithm: string; readonly ring: SharedArrayBuffer }
  | { readonly id: number; readonly type: 'part'; readonly start: number; readonly length: number }
  | { readonly id: number; readonly type: 'end' | 'drop' };

/** What it answers: `free` once for each part, in their order, and the digest, in hexadecimal, after the end. */
export type HashWord =
  | { readonly id: number; readonly type: 'free' }
  | { readonly id: number; readonly type: 'digest'; readonly value: string };

/** What has been heard of one digest. */
export interface Heard {
  /** Parts that are not told to be free again. */
  readonly unanswered: number;
  readonly digest: string | undefined;
}

/** One digest that the thread computes. */
export interface HashLine {
  part(start: number, length: number): void;
  end(): void;
  /** Waits until what was heard is as wanted. Throws a Problem when the thread ended before. */
  until(isWanted: (heard: Heard) => boolean): Promise<Heard>;
  close(): void;
}

/** A line as the thread sees it. */
interface Ear {
  hear(word: HashWord): void;
  fail(problem: Problem): void;
}

interface Thread {
  readonly ears: Map<number, Ear>;
  send(task: HashTask): void;
  end(): void;
}

/** In a checkout the file itself, in the published package its compiled form. */
const program = import.meta.url.endsWith('.ts') ? './hash-worker.ts' : './hash-worker.js';

/** A young generation of the usual size would only hold messages. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 };

/** One for all copies, as it hashes faster than this thread serves sockets, and takes 22 MiB; it ends with the last. */
let shared: Thread | undefined;
let lastId = 0;

export function openHashLine(algorithm: string, ring: SharedArrayBuffer): HashLine {
  const thread = (shared ??= startThread());
  const id = ++lastId;
  const heard: { unanswered: number; digest: string | undefined } = { unanswered: 0, digest: undefined };
  let failure: Problem | undefined;
  let news = Promise.withResolvers<void>();
  const tell = (): void => {
    news.resolve();
    news = Promise.withResolvers();
  };
  const fail = (problem: Problem): void => {
    failure ??= problem;
    tell();
  };
  thread.ears.set(id, {
    hear(word) {
      if (word.type === 'free') heard.unanswered -= 1;
      else heard.digest = word.value;
      tell();
    },
    fail,
  });
  thread.send({ id, type: 'open', algorithm, ring });
  return {
    part(start, length) {
      heard.unanswered += 1;
      thread.send({ id, type: 'part', start, length });
    },
    end: () => thread.send({ id, type: 'end' }),
    async until(isWanted) {
      while (!isWanted(heard)) {
        if (failure !== undefined) throw failure;
        await news.promise;
      }
      return heard;
    },
    close() {
      if (!thread.ears.delete(id)) return;
      thread.send({ id, type: 'drop' });
      fail(endedProblem('the copy was given up'));
      if (thread.ears.size === 0) thread.end();
    },
  };
}

function startThread(): Thread {
  const worker = new Worker(new URL(program, import.meta.url), { resourceLimits });
  // A copy that is given up must not keep the process.
  worker.unref();
  const ears: Thread['ears'] = new Map();
  const leave = (): void => {
    if (shared === thread) shared = undefined;
  };
  const fail = (cause: unknown): void => {
    leave();
    for (const ear of ears.values()) ear.fail(endedProblem(cause));
  };
  const thread: Thread = {
    ears,
    send: (task) => worker.postMessage(task),
    end() {
      leave();
      void worker.terminate();
    },
  };
  worker.on('message', (word: HashWord) => ears.get(word.id)?.hear(word));
  worker.on('error', fail);
  worker.on('exit', fail);
  return thread;
}

function endedProblem(cause: unknown): Problem {
  return new Problem({
    summary: 'the thread that computes digests ended before its time',
    cure: 'Run the same command again: the image is copied anew. Look whether this machine is out of memory.',
    remedy: 'retry',
    cause,
  });
}
