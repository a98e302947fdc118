import { readFile, stat } from 'node:fs/promises';

/** The operating system's account that PostgreSQL runs as. */
export interface EmbeddedPostgresAccount {
  readonly uid: number;
  readonly gid: number;
}

/** The ids that the Linux Standard Base and every distribution but a few give to `nobody`. */
const nobody: EmbeddedPostgresAccount = { uid: 65_534, gid: 65_534 };

/**
 * The account to run PostgreSQL as, or undefined for our own. Only root needs another one, since initdb and postgres
 * refuse to run as root: then it is the owner of a cluster that is already there, else `nobody`. The account
 * `postgres` is left alone, because it owns the databases of other programs.
 */
export async function embeddedPostgresAccount(clusterFolder: string): Promise<EmbeddedPostgresAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(clusterFolder).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, , uid, gid] = /^nobody:.*$/m.exec(accounts)?.[0].split(':') ?? [];
  return uid === undefined || gid === undefined ? nobody : { uid: Number(uid), gid: Number(gid) };
}
