import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { Problem } from '../src/base/problem.ts';
import { writeCephClouds } from '../test/lab/write-ceph-clouds.ts';
import { replaceSection } from './replace-section.ts';
import { interrupted, runCommand, startGroup } from './run-command.ts';

/*
 * Moves a server of the lab with a data volume of each size, warm, while its guest writes to that every second, and
 * takes it back; writes how long each was down into docs/performance.md. Needs a lab that is up and populated.
 */
const { values } = parseArgs({ options: { sizes: { type: 'string', default: '1,8' } } });
const sizesGiB = values.sizes.split(',').map(Number);
const labState = process.env['PUMPHOUSE_LAB_STATE'] ?? '/var/lib/pumphouse-lab';
const page = join(import.meta.dirname, '..', 'docs', 'performance.md');
const bin = join(import.meta.dirname, '..', 'bin', 'pumphouse');
const name = 'pumphouse-bench-warm';
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const folder = await mkdtemp(join(tmpdir(), 'pumphouse-bench-'));
// PostgreSQL runs as another user than root.
await chmod(folder, 0o711);
const labClouds = join(labState, 'clouds.yaml');
if (!existsSync(labClouds)) throw new Problem({ summary: 'the lab is down', cure: 'lab/up', remedy: 'ask' });
const surroundings = {
  OS_CLIENT_CONFIG_FILE: writeCephClouds(folder),
  CEPH_CONF: join(labState, 'ceph', 'ceph.conf'),
  PUMPHOUSE_HOME: join(folder, 'home'),
  PUMPHOUSE_SOURCE: 'source',
  PUMPHOUSE_DESTINATION: 'destination',
};
const populated = z
  .looseObject({ users: z.looseObject({ alice: z.looseObject({ password: z.string() }) }) })
  .parse(JSON.parse(await readFile(join(labState, 'populate.json'), 'utf8')));
const cloudsSchema = z.looseObject({
  clouds: z.looseObject({ source: z.looseObject({ auth: z.looseObject({ auth_url: z.string() }) }) }),
});
const { auth_url: authUrl } = cloudsSchema.parse(parse(await readFile(labClouds, 'utf8'))).clouds.source.auth;
const asAlice = [
  `OS_AUTH_URL=${authUrl} OS_USERNAME=alice OS_PASSWORD=${populated.users.alice.password} OS_PROJECT_NAME=alpha`,
  'OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default OS_IDENTITY_API_VERSION=3',
].join(' ');

const reportSchema = z.looseObject({
  servers: z.array(z.looseObject({ downtimeMs: z.number(), steps: z.record(z.string(), z.number()) })),
});

interface Row {
  readonly sizeGiB: number;
  readonly wholeMs: number;
  readonly downtimeMs: number;
  readonly restMs: number;
}

try {
  const rows: Row[] = [];
  for (const sizeGiB of sizesGiB) rows.push(await moveOne(sizeGiB));
  const lines = tableOf(rows);
  console.log(lines.join('\n'));
  await writeFile(page, replaceSection(await readFile(page, 'utf8'), 'warm', lines));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function moveOne(sizeGiB: number): Promise<Row> {
  const made = await makeServer(sizeGiB);
  try {
    await say(made.address, 'count vdb');
    const words = ['migrate', '--server', made.serverId, '--warm', '--cutover', 'manual', '--yes'];
    const running = startGroup([bin, ...words], surroundings);
    const ended = new Promise((done) => running.once('close', done));
    const startedMs = Date.now();
    running.stdout.resume();
    while (
      !(await bash(`${bin} status "$(${bin} status -f value -c ID | head -n 1)" || true`)).includes('ready, not')
    ) {
      if (running.exitCode !== null) throw new Problem({ summary: 'the move ended too early', remedy: 'ask' });
      await delay(1000);
    }
    const readyMs = Date.now();
    await bash(`${bin} cutover`);
    await ended;
    const [server] = reportSchema.parse(JSON.parse(await bash(`${bin} report -f json`))).servers;
    await bash(`${bin} undo --yes`);
    return {
      sizeGiB,
      wholeMs: readyMs - startedMs,
      downtimeMs: server?.downtimeMs ?? Number.NaN,
      restMs: server?.steps['carry-volumes'] ?? Number.NaN,
    };
  } finally {
    await bash(made.removal);
  }
}

/** A server that boots from a volume, with a second one full of bytes, behind a floating IP. */
async function makeServer(sizeGiB: number): Promise<{ serverId: string; address: string; removal: string }> {
  const removal = `
    alice server delete --wait ${name} 2>/dev/null || true
    for port in $(alice port list -f value -c ID --name ${name}); do
      alice floating ip delete $(alice floating ip list --port $port -f value -c ID) 2>/dev/null || true
      alice port delete $port
    done
    for volume in ${name}-root ${name}-data; do alice volume delete $volume 2>/dev/null || true; done`;
  await bash(removal);
  const printed = await bash(`
    alice volume create --image tiny-raw --size 1 ${name}-root >/dev/null
    alice volume create --size ${sizeGiB} ${name}-data >/dev/null
    until alice volume list -f value -c Name -c Status | grep -c '^${name}.* available' | grep -q 2; do sleep 1; done
    data=$(alice volume show -f value -c id ${name}-data)
    rbd bench --io-type write --io-size 4M --io-total ${sizeGiB}G source-volumes/volume-$data >/dev/null 2>&1
    port=$(alice port create -f value -c id --network alpha-net --fixed-ip subnet=alpha-subnet --security-group web \\
      ${name})
    address=$(alice floating ip create -f value -c floating_ip_address --port $port ext)
    server=$(alice server create --wait -f value -c id --flavor lab.zero --port $port \\
      --volume ${name}-root --block-device uuid=$data,source_type=volume,destination_type=volume ${name})
    until curl -s -m 5 http://$address/ | grep -q host=; do sleep 2; done
    echo "$server $address"`).catch(async (problem: unknown) => {
    await bash(removal);
    throw problem;
  });
  const [serverId = '', address = ''] = printed.trim().split('\n').at(-1)?.split(' ') ?? [];
  return { serverId, address, removal };
}

async function say(address: string, word: string): Promise<void> {
  await bash(`printf '${word}\\n' | timeout 20 busybox nc ${address} 81`);
}

/** `alice` within the words is the client of the user of that name. */
async function bash(words: string): Promise<string> {
  const client = `alice() { env -u OS_CLIENT_CONFIG_FILE ${asAlice} openstack "$@"; }`;
  return await runCommand(['bash', '-euo', 'pipefail', '-c', `${client}\n${words}`], surroundings);
}

function tableOf(rows: readonly Row[]): string[] {
  const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`;
  const first = rows[0]?.downtimeMs ?? Number.NaN;
  return [
    `A volume full of bytes beside the one that the server boots from. Load: ${(loadavg()[0] ?? 0).toFixed(1)}.`,
    '',
    '| volume | copied while it runs | down | of that, its volumes | downtime by that of the first |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(({ sizeGiB, wholeMs, downtimeMs, restMs }) => {
      const ratio = `**${(downtimeMs / first).toFixed(2)}**`;
      return `| ${sizeGiB} GiB | ${seconds(wholeMs)} | ${seconds(downtimeMs)} | ${seconds(restMs)} | ${ratio} |`;
    }),
  ];
}
