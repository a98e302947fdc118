import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedPostgresPlace } from './embedded-postgres-place.ts';

/**
 * The process ids of the cluster: its postmaster, and all that the postmaster started, which may outlive it for a
 * moment. They are told by the tag in their command line, since the working directory of another account's process is
 * closed even to root in a container.
 */
export async function embeddedPostgresProcesses(place: EmbeddedPostgresPlace): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      if ((await programName(name)) !== 'postgres') return [];
      const commandLine = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
      return commandLine.includes(place.tag) ? [Number(name)] : [];
    }),
  );
  return found.flat();
}

/** The process id that the cluster's own lock file names, dead or alive; undefined when there is none. */
export async function postmasterId(place: EmbeddedPostgresPlace): Promise<number | undefined> {
  return firstLineId(join(place.dataFolder, 'postmaster.pid'));
}

/**
 * Removes PostgreSQL's lock files when the process they name is alive but is no postgres: after a power cut its id may
 * belong to any program, and PostgreSQL would refuse to start. A file of a dead process is PostgreSQL's own to judge.
 * May only be called while no process of the cluster is alive.
 */
export async function removeStaleLockFiles(place: EmbeddedPostgresPlace): Promise<void> {
  for (const file of [join(place.dataFolder, 'postmaster.pid'), join(place.socketFolder, '.s.PGSQL.5432.lock')]) {
    const id = await firstLineId(file);
    const program = id === undefined ? undefined : await programName(String(id));
    if (program !== undefined && program !== 'postgres') await rm(file, { force: true });
  }
}

async function firstLineId(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const id = Number.parseInt(text, 10);
  return Number.isInteger(id) && id > 0 ? id : undefined;
}

async function programName(id: string): Promise<string | undefined> {
  return readFile(`/proc/${id}/comm`, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}
