import { expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { isExpiring, type Login } from './session.ts';

/** A login that was received at time 0. */
function loginFor(lifeMs: number): Login {
  const user = { id: 'u1', name: 'admin' };
  return { token: 't', receivedAtMs: 0, expiresAtMs: lifeMs, user, project: undefined, roles: [], catalog: [] };
}

const hourMs = 3_600_000;

it.each([
  [hourMs, 0, false],
  [hourMs, hourMs - limits.tokenMarginMs, false],
  [hourMs, hourMs - limits.tokenMarginMs + 1, true],
  [hourMs, 2 * hourMs, true],
  [60_000, 0, false],
  [60_000, 30_000, false],
  [60_000, 30_001, true],
  [Number.NaN, hourMs, false],
])('of %d ms of life, after %d ms: %s', (lifeMs, nowMs, expected) => {
  expect(isExpiring(loginFor(lifeMs), nowMs)).toBe(expected);
});
