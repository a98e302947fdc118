import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodes } from '../../../src/cli/exit-codes.ts';
import { runCli } from '../../../src/cli/run-cli.ts';
import { fakeCaller } from './fake-caller.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `pumphouse sim` and interrupts it as soon as it has said anything. */
function startAndStop(words: readonly string[], onUp: () => Promise<void>): Promise<Ended> {
  const child = spawn(process.execPath, ['src/main.ts', 'sim', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').once('data', () => {
    void onUp().finally(() => child.kill('SIGINT'));
  });
  child.stdout.on('data', (text: string) => (stdout += text));
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}

async function checkUsage(line: string, told: string): Promise<void> {
  const caller = fakeCaller();
  expect(await runCli(line.split(' '), caller)).toBe(exitCodes.usage);
  expect(caller.told()).toContain(told);
}

test('numbers are checked before anything is started', async () => {
  await checkUsage('sim --servers many', '--servers many is not a whole number from 0 to 9999');
  await checkUsage('sim --servers -1', '--servers -1 is not a whole number');
  await checkUsage('sim --pace 0.0', '--pace 0.0 is not a number above 0');
});

test('two clouds are up until an interrupt, and the files say where', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sim-'));
  const path = join(folder, 'clouds.yaml');
  const statuses: number[] = [];
  const ended = await startAndStop(['--servers', '1', '--seed', '7', '--write-clouds', path], async () => {
    const urls = readFileSync(path, 'utf8').match(/http:\S+/g) ?? [];
    for (const url of urls) statuses.push((await fetch(url)).status);
  });
  expect(ended).toMatchObject({ code: exitCodes.done, stderr: '' });
  expect(statuses).toEqual([200, 200]);
  expect(ended.stdout).toContain(`export OS_CLIENT_CONFIG_FILE=${path}`);
  const { projects } = JSON.parse(readFileSync(join(folder, 'population.json'), 'utf8'));
  expect(projects[0]).toMatchObject({ name: 'acme', servers: 1, isMovable: true });
});

test('a clouds.yaml that a person wrote is left alone', { timeout: 60_000 }, async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'sim-')), 'clouds.yaml');
  writeFileSync(path, 'clouds: {}\n');
  const ended = await startAndStop(['--write-clouds', path], async () => undefined);
  expect(ended.code).toBe(exitCodes.problem);
  expect(ended.stderr).toContain('Name another file with --write-clouds');
  expect(readFileSync(path, 'utf8')).toBe('clouds: {}\n');
});
