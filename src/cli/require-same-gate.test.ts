import { expect, test } from 'vitest';
import { requireSameGate } from './require-same-gate.ts';

/** By hand alone. */
const manual = {};

test('a run is gone on with when nothing else is asked for', () => {
  requireSameGate({ id: 'abcd1234' }, {});
  requireSameGate({ id: 'abcd1234', cutover: manual, serversAtOnce: 2 }, {});
  requireSameGate({ id: 'abcd1234', cutover: manual, serversAtOnce: 2 }, { cutover: {}, serversAtOnce: 2 });
});

test.each([
  ['--cutover', { cutover: manual }, {}],
  ['--servers-at-once', { serversAtOnce: 1 }, { serversAtOnce: 2 }],
])('another %s is refused with both ways to go on', (option, wished, planned) => {
  expect(() => requireSameGate({ id: 'abcd1234', ...planned }, wished)).toThrow(`planned with another ${option}`);
});
