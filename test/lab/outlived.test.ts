import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { actAs } from '../../src/openstack/act-as.ts';
import { sendJson } from '../../src/openstack/calls.ts';
import type { Cloud, CloudRequest } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { deleteServer, listServers, waitForServer } from '../../src/openstack/compute.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';
import { runPumphouse } from './run-pumphouse.ts';

/* What is deleted while a server lives on: its flavor, as operators renew theirs, its keypair, and who made it. */
const name = `b-${randomBytes(3).toString('hex')}`;
const microversion = 'compute 2.90';
const clouds = ['--source', 'source', '--destination', 'destination'];
const shape = { vcpus: 1, ram: 80, disk: 1, ephemeral: 0, swap: 0 };
const specs = { 'lab:gone': '0', 'lab:note': 'a b' };

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKp0y9n0mJb1cbrqC8yIDPmTNp7Rz3bq0o4zJ6m3n1Xk';
const keypair = { name, type: 'ssh', public_key: publicKey };

let lab: LabClouds;
let serverId: string | undefined;
const made: CloudRequest[] = [];

const identified = z.looseObject({ id: z.string() });

async function make(cloud: Cloud, service: CloudRequest['service'], path: string, body: object): Promise<string> {
  const version = service === 'compute' ? { microversion } : {};
  const answer = await sendJson(cloud, { service, method: 'POST', path, body, ...version }, z.looseObject({}));
  const { id } = identified.parse(Object.values(answer)[0]);
  made.unshift({ service, method: 'DELETE', path: `${path}/${id}` });
  return id;
}

async function idOf(cloud: Cloud, service: CloudRequest['service'], path: string, word: string): Promise<string> {
  const item = z.looseObject({ id: z.string(), name: z.string().nullish() });
  const found = await list(cloud, { service, path, key: path.slice(1), item });
  return found.find((one) => one.name === word)?.id ?? '';
}

beforeAll(async () => {
  lab = await openLabClouds();
  const { source } = lab.pair;
  const projectId = await make(source, 'identity', '/projects', { project: { name, domain_id: 'default' } });
  const roleId = await idOf(source, 'identity', '/roles', 'member');
  const makeMember = async (word: string): Promise<string> => {
    const id = await make(source, 'identity', '/users', { user: { name: word, domain_id: 'default', password: name } });
    const grant = `/projects/${projectId}/users/${id}/roles/${roleId}`;
    await source.send({ service: 'identity', method: 'PUT', path: grant });
    return id;
  };
  const userId = await makeMember(name);
  await makeMember(`${name} heir`);
  const flavor = { name: `${name} gone`, vcpus: shape.vcpus, ram: shape.ram, disk: shape.disk };
  const flavorRef = await make(source, 'compute', '/flavors', { flavor });
  const flavorPath = `/flavors/${flavorRef}`;
  const post = { service: 'compute', method: 'POST', path: `${flavorPath}/os-extra_specs` } as const;
  await source.send({ ...post, body: { extra_specs: specs } });
  const owner = await actAs(source, userId, projectId);
  const imageRef = await idOf(source, 'image', '/images', 'tiny');
  await owner.send({ service: 'compute', method: 'POST', path: '/os-keypairs', body: { keypair }, microversion });
  const server = { name, flavorRef, imageRef, networks: 'none', key_name: keypair.name };
  serverId = await make(owner, 'compute', '/servers', { server });
  await waitForServer(source, serverId, { statuses: ['ACTIVE'], timeoutMs: 300_000 });
  await source.send({ service: 'compute', method: 'DELETE', path: flavorPath });
  const path = `/os-keypairs/${keypair.name}`;
  await owner.send({ service: 'compute', method: 'DELETE', path, microversion });
  await source.send({ service: 'identity', method: 'DELETE', path: `/users/${userId}` });
});

afterAll(async () => {
  if (serverId !== undefined) await deleteServer(lab.pair.source, serverId);
  for (const request of made) await lab.pair.source.send(request).catch(() => undefined);
  await lab?.close();
});

async function succeed(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPumphouse(words, lab.environment);
  expect(code, `${words.join(' ')}\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`).toBe(0);
  return stdout;
}

it('a server that outlived its flavor, its keypair and its owner moves, and the plan says what it loses', async () => {
  const words = [...clouds, '--project', name, '--disk', 'rebuild'];
  const plan = (await succeed(['plan', ...words])).replaceAll(/\s+/g, ' ');
  expect(plan).toContain(`flavor ${name} gone was deleted while servers run with it`);
  expect(plan).toContain(`server ${name} was booted with keypair ${name}, which is gone`);
  expect(plan).toContain(`server ${name} belongs to a user who is gone`);
  await succeed(['migrate', ...words, '--yes']);
  const [twin] = await listServers(lab.pair.destination, { name: `^${name}$` });
  expect(twin).toMatchObject({
    status: 'ACTIVE',
    user_id: await idOf(lab.pair.destination, 'identity', '/users', `${name} heir`),
    key_name: null,
    flavor: { ...shape, original_name: `${name} gone`, extra_specs: specs },
  });
  expect(await succeed(['plan', ...words])).toContain('nothing to do');
  await succeed(['undo', '--yes']);
  expect(await listServers(lab.pair.destination, { name: `^${name}$` })).toEqual([]);
  expect(await idOf(lab.pair.destination, 'compute', '/flavors', `${name} gone`)).toBe('');
});
