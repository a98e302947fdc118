import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, chown, lstat, mkdir, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { limits } from '../base/limits.ts';
import { log } from '../base/log.ts';
import { Problem } from '../base/problem.ts';
import { type EmbeddedPostgresAccount, embeddedPostgresAccount } from './embedded-postgres-account.ts';
import type { EmbeddedPostgresPlace } from './embedded-postgres-place.ts';
import { removeStaleLockFiles } from './embedded-postgres-processes.ts';
import { type PostgresBinaries, type PostgresBinariesOrigin, postgresBinaries } from './postgres-binaries.ts';

const run = promisify(execFile);
/** Nothing of the operator's own `PG…` variables; English messages. */
const environment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };

/**
 * Starts a postmaster, after making its cluster when there is none, and returns it at once: it is ready when it
 * answers a query. May only be called under the lock, while no process of the cluster is alive. Throws a Problem when
 * no PostgreSQL of the right version is installed or its account cannot enter the folder.
 */
export async function embeddedPostgresStart(
  place: EmbeddedPostgresPlace,
  origin: PostgresBinariesOrigin | undefined,
): Promise<ChildProcess> {
  const account = await embeddedPostgresAccount(place.clusterFolder);
  await makeFolders(place, account);
  const version = await readFile(join(place.dataFolder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  const binaries = await postgresBinaries({
    account,
    copyFolder: dirname(place.clusterFolder),
    major: version === undefined ? undefined : Number.parseInt(version, 10),
    origin,
  });
  if (version === undefined) await makeCluster(place, binaries, account);
  await removeStaleLockFiles(place);
  const logFile = await open(place.logFile, 'a', 0o600);
  const postmaster = spawn(join(binaries.binFolder, 'postgres'), settings(place), {
    ...account,
    cwd: place.dataFolder,
    env: environment,
    // A session of its own: the operator's Ctrl-C is for us, and PostgreSQL outlives us when others still use it.
    detached: true,
    stdio: ['ignore', logFile.fd, logFile.fd],
  });
  postmaster.on('error', (error) => log.warn({ error: error.message }, 'the postmaster does not start'));
  postmaster.unref();
  await logFile.close();
  return postmaster;
}

/** fsync stays on, since the store is what remembers twins; the rest is small, since the store is. */
function settings(place: EmbeddedPostgresPlace): string[] {
  const values = {
    cluster_name: place.tag,
    listen_addresses: '',
    unix_socket_directories: place.socketFolder,
    unix_socket_permissions: '0700',
    shared_buffers: '64MB',
    max_connections: '60',
    max_wal_size: '256MB',
    jit: 'off',
    log_checkpoints: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  return ['-D', place.dataFolder, ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

async function makeFolders(place: EmbeddedPostgresPlace, account: EmbeddedPostgresAccount | undefined): Promise<void> {
  const stateFolder = dirname(place.clusterFolder);
  if (account !== undefined) {
    // PostgreSQL's account has to pass through; it still cannot list the folder.
    const { mode, uid } = await lstat(stateFolder);
    if (uid === 0) await chmod(stateFolder, (mode & 0o777) | 0o011);
  }
  for (const folder of [place.clusterFolder, place.socketFolder]) {
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw closedFolder(folder, error.code);
    });
    const { uid } = await lstat(folder);
    if (account !== undefined && uid === 0) await chown(folder, account.uid, account.gid);
    await assertPrivate(folder, account?.uid ?? process.getuid?.());
  }
  if (account === undefined) return;
  const canEnter = await run('test', ['-x', place.clusterFolder], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
  if (!canEnter) throw closedFolder(place.clusterFolder, `closed to uid ${account.uid}`);
}

/** Who can enter the socket's folder is who can log in: there is no password. In `/tmp` anybody could have made it. */
async function assertPrivate(folder: string, uid: number | undefined): Promise<void> {
  const found = await lstat(folder);
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return;
  throw new Problem({
    summary: `${folder} is not a folder of PostgreSQL's account (uid ${uid}) with mode 0700`,
    remedy: 'ask',
    cure: 'Mend its owner and mode, or choose another state folder with PUMPHOUSE_HOME.',
  });
}

function closedFolder(folder: string, reason: string | undefined): Problem {
  return new Problem({
    summary: `PostgreSQL cannot use the folder ${folder} (${reason ?? 'unknown reason'})`,
    remedy: 'ask',
    cure:
      'Choose a state folder with PUMPHOUSE_HOME whose parents everybody may enter, such as /var/lib/pumphouse; or ' +
      'give the URL of a database with --database.',
  });
}

/**
 * Makes the cluster under a name of its own and renames it when it is whole, so that a kill leaves no half of one.
 * Nobody is asked for a password, because the folder of the socket, which is the only way in, is closed to others;
 * `peer` would fail where root is the client and `nobody` the server.
 */
async function makeCluster(
  place: EmbeddedPostgresPlace,
  binaries: PostgresBinaries,
  account: EmbeddedPostgresAccount | undefined,
): Promise<void> {
  const unfinished = await mkdtemp(`${place.dataFolder}.new-`);
  if (account !== undefined) await chown(unfinished, account.uid, account.gid);
  const words = ['-D', unfinished, '-U', 'pumphouse', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--data-checksums'];
  await run(join(binaries.binFolder, 'initdb'), [...words, '--no-instructions'], {
    ...account,
    cwd: place.clusterFolder,
    env: environment,
    timeout: limits.postgresStartTimeoutMs,
  }).catch((error: Error & { stderr?: string }) => {
    throw new Problem({
      summary: `PostgreSQL cannot make its files in ${place.clusterFolder}`,
      remedy: 'ask',
      cure: 'Mend what it complains about, or give the URL of a database with --database.',
      detail: (error.stderr ?? error.message).trim(),
    });
  });
  await rename(unfinished, place.dataFolder);
  await removeUnfinished(place);
}

/** What a kill left of earlier attempts. An initdb that outlived us may still write there, so a failure is no harm. */
async function removeUnfinished(place: EmbeddedPostgresPlace): Promise<void> {
  const prefix = `${basename(place.dataFolder)}.new-`;
  for (const name of await readdir(place.clusterFolder)) {
    if (!name.startsWith(prefix)) continue;
    await rm(join(place.clusterFolder, name), { recursive: true, force: true }).catch((error: Error) =>
      log.warn({ error: error.message }, 'an unfinished cluster stays'),
    );
  }
}
