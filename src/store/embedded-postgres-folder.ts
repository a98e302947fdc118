import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The state folder when the operator names none: `PUMPHOUSE_HOME`; else `/var/lib/pumphouse` for root, whose home
 * PostgreSQL's account may not enter; else the user's own, by the XDG Base Directory Specification.
 */
export function embeddedPostgresFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  isRoot: boolean = process.getuid?.() === 0,
): string {
  const chosen = environment['PUMPHOUSE_HOME'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (isRoot) return '/var/lib/pumphouse';
  const share = environment['XDG_DATA_HOME'];
  return join(share === undefined || share === '' ? join(homedir(), '.local', 'share') : share, 'pumphouse');
}
