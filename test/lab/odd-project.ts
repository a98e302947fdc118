import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest } from 'undici';
import { z } from 'zod';
import { actAs } from '../../src/openstack/act-as.ts';
import { sendJson } from '../../src/openstack/calls.ts';
import type { Cloud, CloudRequest } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { waitForServer } from '../../src/openstack/compute.ts';
import { waitForImage } from '../../src/openstack/image.ts';
import { deleteVolume } from '../../src/openstack/volumes.ts';
import type { Maker } from './maker.ts';
import { lockOddServer, makeOddMembers, makeOddServerGroups, setOddQuotas } from './odd-compute.ts';
import { makeOddNetworks } from './odd-networks.ts';
import { makeOddVolumes } from './odd-volumes.ts';

/** A project of the source with one or more of every kind, full of falsy and odd values. */
export interface OddProject {
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  /** Takes it away again. */
  remove(): Promise<void>;
}

const answer = z.looseObject({});
const identified = z.looseObject({ id: z.string() });
const compute = 'compute 2.90';

/** Makes it as the source's administrator; what is made is noted at once, so that it goes away after a failure too. */
export async function makeOddProject(cloud: Cloud): Promise<OddProject> {
  const name = `odd-${randomBytes(3).toString('hex')}`;
  const paths: CloudRequest[] = [];
  const make = async (service: CloudRequest['service'], path: string, key: string, body: object): Promise<string> => {
    const microversion = service === 'compute' ? { microversion: compute } : {};
    const made = await sendJson(
      cloud,
      { service, method: 'POST', path, body: { [key]: body }, ...microversion },
      answer,
    );
    const { id } = identified.parse(made[key]);
    paths.unshift({ service, method: 'DELETE', path: `${path}/${id}`, ...microversion });
    return id;
  };
  const call = async (request: CloudRequest): Promise<void> => {
    await cloud.send(request);
  };
  const maker: Maker = { cloud, name, make, call, later: (request) => paths.unshift(request) };
  const remove = async (): Promise<void> => {
    for (const path of paths) await cloud.send(path).catch(() => undefined);
  };
  try {
    const owner = await makeIdentity(maker);
    const flavorId = await makeFlavor(maker, owner.projectId);
    await makeOddMembers(maker, await makeImage(maker, owner.projectId));
    const portId = await makeOddNetworks(maker, owner.projectId);
    const volumeId = await makeOddVolumes(maker, owner);
    const groupId = await makeOddServerGroups(maker, owner);
    const serverId = await makeServer(maker, owner, { flavorId, portId, groupId });
    const removeAll = async (): Promise<void> => {
      await cloud.send({ service: 'compute', method: 'DELETE', path: `/servers/${serverId}` }).catch(() => undefined);
      await gone(cloud, serverId);
      await deleteVolume(cloud, volumeId).catch(() => undefined);
      await remove();
    };
    await lockOddServer(maker, owner, serverId);
    await setOddQuotas(maker, owner.projectId);
    return { name, projectId: owner.projectId, userId: owner.userId, remove: removeAll };
  } catch (problem) {
    await remove();
    throw problem;
  }
}

interface Owner {
  readonly projectId: string;
  readonly userId: string;
}

async function makeIdentity({ cloud, name, make, call, later }: Maker): Promise<Owner> {
  const projectId = await make('identity', '/projects', 'project', {
    name,
    domain_id: 'default',
    description: 'Überprüfung “odd” ☂',
    tags: ['b', 'a'],
    cost_centre: 0,
  });
  const userId = await make('identity', '/users', 'user', {
    name: `${name}@example.org`,
    domain_id: 'default',
    password: randomBytes(9).toString('hex'),
    default_project_id: projectId,
    description: '',
    email: '',
    options: { ignore_lockout_failure_attempts: false },
  });
  const roleId = await make('identity', '/roles', 'role', { name: `${name}-role`, description: 'odd role' });
  const roles = await list(cloud, { service: 'identity', path: '/roles', key: 'roles', item: named });
  const member = roles.find((role) => role.name === 'member')?.id ?? '';
  const domainId = await make('identity', '/domains', 'domain', { name, tags: ['b', 'a'], cost_centre: 0 });
  // Keystone deletes no domain that is enabled.
  const disable = { path: `/domains/${domainId}`, body: { domain: { enabled: false } } } as const;
  later({ service: 'identity', method: 'PATCH', ...disable });
  const strangerId = await make('identity', '/users', 'user', { name, domain_id: domainId });
  const group = { name: `${name} group`, domain_id: domainId, description: '', on_call: false };
  const groupId = await make('identity', '/groups', 'group', group);
  const reader = roles.find((role) => role.name === 'reader')?.id ?? '';
  const inherited = `/OS-INHERIT/projects/${projectId}/users/${userId}/roles/${roleId}/inherited_to_projects`;
  for (const path of [
    `/projects/${projectId}/users/${userId}/roles/${member}`,
    `/projects/${projectId}/users/${userId}/roles/${roleId}`,
    inherited,
    `/roles/${roleId}/implies/${reader}`,
    `/projects/${projectId}/users/${strangerId}/roles/${reader}`,
    `/groups/${groupId}/users/${strangerId}`,
    `/groups/${groupId}/users/${userId}`,
    `/projects/${projectId}/groups/${groupId}/roles/${roleId}`,
    `/OS-INHERIT/domains/${domainId}/groups/${groupId}/roles/${member}/inherited_to_projects`,
    `/domains/${domainId}/users/${strangerId}/roles/${reader}`,
    `/system/groups/${groupId}/roles/${reader}`,
  ]) {
    await call({ service: 'identity', method: 'PUT', path });
  }
  later({ service: 'network', method: 'DELETE', path: `/quotas/${projectId}` });
  return { projectId, userId };
}

const named = z.looseObject({ id: z.string(), name: z.string() });

async function makeFlavor({ name, make, call }: Maker, projectId: string): Promise<string> {
  const shape = { vcpus: 1, ram: 96, disk: 1, swap: 0, rxtx_factor: 1, 'OS-FLV-EXT-DATA:ephemeral': 0 };
  const body = { name: `${name}.flavor`, ...shape, 'os-flavor-access:is_public': false, description: 'odd' };
  const id = await make('compute', '/flavors', 'flavor', body);
  const post = { service: 'compute', method: 'POST', microversion: compute } as const;
  await call({
    ...post,
    path: `/flavors/${id}/os-extra_specs`,
    body: { extra_specs: { 'lab:odd': '0', 'lab:note': 'a b' } },
  });
  await call({ ...post, path: `/flavors/${id}/action`, body: { addTenantAccess: { tenant: projectId } } });
  return id;
}

async function makeImage({ cloud, name, later }: Maker, projectId: string): Promise<string> {
  const bytes = randomBytes(3 * 1024 * 1024 + 1);
  const body = {
    name: `${name} image`,
    owner: projectId,
    disk_format: 'raw',
    container_format: 'bare',
    visibility: 'shared',
    min_disk: 0,
    min_ram: 32,
    tags: ['odd', 'x y'],
    odd_false: 'False',
    odd_text: 'ä=ö;{}',
    expected_sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const { id } = await sendJson(cloud, { service: 'image', method: 'POST', path: '/images', body }, identified);
  later({ service: 'image', method: 'DELETE', path: `/images/${id}` });
  const { token } = await cloud.login();
  const uploaded = await httpRequest(`${await cloud.endpoint('image')}/images/${id}/file`, {
    method: 'PUT',
    headers: { 'x-auth-token': token, 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  await uploaded.body.dump();
  await waitForImage(cloud, id, 60_000);
  const change = [{ op: 'replace', path: '/os_hidden', value: true }];
  const contentType = 'application/openstack-images-v2.1-json-patch';
  await cloud.send({ service: 'image', method: 'PATCH', path: `/images/${id}`, body: change, contentType });
  return id;
}

async function makeServer(
  { cloud, name, call }: Maker,
  { projectId, userId }: Owner,
  { flavorId: flavorRef, portId: port, groupId: group }: { flavorId: string; portId: string; groupId: string },
): Promise<string> {
  const key = { name: `${name} key`, type: 'ssh', user_id: userId, public_key: publicKey };
  await call({
    service: 'compute',
    method: 'POST',
    path: '/os-keypairs',
    body: { keypair: key },
    microversion: compute,
  });
  const images = await list(cloud, { service: 'image', path: '/images?name=tiny', key: 'images', item: identified });
  const owner = await actAs(cloud, userId, projectId);
  const server = {
    name: `${name} server`,
    flavorRef,
    imageRef: images[0]?.id,
    networks: [{ port }],
    key_name: key.name,
    metadata: { empty: '', zero: '0' },
    tags: ['odd', 'zwei'],
    description: '',
    user_data: Buffer.from('#!/bin/sh\necho odd\n').toString('base64'),
    config_drive: true,
  };
  const post: CloudRequest = {
    service: 'compute',
    method: 'POST',
    path: '/servers',
    body: { server, 'os:scheduler_hints': { group } },
    microversion: compute,
  };
  const made = await sendJson(owner, post, z.looseObject({ server: identified }));
  await waitForServer(cloud, made.server.id, { statuses: ['ACTIVE'], timeoutMs: 300_000 });
  return made.server.id;
}

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKp0y9n0mJb1cbrqC8yIDPmTNp7Rz3bq0o4zJ6m3n1Xk odd@example.org';

async function gone(cloud: Cloud, serverId: string): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const query = { all_tenants: true };
    const left = await list(cloud, { service: 'compute', path: '/servers', key: 'servers', item: identified, query });
    if (!left.some(({ id }) => id === serverId)) return;
    await new Promise((done) => setTimeout(done, 1000));
  }
}
