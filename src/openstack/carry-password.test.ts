import { expect, it } from 'vitest';
import { carryPassword, isSamePassword } from './carry-password.ts';
import { isSameHistory, type KeystoneDatabase, type PasswordRow } from './keystone-database.ts';

/** A Keystone's database with one user, or without. */
function databaseOf(rows: readonly PasswordRow[] | undefined): KeystoneDatabase {
  let held = rows;
  return {
    description: 'memory',
    ping: () => Promise.resolve(),
    readPasswords: () => Promise.resolve(held === undefined ? undefined : [...held]),
    writePasswords(_userId, wanted) {
      const isSame = isSameHistory(held ?? [], wanted);
      held = wanted;
      return Promise.resolve(isSame ? 'same' : 'written');
    },
    close: () => Promise.resolve(),
  };
}

function row(hash: string, createdAtUs: number, change: Partial<PasswordRow> = {}): PasswordRow {
  const times = { createdAt: '2026-01-01 00:00:00', expiresAt: null, expiresAtUs: null };
  return { hash, isSelfService: false, createdAtUs, ...times, ...change };
}

async function check(
  from: readonly PasswordRow[] | undefined,
  to: readonly PasswordRow[] | undefined,
  expected: 'carried' | 'same' | 'none' | 'newer',
): Promise<void> {
  const [source, destination] = [databaseOf(from), databaseOf(to)];
  expect(await carryPassword(source, destination, 'a', 'A')).toBe(expected);
  const isCarried = expected === 'carried' || expected === 'same';
  expect(await isSamePassword(source, destination, 'a', 'A')).toBe(isCarried || (from ?? []).length === 0);
  if (isCarried) expect(await carryPassword(source, destination, 'a', 'A')).toBe('same');
}

const history = [row('one', 1, { expiresAtUs: 2 }), row('two', 2, { isSelfService: true })];

it('carries the whole history once', () => check(history, [], 'carried'));
it('writes nothing when it is there', () => check(history, [...history], 'same'));
it('carries an expiry that has changed', () => check([row('two', 2, { expiresAtUs: 9 })], [row('two', 2)], 'carried'));
it('carries a password that was changed on the source', () => check([row('new', 3)], history, 'carried'));
it('leaves one alone that was changed on the destination', () => check(history, [row('own', 3)], 'newer'));
it('has nothing to carry for a user without a password', () => check([], [], 'none'));
it('has nothing to carry for a user of a directory', () => check(undefined, undefined, 'none'));
