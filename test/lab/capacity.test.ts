import { randomBytes, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Problem } from '../../src/base/problem.ts';
import { actAs } from '../../src/openstack/act-as.ts';
import { sendJson } from '../../src/openstack/calls.ts';
import type { Cloud, CloudRequest } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { deleteServer, waitForServer } from '../../src/openstack/compute.ts';
import { waitForImage } from '../../src/openstack/image.ts';
import { type HostRoom, readRoom } from '../../src/openstack/room.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';
import { runPumphouse } from './run-pumphouse.ts';

/*
 * A destination is filled on purpose: its memory by allocations without servers, the quota of instances by its limit,
 * an external network by the only address of its pool. The plan is to say the very numbers that the cloud refuses at.
 */
const name = `e-${randomBytes(3).toString('hex')}`;
const [bigMiB, smallMiB, leftMiB] = [3072, 64, 2048];
const compute = 'compute 2.90';
const words = [
  '--source',
  'source',
  '--destination',
  'destination',
  '--project',
  name,
  '--map',
  `network:ext=${name}`,
  '--exclude',
  'quota:*',
  '--leave-blocked',
];

interface Side {
  readonly cloud: Cloud;
  readonly projectId: string;
  readonly bigId: string;
  readonly smallId: string;
  /** The cloud as a user of the project. */
  readonly asUser: Cloud;
}

let lab: LabClouds;
let source: Side;
let destination: Side;
let networkId: string;
let imageId: string;
/** What takes everything away again, the last made first. */
const removals: (() => Promise<unknown>)[] = [];
/** What makes room again. */
const reliefs: (() => Promise<unknown>)[] = [];

const answerSchema = z.looseObject({});
const identified = z.looseObject({ id: z.string() });
const named = z.looseObject({ id: z.string(), name: z.string() });

const planSchema = z.looseObject({
  findings: z.array(
    z.looseObject({
      rule: z.string(),
      summary: z.string(),
      cure: z.string().optional(),
      stopsAll: z.boolean().optional(),
    }),
  ),
  room: z.array(z.looseObject({ what: z.string(), where: z.string(), needed: z.number(), free: z.number() })),
});

async function make(cloud: Cloud, service: CloudRequest['service'], path: string, body: object): Promise<string> {
  const microversion = service === 'compute' ? { microversion: compute } : {};
  const answer = await sendJson(cloud, { service, method: 'POST', path, body, ...microversion }, answerSchema);
  const { id } = identified.parse(Object.values(answer)[0]);
  const isServer = path === '/servers';
  const remove = (): Promise<unknown> =>
    isServer
      ? deleteServer(cloud, id)
      : cloud.send({ service, method: 'DELETE', path: `${path}/${id}`, ...microversion });
  removals.unshift(remove);
  return id;
}

async function makeSide(cloud: Cloud): Promise<Side> {
  const domain = { domain_id: 'default' };
  const projectId = await make(cloud, 'identity', '/projects', { project: { name, ...domain } });
  const user = { name, ...domain, password: randomBytes(9).toString('hex') };
  const userId = await make(cloud, 'identity', '/users', { user });
  const roles = await list(cloud, { service: 'identity', path: '/roles', key: 'roles', item: named });
  const member = roles.find((role) => role.name === 'member')?.id ?? '';
  const path = `/projects/${projectId}/users/${userId}/roles/${member}`;
  await cloud.send({ service: 'identity', method: 'PUT', path });
  const flavor = (ram: number, tail: string): Promise<string> =>
    make(cloud, 'compute', '/flavors', { flavor: { name: `${name}-${tail}`, ram, vcpus: 1, disk: 1 } });
  const bigId = await flavor(bigMiB, 'big');
  const smallId = await flavor(smallMiB, 'small');
  return { cloud, projectId, bigId, smallId, asUser: await actAs(cloud, userId, projectId) };
}

async function fillSource({ cloud, projectId, bigId, smallId, asUser }: Side): Promise<void> {
  const images = await list(cloud, { service: 'image', path: '/images', key: 'images', item: named });
  const imageRef = images.find((image) => image.name === 'tiny')?.id;
  const boot = (flavorRef: string, tail: string): Promise<string> =>
    make(asUser, 'compute', '/servers', { server: { name: `${name}-${tail}`, flavorRef, imageRef, networks: 'none' } });
  const ids = [await boot(bigId, 'a-big'), await boot(smallId, 'b-small')];
  for (const id of ids) await waitForServer(cloud, id, { statuses: ['ACTIVE'], timeoutMs: 120_000 });
  const networks = await list(cloud, { service: 'network', path: '/networks', key: 'networks', item: named });
  const floating = networks.find((network) => network.name === 'ext')?.id;
  const floatingip = { floating_network_id: floating, project_id: projectId };
  await make(cloud, 'network', '/floatingips', { floatingip });
}

/** An external network whose pool has one address, which is given away. */
async function fillNetwork({ cloud, projectId }: Side): Promise<void> {
  const network = { name, 'router:external': true };
  networkId = await make(cloud, 'network', '/networks', { network });
  const allocation_pools = [{ start: '203.0.113.10', end: '203.0.113.10' }];
  const subnet = { network_id: networkId, ip_version: 4, cidr: '203.0.113.0/28', enable_dhcp: false, allocation_pools };
  await make(cloud, 'network', '/subnets', { subnet });
  const floatingip = { floating_network_id: networkId, project_id: projectId };
  await make(cloud, 'network', '/floatingips', { floatingip });
  const release = removals.shift();
  if (release !== undefined) relieveBy(release);
}

async function limitInstances({ cloud, projectId }: Side, instances: number): Promise<void> {
  const request = { service: 'compute', method: 'PUT', path: `/os-quota-sets/${projectId}` } as const;
  await cloud.send({ ...request, body: { quota_set: { instances } }, microversion: compute });
}

/** Consumers without servers leave so much memory on the only host that small servers of others still boot. */
async function fillMemory({ cloud, projectId }: Side): Promise<void> {
  const { name: host, classes } = await hostOf(cloud);
  const providers = {
    service: 'placement',
    path: `/resource_providers?name=${host}`,
    key: 'resource_providers',
  } as const;
  const [provider] = await list(cloud, { ...providers, item: z.looseObject({ uuid: z.string() }) });
  const memory = classes['MEMORY_MB'];
  if (provider === undefined || memory === undefined) throw new Error('the host of the destination has no memory');
  let rest = memory.free - leftMiB;
  while (rest > 0) {
    const taken = Math.min(rest, memory.most);
    const request = {
      service: 'placement',
      path: `/allocations/${randomUUID()}`,
      microversion: 'placement 1.12',
    } as const;
    const allocations = { [provider.uuid]: { resources: { MEMORY_MB: taken } } };
    await cloud.send({ ...request, method: 'PUT', body: { allocations, project_id: projectId, user_id: projectId } });
    relieveBy(() => cloud.send({ ...request, method: 'DELETE' }));
    rest -= taken;
  }
}

async function hostOf(cloud: Cloud): Promise<HostRoom> {
  const [host] = (await readRoom(cloud, [])).hosts ?? [];
  if (host === undefined) throw new Error('the destination has no host');
  return host;
}

/** What makes room also has to be taken away, whether the test comes to it or not. */
function relieveBy(relief: () => Promise<unknown>): void {
  reliefs.push(relief);
  removals.unshift(() => relief().catch(() => undefined));
}

beforeAll(async () => {
  lab = await openLabClouds();
  source = await makeSide(lab.pair.source);
  destination = await makeSide(lab.pair.destination);
  await fillSource(source);
  await fillNetwork(destination);
  imageId = await makeImage(destination);
  await limitInstances(destination, 1);
  await fillMemory(destination);
}, 180_000);

afterAll(async () => {
  for (const remove of removals) await remove().catch(() => undefined);
  await lab?.close();
}, 120_000);

async function plan(): Promise<z.infer<typeof planSchema>> {
  const { stdout, stderr } = await runPumphouse(['plan', ...words, '-f', 'json'], lab.environment);
  const start = stdout.indexOf('{');
  if (start < 0) throw new Error(stderr);
  return planSchema.parse(JSON.parse(stdout.slice(start)));
}

/** A small image: the destination refuses before anybody boots from it. */
async function makeImage({ asUser: cloud }: Side): Promise<string> {
  const body = { name, disk_format: 'raw', container_format: 'bare' };
  const { id } = await sendJson(cloud, { service: 'image', method: 'POST', path: '/images', body }, identified);
  removals.unshift(() => cloud.send({ service: 'image', method: 'DELETE', path: `/images/${id}` }));
  const { token } = await cloud.login();
  const uploaded = await httpRequest(`${await cloud.endpoint('image')}/images/${id}/file`, {
    method: 'PUT',
    headers: { 'x-auth-token': token, 'content-type': 'application/octet-stream' },
    body: randomBytes(1024),
  });
  await uploaded.body.dump();
  await waitForImage(cloud, id, 60_000);
  return id;
}

/** Why so many servers do not come up on the destination, as its Nova says. */
async function bootByHand(flavorRef: string, count: number): Promise<string> {
  const { asUser, cloud } = destination;
  const server = { name, flavorRef, imageRef: imageId, networks: 'none', min_count: count, max_count: count };
  const boot = async (): Promise<void> => {
    const id = await make(asUser, 'compute', '/servers', { server });
    await waitForServer(cloud, id, { statuses: ['ACTIVE'], timeoutMs: 60_000 });
  };
  const problem = await refusal(boot());
  const servers = await list(cloud, {
    service: 'compute',
    path: `/servers?all_tenants=1&project_id=${destination.projectId}`,
    key: 'servers',
    item: identified,
  });
  for (const { id } of servers) await deleteServer(cloud, id);
  return `${problem.message} ${problem.detail ?? ''}`;
}

/** What the cloud says when it refuses; it has to. */
async function refusal(asking: Promise<unknown>): Promise<Problem> {
  try {
    await asking;
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
  throw new Error('the cloud refused nothing');
}

describe('a destination without room', () => {
  it('is refused before any write, with all that is short, and --leave-blocked changes nothing', async () => {
    const { code, stdout, stderr } = await runPumphouse(['migrate', ...words, '--yes'], lab.environment);
    const said = `${stdout} ${stderr}`.replace(/\s+/g, ' ');
    expect(code, said).toBe(3);
    expect(said).toMatch(/destination: \d+ reads, 0 writes/);
    expect(said).toContain('--leave-blocked does not help here');
    const { findings, room } = await plan();
    const stopping = findings.filter(({ stopsAll }) => stopsAll).map(({ rule }) => rule);
    expect(stopping.toSorted()).toEqual(['addresses-external', 'capacity-host', 'capacity-memory', 'quota-instances']);
    const memory = room.find(({ what, where }) => what === 'memory' && where === 'hosts');
    expect(memory?.needed).toBe(bigMiB + smallMiB);
    expect(memory?.free).toBeLessThanOrEqual(leftMiB);
    const quota = findings.find(({ rule }) => rule === 'quota-instances');
    expect(quota?.summary).toContain('needs 2 more of the quota of instances on destination: 0 of 1 are used');
    expect(quota?.cure).toContain(`openstack --os-cloud destination quota set --instances 2 ${name}`);
    const address = findings.find(({ rule }) => rule === 'addresses-external');
    expect(address?.summary).toContain('1 address is needed');
    expect(address?.summary).toContain('its pools have 0 free');
  });

  it('finds no host for the large flavor, by hand neither', async () => {
    expect(await bootByHand(destination.bigId, 1)).toContain('No valid host was found');
  });

  it('gives no second instance, by hand neither', async () => {
    expect(await bootByHand(destination.smallId, 2)).toContain('Requested 2, but already used 0 of 1 instances');
  });

  it('has no address left, by hand neither', async () => {
    const floatingip = { floating_network_id: networkId, project_id: destination.projectId };
    const { status, detail, message } = await refusal(
      make(destination.cloud, 'network', '/floatingips', { floatingip }),
    );
    expect(status).toBe(409);
    expect(`${message} ${detail}`).toContain('No more IP addresses available');
  });

  it('takes it all when there is room', async () => {
    for (const relief of reliefs) await relief();
    await limitInstances(destination, 2);
    const { findings } = await plan();
    expect(findings.filter(({ stopsAll }) => stopsAll)).toEqual([]);
  });
});
