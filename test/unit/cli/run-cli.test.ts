import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { exitCodes } from '../../../src/cli/exit-codes.ts';
import { runCli } from '../../../src/cli/run-cli.ts';
import { fakeCaller } from './fake-caller.ts';

const clouds = `clouds:
  old: { auth: { auth_url: http://127.0.0.1:1/v3, user_id: u, password: pw-of-old, project_id: p } }
  new: { auth: { auth_url: http://127.0.0.1:2/v3, user_id: u, password: pw-of-new, project_id: p } }
`;

afterEach(() => void vi.unstubAllEnvs());

async function check(line: string, code: number, told: string | RegExp, file = clouds): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'cli-')), 'clouds.yaml');
  writeFileSync(path, file);
  const caller = fakeCaller({ OS_CLIENT_CONFIG_FILE: path });
  const ended = await runCli(line.split(' '), caller);
  if (typeof told === 'string') expect(caller.told()).toContain(told);
  else expect(caller.told()).toMatch(told);
  expect(ended).toBe(code);
  expect(caller.told()).not.toContain('\n');
  expect(caller.told() + caller.printed()).not.toMatch(/pw-of-|verysecret/);
  return caller.printed();
}

const pair = '--source old --destination new';

test('wrong usage ends with 2 and says what to write', async () => {
  await check('pln', exitCodes.usage, "pumphouse: unknown command 'pln' (Did you mean plan?) Add --help");
  await check('plan --disc rebuild', exitCodes.usage, "unknown option '--disc' (Did you mean --disk?)");
  await check(`plan ${pair}`, exitCodes.usage, 'nothing is selected. Name a project (pumphouse plan --project acme)');
  await check(`migrate ${pair} --all --server a`, exitCodes.usage, '--all is everything already');
  await check('run', exitCodes.usage, "missing required argument 'plan'");
  await check('report -f pdf', exitCodes.usage, 'Allowed choices are text, json, html');
});

test('a cloud that is not named is asked for, and the environment may name it', async () => {
  await check('plan --all', exitCodes.usage, 'no source cloud is named. Add --source NAME or set PUMPHOUSE_SOURCE');
  vi.stubEnv('PUMPHOUSE_SOURCE', 'old');
  await check('plan --all', exitCodes.usage, 'no destination cloud is named');
});

test('a mapping must be KIND:SOURCE=DESTINATION', async () => {
  await check(`plan --all ${pair} --map net`, exitCodes.usage, '--map net is not KIND:SOURCE=DESTINATION');
  await check(
    `plan --all ${pair} --map net:a=b`,
    exitCodes.usage,
    'begins with "net", which is no kind; there are: domain, pro',
  );
});

test('a problem ends with 1, in one paragraph that says what to do', async () => {
  await check('plan --all --source od --destination new', exitCodes.problem, 'Did you mean "old"?');
  await check(`plan --all ${pair}`, exitCodes.problem, 'cloud old: no answer from http://127.0.0.1:1');
  await check('clouds', exitCodes.problem, /clouds\.yaml:2:\d+/, 'clouds:\n  old: [1');
  await check('report --database postgresql://u:verysecret@127.0.0.1:1/d', exitCodes.problem, 'does not answer');
});

test('clouds that cannot be reached are rows all the same', async () => {
  const caller = fakeCaller({ OS_CLIENT_CONFIG_FILE: '/nonexistent', HOME: '/nonexistent' });
  expect(await runCli(['clouds', 'old', 'new', '-f', 'json'], caller)).toBe(exitCodes.problem);
  expect(JSON.parse(caller.printed())).toMatchObject([{ Name: 'old', State: 'not reachable' }, { Name: 'new' }]);
});

test('help and version are no mistakes, and go to standard output', async () => {
  for (const word of ['--help', '--version', 'help']) {
    const caller = fakeCaller();
    expect(await runCli([word], caller)).toBe(exitCodes.done);
    expect(caller.told()).toBe('');
    expect(caller.printed()).not.toBe('');
  }
});

test('no command at all shows the help and ends with 2', async () => {
  const caller = fakeCaller();
  expect(await runCli([], caller)).toBe(exitCodes.usage);
  expect(caller.told()).toContain('Usage: pumphouse');
});
