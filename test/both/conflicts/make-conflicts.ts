import type { Cloud, CloudRequest } from '../../../src/openstack/cloud.ts';
import { makeImage } from '../make-image.ts';
import { openMaker } from '../open-maker.ts';

/** One word or number for each side. */
interface Sides<T> {
  readonly source: T;
  readonly destination: T;
}
type Side = keyof Sides<unknown>;

/** What each cloud has of the same name, and what of it differs. */
export interface Conflict {
  readonly word: string;
  readonly attribute: string;
  readonly values: Sides<unknown>;
}

const tiers: Sides<string> = { source: 'gold', destination: 'silver' };
const keys: Sides<string> = {
  source: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKp0y9n0mJb1cbrqC8yIDPmTNp7Rz3bq0o4zJ6m3n1Xk',
  destination: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKp0y9n0mJb1cbrqC8yIDPmTNp7Rz3bq0o4zJ6m3n1Xl',
};

/** NAME stands for what all names begin with. */
export const conflicts: readonly Conflict[] = [
  ...['group', 'project', 'role'].map((kind) => ({
    word: `${kind}:NAME`,
    attribute: 'description',
    values: tiers,
  })),
  { word: 'domain:NAME', attribute: 'enabled', values: { source: true, destination: false } },
  { word: 'user:NAME', attribute: 'email', values: tiers },
  { word: 'quota:NAME-same', attribute: 'volumes', values: { source: 0, destination: 7 } },
  { word: 'flavor:NAME', attribute: 'ram', values: { source: 64, destination: 65 } },
  { word: 'keypair:NAME', attribute: 'public key', values: keys },
  {
    word: 'volume-type:NAME',
    attribute: 'extra specs',
    values: { source: { 'lab:tier': tiers.source }, destination: { 'lab:tier': tiers.destination } },
  },
  { word: 'image:NAME', attribute: 'minimum disk', values: { source: 0, destination: 1 } },
  { word: 'network:NAME', attribute: 'mtu', values: { source: 1400, destination: 1401 } },
  { word: 'subnet:NAME', attribute: 'gateway', values: { source: '10.99.0.1', destination: '10.99.0.2' } },
];

const inDefault = { domain_id: 'default' };
const imageBytes = Buffer.alloc(65_537, 'same on both sides');

/** Makes one side of them all. Gives what takes it away again. */
export async function makeConflicts(cloud: Cloud, name: string, side: Side): Promise<() => Promise<void>> {
  const sent: CloudRequest[] = [];
  const remove = async (): Promise<void> => {
    for (const request of sent) await cloud.send(request).catch(() => undefined);
  };
  try {
    await makeAll(cloud, { name, side, later: (request) => void sent.unshift(request) });
  } catch (problem) {
    await remove();
    throw problem;
  }
  return remove;
}

interface Making {
  readonly name: string;
  readonly side: Side;
  later(request: CloudRequest): void;
}

async function makeAll(cloud: Cloud, { name, side, later }: Making): Promise<void> {
  const { make, call } = openMaker(cloud, name, later);
  const identity = async (kind: string, fields: object): Promise<string> =>
    await make('identity', `/${kind}s`, kind, { name, ...fields });
  const description = tiers[side];
  const domain = await identity('domain', { enabled: side === 'source' });
  // A domain goes away only when it is switched off.
  later({ service: 'identity', method: 'PATCH', path: `/domains/${domain}`, body: { domain: { enabled: false } } });
  await identity('role', { description });
  await identity('group', { description, ...inDefault });
  await identity('project', { description, ...inDefault });
  await identity('user', { email: tiers[side], ...inDefault });
  // These two are equal, so that only what belongs to them differs.
  const same = { name: `${name}-same`, ...inDefault };
  const [projectId, userId] = [await identity('project', same), await identity('user', same)];
  const quota = { service: 'block-storage', path: `/os-quota-sets/${projectId}` } as const;
  await call({ ...quota, method: 'PUT', body: { quota_set: { volumes: side === 'source' ? 0 : 7 } } });
  later({ ...quota, method: 'DELETE' });
  await make('compute', '/flavors', 'flavor', { name, vcpus: 1, disk: 0, ram: side === 'source' ? 64 : 65 });
  const microversion = 'compute 2.10';
  const keypair = { name, user_id: userId, public_key: keys[side], type: 'ssh' };
  await call({ service: 'compute', method: 'POST', path: '/os-keypairs', body: { keypair }, microversion });
  later({ service: 'compute', method: 'DELETE', path: `/os-keypairs/${name}?user_id=${userId}`, microversion });
  await make('block-storage', '/types', 'volume_type', { name, extra_specs: { 'lab:tier': tiers[side] } });
  await makeShared({ name, side, projectId }, make);
  const image = await makeImage(cloud, name, imageBytes);
  later({ service: 'image', method: 'DELETE', path: `/images/${image}` });
  if (side === 'source') return;
  const contentType = 'application/openstack-images-v2.1-json-patch';
  const body = [{ op: 'replace', path: '/min_disk', value: 1 }];
  await call({ service: 'image', method: 'PATCH', path: `/images/${image}`, body, contentType });
}

/** A network is taken for another only if all projects share it. */
async function makeShared({ name, side, projectId }: Shared, make: Make): Promise<void> {
  const owner = { name, project_id: projectId };
  const network = { ...owner, shared: true };
  await make('network', '/networks', 'network', { ...network, mtu: side === 'source' ? 1400 : 1401 });
  const networkId = await make('network', '/networks', 'network', { ...network, name: `${name}-same` });
  const gateway = side === 'source' ? '10.99.0.1' : '10.99.0.2';
  const subnet = { ...owner, network_id: networkId, ip_version: 4, cidr: '10.99.0.0/24', gateway_ip: gateway };
  await make('network', '/subnets', 'subnet', { ...subnet, enable_dhcp: false });
}

type Shared = Pick<Making, 'name' | 'side'> & { readonly projectId: string };
type Make = ReturnType<typeof openMaker>['make'];
