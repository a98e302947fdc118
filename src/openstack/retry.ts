import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import type { HttpAnswer } from './http.ts';

/** Methods that may be sent twice without a second effect (RFC 9110, section 9.2.2). */
const repeatable = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

export interface Retries {
  /** Whether a second sending has no second effect; by the method, unless said. */
  readonly isRepeatable?: boolean;
  readonly method: string;
  /** How often it is sent at most, the first time included. */
  readonly tries?: number;
  /** Waits so many milliseconds. */
  readonly pause: (durationMs: number) => Promise<void>;
}

/**
 * Sends a request until its answer is final or the tries are used up. Returns the last answer, whatever its status, and
 * throws the last Problem when none came.
 */
export async function withRetries(retries: Retries, send: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  const { method, isRepeatable = repeatable.has(method), tries = limits.requestTries, pause } = retries;
  for (let tried = 1; ; tried += 1) {
    const outcome = await attempt(send);
    const delayMs = tried >= tries ? undefined : delayBeforeRetry(isRepeatable, outcome, tried);
    if (delayMs !== undefined) await pause(delayMs);
    else if (outcome instanceof Problem) throw outcome;
    else return outcome;
  }
}

async function attempt(send: () => Promise<HttpAnswer>): Promise<HttpAnswer | Problem> {
  try {
    return await send();
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
}

/**
 * How long to wait, in milliseconds, before the same request is sent again; undefined when it must not be. What is not
 * repeatable is sent again only when it cannot have been carried out: no connection, 429, or 503 with Retry-After.
 */
export function delayBeforeRetry(
  isRepeatable: boolean,
  outcome: Problem | HttpAnswer,
  tried: number,
): number | undefined {
  const backOffMs = Math.min(limits.retryDelayMs * 2 ** (tried - 1), limits.retryDelayMaxMs);
  if (outcome instanceof Problem) {
    if (outcome.remedy === 'retry') return backOffMs;
    return outcome.remedy === 'wait' && isRepeatable ? backOffMs : undefined;
  }
  const { status, headers } = outcome;
  const askedMs = retryAfterMs(headers['retry-after'], Date.now());
  if (!isPassing(status, askedMs)) return undefined;
  if (askedMs !== undefined && askedMs > limits.retryAfterMaxMs) return undefined;
  const isRefused = status === 429 || status === 413 || (status === 503 && askedMs !== undefined);
  return isRefused || isRepeatable ? Math.max(askedMs ?? 0, backOffMs) : undefined;
}

/** Nova and Cinder answer 413 to a rate limit with the time to wait, and to an exhausted quota with none or zero. */
function isPassing(status: number, askedMs: number | undefined): boolean {
  if (status === 413) return askedMs !== undefined && askedMs > 0;
  return status === 429 || status === 408 || (status >= 500 && status !== 501);
}

/** Retry-After in milliseconds, from seconds or from an HTTP date (RFC 9110, section 10.2.3). */
export function retryAfterMs(header: string | string[] | undefined, nowMs: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

export function sleep(durationMs: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, durationMs);
  });
}
