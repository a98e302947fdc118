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

/* A flavor that is deleted while a server runs with it, as operators do when they renew theirs. */
const name = `b-${randomBytes(3).toString('hex')}`;
const microversion = 'compute 2.90';
const clouds = ['--source', 'source', '--destination', 'destination'];
const shape = { vcpus: 1, ram: 80, disk: 1, ephemeral: 0, swap: 0 };
const specs = { 'lab:gone': '0', 'lab:note': 'a b' };

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
  const userId = await make(source, 'identity', '/users', { user: { name, domain_id: 'default', password: name } });
  const roleId = await idOf(source, 'identity', '/roles', 'member');
  const grant = `/projects/${projectId}/users/${userId}/roles/${roleId}`;
  await source.send({ service: 'identity', method: 'PUT', path: grant });
  const flavor = { name: `${name} gone`, vcpus: shape.vcpus, ram: shape.ram, disk: shape.disk };
  const flavorRef = await make(source, 'compute', '/flavors', { flavor });
  const flavorPath = `/flavors/${flavorRef}`;
  const post = { service: 'compute', method: 'POST', path: `${flavorPath}/os-extra_specs` } as const;
  await source.send({ ...post, body: { extra_specs: specs } });
  const owner = await actAs(source, userId, projectId);
  const imageRef = await idOf(source, 'image', '/images', 'tiny');
  serverId = await make(owner, 'compute', '/servers', { server: { name, flavorRef, imageRef, networks: 'none' } });
  await waitForServer(source, serverId, { statuses: ['ACTIVE'], timeoutMs: 300_000 });
  await source.send({ service: 'compute', method: 'DELETE', path: flavorPath });
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

it('Nova flavors: a server whose flavor was deleted moves with the shape that it remembers', async () => {
  const words = [...clouds, '--project', name, '--disk', 'rebuild'];
  expect(await succeed(['plan', ...words])).toContain(`flavor ${name} gone was deleted while servers run with it`);
  await succeed(['migrate', ...words, '--yes']);
  const [twin] = await listServers(lab.pair.destination, { name: `^${name}$` });
  expect(twin).toMatchObject({
    status: 'ACTIVE',
    flavor: { ...shape, original_name: `${name} gone`, extra_specs: specs },
  });
  expect(await succeed(['plan', ...words])).toContain('nothing to do');
  await succeed(['undo', '--yes']);
  expect(await listServers(lab.pair.destination, { name: `^${name}$` })).toEqual([]);
  expect(await idOf(lab.pair.destination, 'compute', '/flavors', `${name} gone`)).toBe('');
});
