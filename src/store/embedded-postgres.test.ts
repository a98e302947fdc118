import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { assert } from '../base/assert.ts';
import { openPostgres } from './embedded-postgres.ts';
import { embeddedPostgresAccount } from './embedded-postgres-account.ts';
import { embeddedPostgresPlace } from './embedded-postgres-place.ts';
import { embeddedPostgresProcesses, postmasterId } from './embedded-postgres-processes.ts';
import { postgresBinaries } from './postgres-binaries.ts';

/** A first start takes two seconds, and many times that on a busy disk. */
vi.setConfig({ testTimeout: 90_000 });

const folders: string[] = [];
const others: ChildProcess[] = [];
/** Tests that need no first start share one cluster: each leaves it stopped. */
const shared = await temporaryFolder();
let folder = shared;

beforeEach(() => {
  folder = shared;
});

afterEach(() => {
  for (const other of others.splice(0)) other.kill('SIGKILL');
});

afterAll(async () => {
  for (const each of folders) {
    for (const id of await embeddedPostgresProcesses(embeddedPostgresPlace(each))) process.kill(id, 'SIGKILL');
    await rm(each, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});

describe.each(['machine', 'package'] as const)('with the binaries of the %s', (origin) => {
  test('starts, keeps what was written, and stops with its last user', async ({ skip }) => {
    folder = await temporaryFolder();
    const account = await embeddedPostgresAccount(folder);
    const found = await postgresBinaries({ account, copyFolder: folder, origin }).catch(() => undefined);
    if (found === undefined) skip('not installed');
    const first = await openPostgres({ folder, origin });
    await ask(first.url, "CREATE TABLE kept AS SELECT 'Zoë' AS name");
    const second = await openPostgres({ folder, origin });
    await first.close();
    expect(await ask(second.url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    await second.close();
    await second.close();
    expect(await alive()).toEqual([]);
    const third = await openPostgres({ folder });
    expect(await ask(third.url, 'SELECT name FROM kept')).toEqual([{ name: 'Zoë' }]);
    expect(await ask(third.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    await third.close();
  });
});

test('two processes that open at once share one postmaster, and the last one stops it', async () => {
  folder = await temporaryFolder();
  const pair = [otherProcess(), otherProcess()];
  const urls = await Promise.all(pair.map(said));
  expect(new Set(urls).size).toBe(1);
  const postmaster = await postmasterId(place());
  pair[0]?.stdin?.end();
  await Promise.all(pair.slice(0, 1).map((other) => once(other, 'exit')));
  expect(await postmasterId(place())).toBe(postmaster);
  pair[1]?.stdin?.end();
  await Promise.all(pair.slice(1).map((other) => once(other, 'exit')));
  expect(await alive()).toEqual([]);
});

test('starts again after the postmaster is killed, and close survives its loss', async () => {
  const lost = await openPostgres({ folder });
  await ask(lost.url, 'CREATE TABLE kept AS SELECT 1 AS one');
  await killPostmaster();
  const again = await openPostgres({ folder });
  expect(await ask(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  await lost.close();
  expect(await ask(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  await again.close();
  expect(await alive()).toEqual([]);
});

test('a postmaster whose process of ours was killed is used again', async () => {
  const other = otherProcess();
  await said(other);
  const postmaster = await postmasterId(place());
  other.kill('SIGKILL');
  await once(other, 'exit');
  const opened = await openPostgres({ folder });
  expect(await postmasterId(place())).toBe(postmaster);
  await opened.close();
  expect(await alive()).toEqual([]);
});

test('a kill at any moment of the first start leaves nothing that blocks the next one', async () => {
  folder = await temporaryFolder();
  for (const afterMs of [150, 400, 700, 1000, 1300]) {
    const other = otherProcess();
    await delay(afterMs);
    other.kill('SIGKILL');
    await once(other, 'exit');
  }
  const opened = await openPostgres({ folder });
  expect(await ask(opened.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await opened.close();
});

test('a lock file that names some other living process does not block a start', async () => {
  const first = await openPostgres({ folder });
  await killPostmaster();
  await first.close();
  const lockFile = join(place().dataFolder, 'postmaster.pid');
  const stranger = sleeper(await embeddedPostgresAccount(place().clusterFolder));
  const lines = (await readFile(lockFile, 'utf8')).split('\n').slice(1);
  await writeFile(lockFile, [stranger.pid, ...lines].join('\n'));
  const again = await openPostgres({ folder });
  expect(await ask(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await again.close();
});

test('an operator who is connected keeps it running', async () => {
  const first = await openPostgres({ folder });
  const operator = new Client({ connectionString: first.url });
  await operator.connect();
  await first.close();
  expect((await operator.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await operator.end();
  const second = await openPostgres({ folder });
  await second.close();
  expect(await alive()).toEqual([]);
});

test('a folder whose path is too long for a socket works', async () => {
  const parent = await temporaryFolder();
  await chmod(parent, 0o711);
  folder = join(parent, 'a'.repeat(90));
  folders.push(folder);
  const opened = await openPostgres({ folder });
  expect(place().socketFolder).toMatch(/^\/tmp\/pumphouse-/);
  await opened.close();
  await rm(place().socketFolder, { recursive: true });
});

test.runIf(process.getuid?.() === 0)('a folder that the account of PostgreSQL cannot reach is a problem', async () => {
  folder = join(await temporaryFolder(), 'below');
  await expect(openPostgres({ folder })).rejects.toMatchObject({
    name: 'Problem',
    message: expect.stringContaining('cannot use the folder'),
    cure: expect.stringContaining('/var/lib/pumphouse'),
  });
});

test('files of another major version are a problem that names it', async () => {
  const opened = await openPostgres({ folder });
  await opened.close();
  const versionFile = join(place().dataFolder, 'PG_VERSION');
  const version = await readFile(versionFile, 'utf8');
  await writeFile(versionFile, '9\n');
  const problem = await openPostgres({ folder }).catch((error: unknown) => error);
  await writeFile(versionFile, version);
  expect(problem).toMatchObject({
    name: 'Problem',
    message: 'PostgreSQL 9 is not installed on this machine',
    cure: expect.stringContaining('PUMPHOUSE_HOME'),
  });
});

test('a database of the operator that does not answer is a problem without the password', async () => {
  for (const address of ['127.0.0.1:1', 'no such address', '[']) {
    const databaseUrl = `postgresql://operator:hunter2@${address}/store`;
    const problem = await openPostgres({ folder, databaseUrl }).catch((error: unknown) => error);
    expect(problem).toMatchObject({ name: 'Problem', cure: expect.stringContaining('URL') });
    expect(JSON.stringify(problem) + String(problem)).not.toContain('hunter2');
  }
});

test('a database of the operator that answers is used as it is', async () => {
  const own = await openPostgres({ folder });
  const opened = await openPostgres({ folder: '/nowhere', databaseUrl: own.url });
  expect(opened.url).toBe(own.url);
  await opened.close();
  expect(await ask(own.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await own.close();
});

async function temporaryFolder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'pumphouse-postgres-'));
  folders.push(made);
  return made;
}

function place() {
  return embeddedPostgresPlace(folder);
}

function alive(): Promise<number[]> {
  return embeddedPostgresProcesses(place());
}

async function killPostmaster(): Promise<void> {
  const id = await postmasterId(place());
  assert(id !== undefined, 'a postmaster runs');
  process.kill(id, 'SIGKILL');
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

/** Opens the folder in a process of its own, prints the URL, and closes when its standard input ends. */
function otherProcess(): ChildProcess {
  const script = `
    import { openPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))};
    const opened = await openPostgres({ folder: ${JSON.stringify(folder)} });
    console.log(opened.url);
    for await (const _ of process.stdin);
    await opened.close();
  `;
  const other = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  others.push(other);
  return other;
}

function said(other: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    other.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    other.once('exit', () => reject(new Error('the other process ended without a word')));
  });
}

/** A process that is no postgres, of the account whose processes PostgreSQL takes for its own. */
function sleeper(account: { uid: number; gid: number } | undefined): ChildProcess {
  const stranger = spawn('sleep', ['60'], { ...account, cwd: '/' });
  others.push(stranger);
  return stranger;
}
