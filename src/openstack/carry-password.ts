import { isSameHistory, type KeystoneDatabase, type PasswordRow } from './keystone-database.ts';

/**
 * Carries a user's password hashes, with history and expiry, straight from one Keystone database to another, so that
 * the old password works on the destination. `none`: the source has no password; `newer`: it was changed on the
 * destination since, and is left alone.
 */
export async function carryPassword(
  source: KeystoneDatabase,
  destination: KeystoneDatabase,
  sourceUserId: string,
  destinationUserId: string,
): Promise<'carried' | 'same' | 'none' | 'newer'> {
  const [wanted = [], present = []] = await Promise.all([
    source.readPasswords(sourceUserId),
    destination.readPasswords(destinationUserId),
  ]);
  if (wanted.length === 0) return 'none';
  if (isSameHistory(wanted, present)) return 'same';
  if (lastChangeUs(present) > lastChangeUs(wanted)) return 'newer';
  const written = await destination.writePasswords(destinationUserId, wanted);
  return written === 'written' ? 'carried' : 'same';
}

/** True when a user logs in with the same password on both sides; both may have none. */
export async function isSamePassword(
  source: KeystoneDatabase,
  destination: KeystoneDatabase,
  sourceUserId: string,
  destinationUserId: string,
): Promise<boolean> {
  const [wanted = [], present = []] = await Promise.all([
    source.readPasswords(sourceUserId),
    destination.readPasswords(destinationUserId),
  ]);
  return isSameHistory(wanted.slice(-1), present.slice(-1));
}

function lastChangeUs(rows: readonly PasswordRow[]): number {
  return rows.at(-1)?.createdAtUs ?? 0;
}
