import { CommanderError } from '@commander-js/extra-typings';
import { expect, test } from 'vitest';
import { Problem } from '../../../src/base/problem.ts';
import { complaint } from '../../../src/cli/complaint.ts';
import { countListing, resourceListing } from '../../../src/cli/inventory.ts';
import { cloudsListing } from '../../../src/cli/clouds.ts';
import { runOutcomeCode } from '../../../src/cli/run-outcome-code.ts';
import { lossWords } from '../../../src/cli/undo.ts';
import { verificationLine, verificationListing } from '../../../src/cli/verify.ts';
import { withoutPasswords } from '../../../src/cli/without-passwords.ts';
import { wrapText } from '../../../src/cli/wrap-text.ts';
import type { Verdict } from '../../../src/operations/verify-run.ts';
import { byKind } from '../../../src/resources/kind-name.ts';
import { samplePlan } from './sample-plan.ts';

const quiet = { isVerbose: false, hasStack: false };

function verdict(word: Verdict['verdict']): Verdict {
  return { kind: 'server', id: `id-${word}`, name: word, verdict: word, differences: [] };
}

function check(states: readonly ('done' | 'failed' | 'stopped')[], words: readonly Verdict['verdict'][], code: number) {
  const nodes = Object.fromEntries(states.map((state, index) => [`server/${index}`, state]));
  const outcome = { ended: states.every((state) => state === 'done') ? 'done' : 'failed', nodes } as const;
  expect(runOutcomeCode({ outcome, verification: { at: '', verdicts: words.map(verdict) } })).toBe(code);
}

test('the exit code follows the run first and the verification then', () => {
  check(['done'], ['verified', 'left'], 0);
  check(['done', 'failed'], ['missing'], 4);
  check(['stopped'], [], 4);
  check(['done'], ['verified', 'differs'], 5);
  check(['done'], ['missing'], 5);
});

test('a cancel has an exit code of its own, unless something could not be put back', () => {
  const nodes = { 'server/0': 'cancelled' } as const;
  const codeOf = (ended: 'cancelled' | 'cancelling') =>
    runOutcomeCode({ outcome: { ended, nodes }, verification: undefined });
  expect([codeOf('cancelled'), codeOf('cancelling')]).toEqual([6, 4]);
});

test('a bug is told as one, with its stack only when asked for', () => {
  const bug = new TypeError('x is undefined');
  expect(complaint(bug, quiet)).toMatchObject({ code: 1 });
  expect(complaint(bug, quiet).text).toContain('this is a bug of Pumphouse: TypeError: x is undefined');
  expect(complaint(bug, quiet).text).not.toContain('outcome.test.ts');
  expect(complaint(bug, { ...quiet, hasStack: true }).text).toContain('outcome.test.ts');
});

test('what caused a problem is told only when asked for', () => {
  const cause = new Problem({ summary: 'deep', remedy: 'ask' });
  const problem = new Problem({ summary: 'high', remedy: 'ask', cure: 'Mend it.', cause });
  expect(complaint(problem, quiet).text).toBe('pumphouse: high. Mend it.');
  expect(complaint(problem, { ...quiet, isVerbose: true }).text).toBe('pumphouse: high. Mend it. Caused by: deep.');
});

test('help that was asked for is no complaint', () => {
  const help = new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)');
  expect(complaint(help, quiet)).toEqual({ text: undefined, code: 0 });
});

test('passwords of addresses are taken out of whatever is said', () => {
  expect(withoutPasswords('at postgresql://u:p%40ss@h/d: no')).toBe('at postgresql://u:[secret]@h/d: no');
  expect(withoutPasswords('http://h:5000/v3 and a@b')).toBe('http://h:5000/v3 and a@b');
});

test('text is broken at spaces only', () => {
  expect(wrapText('aa bb cccccccc dd', 5)).toBe('aa bb\ncccccccc\ndd');
  expect(wrapText('aa bb', undefined)).toBe('aa bb');
});

test('verification shows what is not equal, and counts all', () => {
  const verification = { at: '', verdicts: [verdict('verified'), verdict('missing')] };
  expect(verificationListing(verification, false).rows).toHaveLength(1);
  expect(verificationListing(verification, true).rows).toHaveLength(2);
  expect(verificationLine('1a', verification)).toBe('Run 1a: 1 verified, 1 missing');
});

test('undo says what is deleted, what stays and what is lost', () => {
  const twin = { sourceId: 's', name: 'n', destinationId: 'd' };
  const words = lossWords(samplePlan(), [
    { ...twin, kind: 'floating-ip', origin: 'created' },
    { ...twin, kind: 'server', origin: 'created' },
    { ...twin, kind: 'flavor', origin: 'adopted' },
  ]);
  expect(words).toContain('deletes on new: 1 floating IP, 1 server. 1 adopted resource will stay.');
  expect(words).toContain('On old these servers will be as they were before: web1.');
});

test('an inventory is counted by kind or listed with its reasons', () => {
  const project = { id: 'p1', name: 'acme' };
  const none = { ...samplePlan(), takenAt: '', cloud: samplePlan().source };
  const taken = {
    inventory: { ...none, resources: { ...byKind(() => []), project: [project] } },
    chosen: [
      { kind: 'server', name: 'web1', resource: { id: 's1', name: 'web1', projectId: 'p1' }, reason: 'selected' },
      { kind: 'project', name: 'acme', resource: project, reason: 'server web1' },
    ],
  } as const;
  expect(countListing(taken).rows[1]).toEqual(['project', 1, 0, 1]);
  expect(resourceListing(taken).rows).toEqual([
    ['project', 'acme', 'p1', null, 'server web1'],
    ['server', 'web1', 's1', 'acme', 'selected'],
  ]);
});

test('clouds are rows whether they can be reached or not', () => {
  const problem = new Problem({ summary: 'no answer', remedy: 'wait' });
  const { rows, columns } = cloudsListing([{ name: 'old', problem }]);
  expect(rows[0]).toHaveLength(columns.length);
  expect(rows[0]?.at(-1)).toBe('no answer.');
});
