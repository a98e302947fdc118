import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'undici';
import { z } from 'zod';
import { sendJson } from '../../../src/openstack/calls.ts';
import type { Cloud, CloudRequest } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { waitForImage } from '../../../src/openstack/image.ts';
import type { Maker } from '../../lab/maker.ts';
import { makeOddMembers } from '../../lab/odd-compute.ts';
import { openMaker } from '../open-maker.ts';

export interface HardCases {
  remove(): Promise<void>;
}

const identified = z.looseObject({ id: z.string() });

/** What is legal and hard to keep apart, in projects whose names begin with the name. */
export async function makeHardCases(source: Cloud, name: string): Promise<HardCases> {
  const sent: CloudRequest[] = [];
  const remove = async (): Promise<void> => {
    for (const request of sent) await source.send(request).catch(() => undefined);
  };
  try {
    const maker = openMaker(source, name, (request) => void sent.unshift(request));
    const projectId = await makePeople(maker);
    const owner = { project_id: projectId };
    await makeNetworks(maker, owner);
    await makeRing(maker, owner);
    await makeImage(maker, projectId);
  } catch (problem) {
    await remove();
    throw problem;
  }
  return { remove };
}

/** A domain goes away only when it is switched off. */
async function makeDomain({ name, make, later }: Maker): Promise<string> {
  const id = await make('identity', '/domains', 'domain', { name });
  later({ service: 'identity', method: 'PATCH', path: `/domains/${id}`, body: { domain: { enabled: false } } });
  return id;
}

/** Three projects below each other; a user of one name in two domains works in the first. Returns the first. */
async function makePeople(maker: Maker): Promise<string> {
  const { cloud, name, make, call } = maker;
  const roles = await list(cloud, { service: 'identity', path: '/roles?name=member', key: 'roles', item: identified });
  const ids: string[] = [];
  for (const part of ['', '-1', '-2']) {
    const parent = ids.at(-1) ?? 'default';
    const project = { name: `${name}${part}`, domain_id: 'default', parent_id: parent };
    ids.push(await make('identity', '/projects', 'project', project));
  }
  for (const domain of ['default', await makeDomain(maker)]) {
    const user = await make('identity', '/users', 'user', { name, domain_id: domain, password: name });
    const path = `/projects/${ids[0]}/users/${user}/roles/${roles[0]?.id}`;
    await call({ service: 'identity', method: 'PUT', path });
  }
  return ids[0] ?? '';
}

/** Five networks of one name, told apart only by their MTU and subnet. */
async function makeNetworks({ name, make }: Maker, owner: object): Promise<void> {
  for (const index of [1, 2, 3, 4, 5]) {
    const network = await make('network', '/networks', 'network', { ...owner, name, mtu: 1300 + index });
    const subnet = { ...owner, name, network_id: network, ip_version: 4, cidr: `10.${90 + index}.0.0/24` };
    await make('network', '/subnets', 'subnet', subnet);
  }
}

/** Ten groups, each of which lets in the next; the last lets in the first, and the first itself too. */
async function makeRing({ name, make, call, later }: Maker, owner: { readonly project_id: string }): Promise<void> {
  const quota = { service: 'network', path: `/quotas/${owner.project_id}` } as const;
  // Eleven with `default` are more than a project may usually have. Neutron counts what it is about to make twice for a
  // moment, so that a quota with no room to spare may refuse the last of several at once.
  await call({ ...quota, method: 'PUT', body: { quota: { security_group: 30 } } });
  later({ ...quota, method: 'DELETE' });
  const ids: string[] = [];
  for (let index = 0; index < 10; index += 1) {
    const group = { ...owner, name: `${name}-${index}` };
    ids.push(await make('network', '/security-groups', 'security_group', group));
  }
  const [first = ''] = ids;
  const letIn = async (group: string, remote: string): Promise<void> => {
    const rule = { ...owner, direction: 'ingress', ethertype: 'IPv4', protocol: 'tcp' };
    const ends = { security_group_id: group, remote_group_id: remote };
    await make('network', '/security-group-rules', 'security_group_rule', { ...rule, ...ends });
  };
  for (const [index, group] of ids.entries()) await letIn(group, ids[index + 1] ?? first);
  await letIn(first, first);
}

async function makeImage(maker: Maker, owner: string): Promise<void> {
  const { cloud, name, later } = maker;
  const body = { name, owner, disk_format: 'raw', container_format: 'bare', visibility: 'shared' };
  const { id } = await sendJson(cloud, { service: 'image', method: 'POST', path: '/images', body }, identified);
  later({ service: 'image', method: 'DELETE', path: `/images/${id}` });
  const { token } = await cloud.login();
  const headers = { 'x-auth-token': token, 'content-type': 'application/octet-stream' };
  const url = `${await cloud.endpoint('image')}/images/${id}/file`;
  const uploaded = await httpRequest(url, { method: 'PUT', headers, body: randomBytes(65_537) });
  await uploaded.body.dump();
  await waitForImage(cloud, id, 60_000);
  await makeOddMembers(maker, id);
}
