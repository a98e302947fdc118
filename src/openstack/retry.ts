import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import type { HttpAnswer } from './http.ts';

/** Methods that may be sent twice without a second effect (RFC 9110, section 9.2.2). */
const repeatable = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/**
 * How long to wait, in milliseconds, before the same request is sent again; undefined when it must not be.
 * A POST is repeated only when it cannot have been carried out: no connection, 429, or 503 with Retry-After.
 */
export function delayBeforeRetry(
  method: string,
  failure: Problem | HttpAnswer | undefined,
  tried: number,
): number | undefined {
  if (failure === undefined) return undefined;
  const backOffMs = Math.min(limits.retryDelayMs * 2 ** (tried - 1), limits.retryDelayMaxMs);
  if (failure instanceof Problem) {
    if (failure.remedy === 'retry') return backOffMs;
    return failure.remedy === 'wait' && repeatable.has(method) ? backOffMs : undefined;
  }
  const askedMs = retryAfterMs(failure.headers['retry-after'], Date.now());
  if (askedMs !== undefined && askedMs > limits.retryAfterMaxMs) return undefined;
  if (failure.status === 429) return askedMs ?? backOffMs;
  if (failure.status === 503 && askedMs !== undefined) return askedMs;
  return failure.status >= 500 && failure.status !== 501 && repeatable.has(method) ? backOffMs : undefined;
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
