import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { floatingIpOf, guestPage, tellGuest } from './guest.ts';
import { isAll } from './is-all.ts';
import { type LabClouds, labState, openLabClouds } from './lab-clouds.ts';
import { type Listing, takeListing } from './listing.ts';
import { runPumphouse, startPumphouse } from './run-pumphouse.ts';
import { storeText } from './store-text.ts';

/* Project alpha of the lab moves, with processes as an operator starts them, and is taken back. */
const project = 'alpha';
const clouds = ['--source', 'source', '--destination', 'destination'];
const migrate = ['migrate', ...clouds, '--project', project, '--leave-blocked', '--yes'];

/** What `lab/populate` gives web1, as Nova keeps it. */
const userData = Buffer.from('#cloud-config\nhostname: from-user-data\n').toString('base64');

let lab: LabClouds;
let before: { source: Listing; destination: Listing };

const serverSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  tenant_id: z.string(),
  user_id: z.string(),
});
type Server = z.infer<typeof serverSchema>;

const reportSchema = z.looseObject({
  run: z.string(),
  state: z.string(),
  resources: z.array(
    z.looseObject({
      kind: z.string(),
      name: z.string(),
      sourceId: z.string(),
      destinationId: z.string().optional(),
      verdict: z.string().optional(),
    }),
  ),
});

beforeAll(async () => {
  lab = await openLabClouds();
  const [source, destination] = await Promise.all([takeListing(lab.pair.source), takeListing(lab.pair.destination)]);
  before = { source, destination };
});

afterAll(async () => {
  await lab?.close();
});

async function serversOf(cloud: Cloud): Promise<Server[]> {
  const projects = await list(cloud, {
    service: 'identity',
    path: `/projects?name=${project}`,
    key: 'projects',
    item: z.looseObject({ id: z.string() }),
  });
  const servers = await list(cloud, {
    service: 'compute',
    path: '/servers/detail',
    key: 'servers',
    item: serverSchema,
    query: { all_tenants: true },
  });
  return servers.filter(({ tenant_id: owner }) => projects.some(({ id }) => id === owner));
}

async function report(): Promise<z.infer<typeof reportSchema>> {
  const { stdout, code } = await runPumphouse(['report', '-f', 'json'], lab.environment);
  expect(code).toBe(0);
  return reportSchema.parse(JSON.parse(stdout));
}

/** Runs it, and shows what it said when the exit code is another. */
async function succeed(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPumphouse(words, lab.environment);
  expect(code, `${words.join(' ')}\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`).toBe(0);
  return `${stdout}\n${stderr}`;
}

async function expectMoved(): Promise<void> {
  const { resources } = await report();
  expect(resources.filter(({ verdict }) => verdict !== 'verified')).toEqual([]);
  const moved = (await serversOf(lab.pair.destination)).map(({ name, status }) => `${name} ${status}`).toSorted();
  expect(moved).toEqual([
    'ami1 ACTIVE',
    'bob1 ACTIVE',
    'db1 ACTIVE',
    'off1 SHUTOFF',
    'susp1 SUSPENDED',
    'web1 ACTIVE',
    'web2 ACTIVE',
  ]);
  const rested = (await serversOf(lab.pair.source)).map(({ name, status }) => `${name} ${status}`).toSorted();
  expect(rested).toEqual([
    'ami1 SHUTOFF',
    'bob1 SHUTOFF',
    'db1 SHUTOFF',
    'off1 SHUTOFF',
    'susp1 SHUTOFF',
    'web1 SHUTOFF',
    'web2 SHUTOFF',
  ]);
}

const memberSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  device_owner: z.string().optional(),
  security_group_id: z.string().optional(),
  pumphouse_source_id: z.string().optional(),
});

/** What has come to the destination and stands in no report, but for what clouds make by themselves. */
async function strays(): Promise<string[]> {
  const { resources } = await report();
  const known = new Set(resources.map(({ destinationId }) => destinationId));
  // One image for each root disk.
  const disks = new Set(resources.map(({ sourceId }) => `disk-of-${sourceId}`));
  return Object.entries(await takeListing(lab.pair.destination)).flatMap(([collection, lines]) => {
    const added = lines.filter((line) => !before.destination[collection]?.includes(line));
    return added
      .map((line) => memberSchema.parse(JSON.parse(line)))
      .filter(
        ({ id, device_owner: owner }) => id !== undefined && !known.has(id) && owner?.startsWith('network:') !== true,
      )
      .filter(({ security_group_id: group }) => group === undefined || !known.has(group))
      .filter(({ pumphouse_source_id: mark }) => mark === undefined || !disks.delete(mark))
      .map(({ id, name }) => `${collection} ${name ?? id}`);
  });
}

describe('migrate', () => {
  const kills = isAll ? 10 : 3;

  it(`moves the project, with all its volumes, though it is killed at ${kills} moments`, async () => {
    // The guest of db1 writes a file to the volume that it boots from, and a word to each of its other ones.
    expect(await tellGuest(await floatingIpOf(lab.pair.source, '10.10.1.21'), 'mark before')).toContain(
      'marker=before',
    );
    // More than a hundred lines tell of a whole run: the kills fall between its first write and its last.
    for (let kill = 1; kill <= kills; kill += 1) {
      const running = startPumphouse(migrate, lab.environment);
      const lines = 6 + 2 * (kill % 4);
      const isOver = await Promise.race([
        running.ended.then(() => true),
        expect.poll(() => running.said().split('\n').length, { timeout: 600_000, interval: 50 }).toBeGreaterThan(lines),
      ]);
      expect(isOver, `run ended before kill ${kill}`).not.toBe(true);
      running.kill();
      expect((await running.ended).code).toBeUndefined();
    }
    await succeed(migrate);
    await expectMoved();
  });

  it('nothing is there twice, and nothing that the report does not name', async () => {
    // The QoS specs are a part of their volume type.
    expect(await strays()).toEqual(['block-storage/qos-specs gold-qos']);
    const source = await takeListing(lab.pair.source);
    for (const [collection, lines] of Object.entries(source)) {
      expect(lines, collection).toHaveLength(before.source[collection]?.length ?? 0);
    }
  });

  it('a guest answers ping and serves its page on its floating IP', async () => {
    const web1 = await floatingIpOf(lab.pair.destination, '10.10.1.11');
    await expect.poll(() => pings(web1), { timeout: 120_000, interval: 2000 }).toBe(true);
    await expect.poll(() => guestPage(web1), { timeout: 120_000, interval: 2000 }).toContain('host=');
  });

  it('guests read what one of them wrote to its volumes, in the order of devices; two share one of them', async () => {
    const db1 = await floatingIpOf(lab.pair.destination, '10.10.1.21');
    const marks = 'marks=vdb:before-vdb vdc:before-vdc vdd:before-vdd';
    await expect.poll(() => guestPage(db1), { timeout: 120_000, interval: 2000 }).toContain(marks);
    expect(await guestPage(db1)).toContain('marker=before ');
    // What is vdb there is the second volume of web2.
    const web2 = await floatingIpOf(lab.pair.destination, '10.10.1.12');
    await expect.poll(() => guestPage(web2), { timeout: 120_000, interval: 2000 }).toContain('marks=vdc:before-vdb');
  });

  it('a user logs in to the destination with the old password', async () => {
    const populated = z
      .looseObject({ users: z.unknown() })
      .parse(JSON.parse(readFileSync(join(labState, 'populate.json'), 'utf8')));
    const password = passwordOf(populated.users, 'alice');
    const { auth } = lab.pair.destination.config;
    const user = { name: 'alice', domain: { id: 'default' } };
    const scope = { project: { name: project, domain: { id: 'default' } } };
    const login = async (secret: string): Promise<number> => {
      const identity = { methods: ['password'], password: { user: { ...user, password: secret } } };
      const body = JSON.stringify({ auth: { identity, scope } });
      const headers = { 'content-type': 'application/json' };
      const answer = await request(`${auth.authUrl}/auth/tokens`, { method: 'POST', body, headers });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(await login(password)).toBe(201);
    expect(await login(`${password}x`)).toBe(401);
  });

  it('servers belong to their users', async () => {
    const item = z.looseObject({ id: z.string(), name: z.string() });
    const users = await list(lab.pair.destination, { service: 'identity', path: '/users', key: 'users', item });
    const nameOf = (id: string): string => users.find((user) => user.id === id)?.name ?? id;
    const owners = (await serversOf(lab.pair.destination)).map(({ name, user_id: id }) => `${name} ${nameOf(id)}`);
    expect(owners.toSorted()).toEqual([
      'ami1 alice',
      'bob1 bob',
      'db1 alice',
      'off1 alice',
      'susp1 alice',
      'web1 alice',
      'web2 alice',
    ]);
  });

  it('no secret has reached the store', async () => {
    const text = await storeText(lab.store);
    expect(text.length).toBeGreaterThan(100_000);
    expect(text).toContain('web1');
    const { token } = await lab.pair.destination.login();
    // Passwords of users and of the administrator, hashes, tokens (Fernet's all begin so), and web1's user data.
    for (const secret of ['alice-pw', 'adminpass', '$2b$', 'gAAAA', token, 'lab:lab@', userData]) {
      expect(text.includes(secret), `the store holds ${secret.slice(0, 8)}…`).toBe(false);
    }
  });

  it('a second time writes nothing', async () => {
    const [source, destination] = await Promise.all([takeListing(lab.pair.source), takeListing(lab.pair.destination)]);
    const said = await succeed(migrate);
    const writes = [...said.matchAll(/(\d+) writes/g)].map(([, count]) => Number(count));
    expect(writes.length).toBeGreaterThan(0);
    expect(writes.every((count) => count === 0)).toBe(true);
    expect(await takeListing(lab.pair.source)).toEqual(source);
    expect(await takeListing(lab.pair.destination)).toEqual(destination);
  });
});

describe('undo', () => {
  it('leaves both clouds as they were', async () => {
    await succeed(['undo', '--yes']);
    expect(await takeListing(lab.pair.destination)).toEqual(before.destination);
    expect(await takeListing(lab.pair.source)).toEqual(before.source);
  });
});

async function pings(address: string): Promise<boolean> {
  return await promisify(execFile)('ping', ['-c', '1', '-W', '1', address]).then(
    () => true,
    () => false,
  );
}

function passwordOf(users: unknown, name: string): string {
  const entry = z.looseObject({ name: z.string(), password: z.string() });
  const listed = z.array(entry).safeParse(users);
  if (listed.success) return listed.data.find((user) => user.name === name)?.password ?? '';
  const byName = z.record(z.string(), z.looseObject({ password: z.string() })).parse(users);
  return byName[name]?.password ?? '';
}
