import { execFile } from 'node:child_process';
import { access, readdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import type { EmbeddedPostgresAccount } from './embedded-postgres-account.ts';
import { postgresBinariesPackaged } from './postgres-binaries-packaged.ts';

/** Where the binaries come from: installed on this machine, or the npm package. */
export type PostgresBinariesOrigin = 'machine' | 'package';

export interface PostgresBinaries {
  /** Holds `initdb` and `postgres`. */
  readonly binFolder: string;
  /** Such as 15: only the same major version can open a cluster. */
  readonly major: number;
}

export interface PostgresBinariesWish {
  /** Who has to be able to run them; undefined: we ourselves. */
  readonly account: EmbeddedPostgresAccount | undefined;
  /** Where binaries are copied to when they cannot run from their package. */
  readonly copyFolder: string;
  readonly major?: number | undefined;
  readonly origin?: PostgresBinariesOrigin | undefined;
}

/** Older ones get no more corrections: postgresql.org/support/versioning. */
const oldestMajor = 14;
const run = promisify(execFile);

/**
 * Finds binaries of PostgreSQL that run here: the newest of the machine, else those of the npm package. Throws a
 * Problem when none does, with the versions that were found.
 */
export async function postgresBinaries(wish: PostgresBinariesWish): Promise<PostgresBinaries> {
  const seen: string[] = [];
  for await (const binFolder of candidates(wish)) {
    const major = await majorVersion(binFolder, wish.account);
    seen.push(`${binFolder}: ${major ?? 'does not run'}`);
    if (major !== undefined && (wish.major === undefined ? major >= oldestMajor : major === wish.major)) {
      return { binFolder, major };
    }
  }
  const version = wish.major === undefined ? `${oldestMajor} or later` : String(wish.major);
  throw new Problem({
    summary: `PostgreSQL ${version} is not installed on this machine`,
    remedy: 'ask',
    cure:
      wish.major === undefined
        ? 'Install it (Debian: apt install postgresql), or give the URL of a database with --database.'
        : `The store was made by this version: install it (Debian: apt install postgresql-${version}), or choose ` +
          'another state folder with PUMPHOUSE_HOME to begin with an empty store.',
    detail: seen.length === 0 ? 'none was found' : seen.join('; '),
  });
}

async function* candidates(wish: PostgresBinariesWish): AsyncGenerator<string> {
  if (wish.origin !== 'package') yield* await machineFolders();
  if (wish.origin === 'machine') return;
  const packaged = await postgresBinariesPackaged(wish.copyFolder, (folder) => canRun(folder, wish.account));
  if (packaged !== undefined) yield packaged;
}

/** Debian's folders and Red Hat's, newest first, then `PATH`. */
async function machineFolders(): Promise<string[]> {
  const debian = await versionsIn('/usr/lib/postgresql', /^(\d+)$/);
  const redHat = await versionsIn('/usr', /^pgsql-(\d+)$/);
  const versioned = [...debian, ...redHat].toSorted((a, b) => b.major - a.major).map(({ folder }) => folder);
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  const found: string[] = [];
  for (const folder of [...versioned, ...path]) {
    const program = await realpath(join(folder, 'postgres')).catch(() => undefined);
    if (program === undefined || found.includes(dirname(program))) continue;
    const hasInitdb = await access(join(dirname(program), 'initdb')).then(
      () => true,
      () => false,
    );
    if (hasInitdb) found.push(dirname(program));
  }
  return found;
}

async function versionsIn(parent: string, pattern: RegExp): Promise<{ major: number; folder: string }[]> {
  const names = await readdir(parent).catch(() => []);
  return names.flatMap((name) => {
    const major = pattern.exec(name)?.[1];
    return major === undefined ? [] : [{ major: Number(major), folder: join(parent, name, 'bin') }];
  });
}

async function canRun(binFolder: string, account: EmbeddedPostgresAccount | undefined): Promise<boolean> {
  return (await majorVersion(binFolder, account)) !== undefined;
}

/** By running it as the account that will run it: no other test finds a missing library or a closed parent folder. */
async function majorVersion(
  binFolder: string,
  account: EmbeddedPostgresAccount | undefined,
): Promise<number | undefined> {
  const options = { ...account, cwd: '/', timeout: limits.connectTimeoutMs };
  const answer = await run(join(binFolder, 'postgres'), ['--version'], options).catch(() => undefined);
  const major = /PostgreSQL\) (\d+)/.exec(answer?.stdout ?? '')?.[1];
  return major === undefined ? undefined : Number(major);
}
