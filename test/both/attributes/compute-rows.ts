import { z } from 'zod';
import { actAs } from '../../../src/openstack/act-as.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { waitForServer } from '../../../src/openstack/compute.ts';
import { namesOf } from './names-of.ts';
import { type Answer, idOf, oddTags, oddText, type CaseName, type Making, type Rows } from './rows.ts';

const compute = { service: 'compute', microversion: 'compute 2.90' } as const;
const specs: Readonly<Record<CaseName, object>> = {
  default: {},
  falsy: { 'lab:empty': '' },
  odd: { 'lab:zero': '0', 'lab:text': oddText },
};
const ram: Readonly<Record<CaseName, number>> = { default: 64, falsy: 65, odd: 66 };
const userData = Buffer.from(`#!/bin/sh\necho ${oddText}\n`).toString('base64');
const lockReason = 'not “yet” ☂';

/** What belongs to a person is made as that person. */
async function asUser(making: Making): Promise<Cloud> {
  return await actAs(making.cloud, idOf(making, 'user/default'), idOf(making, 'owner'));
}

function post(path: string, body: object) {
  return { ...compute, method: 'POST', path, body } as const;
}

async function addSpecs({ send }: Making, id: string, which: CaseName): Promise<void> {
  if (which === 'default') return;
  await send(post(`/flavors/${id}/os-extra_specs`, { extra_specs: specs[which] }));
}

async function bringToState(making: Making, id: string, which: CaseName): Promise<void> {
  await waitForServer(making.cloud, id, { statuses: ['ACTIVE'], timeoutMs: 300_000 });
  if (which === 'falsy') {
    await making.send(post(`/servers/${id}/action`, { 'os-stop': null }));
    await waitForServer(making.cloud, id, { statuses: ['SHUTOFF'], timeoutMs: 300_000 });
  }
  if (which === 'default') {
    await making.send(post(`/servers/${id}/action`, { suspend: null }));
    await waitForServer(making.cloud, id, { statuses: ['SUSPENDED'], timeoutMs: 300_000 });
  }
  const lock = post(`/servers/${id}/action`, { lock: { locked_reason: lockReason } });
  if (which === 'odd') await (await asUser(making)).send(lock);
}

/** Its image to boot from, and the volume of the same case. */
function disksOf(making: Making, which: CaseName): object[] {
  const image = { uuid: idOf(making, 'image/default'), source_type: 'image', destination_type: 'local' };
  const volume = { uuid: idOf(making, `volume/${which}`), source_type: 'volume', destination_type: 'volume' };
  return [
    { ...image, boot_index: 0, delete_on_termination: true },
    { ...volume, boot_index: -1, delete_on_termination: which === 'odd' },
  ];
}

const attachedName = 'os-extended-volumes:volumes_attached';
const serverItem = z.looseObject({
  id: z.string(),
  user_id: z.string(),
  tenant_id: z.string(),
  addresses: z.record(z.string(), z.array(z.looseObject({ addr: z.string(), 'OS-EXT-IPS:type': z.string() }))),
  [attachedName]: z.array(z.looseObject({ delete_on_termination: z.boolean() })),
});
const groupSchema = z.looseObject({
  name: z.string(),
  user_id: z.string(),
  project_id: z.string(),
  members: z.array(z.string()),
});
const publicName = 'os-flavor-access:is_public';
const flavorSchema = z.looseObject({ id: z.string(), [publicName]: z.boolean() });
const accessSchema = z.looseObject({ tenant_id: z.string() });

/** The second one first: the order in which a guest finds them is not that in which they were made. */
const ports = ['odd', 'default'] as const;

async function listServers(cloud: Cloud): Promise<readonly Answer[]> {
  const all = { ...compute, path: '/servers/detail', key: 'servers', item: serverItem } as const;
  const servers = await list(cloud, { ...all, query: { all_tenants: true } });
  const groups = { ...compute, path: '/os-server-groups', key: 'server_groups', item: groupSchema } as const;
  const [user, project, grouped] = await Promise.all([
    namesOf(cloud, 'users'),
    namesOf(cloud, 'projects'),
    list(cloud, { ...groups, query: { all_projects: true } }),
  ]);
  return servers.map(
    (one): Answer => ({
      ...one,
      volumes: one[attachedName].map((each) => each.delete_on_termination),
      addresses: fixedAddresses(one.addresses),
      owner: [user(one.user_id), project(one.tenant_id)],
      group: grouped.find(({ members }) => members.includes(one.id))?.name,
    }),
  );
}

/** Nova tells them network by network, in the order of the server's devices. */
function fixedAddresses(addresses: z.infer<typeof serverItem>['addresses']): string[] {
  const fixed = Object.values(addresses).flat();
  return fixed.filter((one) => one['OS-EXT-IPS:type'] === 'fixed').map(({ addr }) => addr);
}

const keypair = z.looseObject({ keypair: z.looseObject({}) });

export const computeRows: readonly Rows[] = [
  {
    ...compute,
    kind: 'flavor',
    path: '/flavors/detail',
    query: { is_public: 'None' },
    key: 'flavor',
    attributes: {
      // The mark lies in it, so that nothing said reads as an empty one.
      description: { falsy: '', odd: oddText },
      ram: {},
      vcpus: {},
      disk: {},
      swap: { falsy: 0, odd: 64 },
      'OS-FLV-EXT-DATA:ephemeral': { falsy: 0, odd: 1 },
      rxtx_factor: { odd: 1.5 },
      'os-flavor-access:is_public': { falsy: false },
      extra_specs: { falsy: specs.falsy, odd: specs.odd },
      access: { falsy: ['NAME'] },
    },
    notInBody: ['extra_specs', 'access'],
    emptyIsNothing: ['description'],
    body: (_making, which) => ({ vcpus: 1, ram: ram[which], disk: 1 }),
    async after(making, id, which) {
      await addSpecs(making, id, which);
      const access = post(`/flavors/${id}/action`, { addTenantAccess: { tenant: idOf(making, 'owner') } });
      if (which === 'falsy') await making.send(access);
    },
    async list(cloud) {
      const query = { is_public: 'None' };
      const all = await list(cloud, { ...compute, path: '/flavors/detail', key: 'flavors', item: flavorSchema, query });
      const nameOf = await namesOf(cloud, 'projects');
      return await Promise.all(
        all.map(async (one) => {
          if (one[publicName]) return one;
          const path = `/flavors/${one.id}/os-flavor-access`;
          const access = await list(cloud, { ...compute, path, key: 'flavor_access', item: accessSchema });
          return { ...one, access: access.map((each) => nameOf(each.tenant_id)) };
        }),
      );
    },
  },
  {
    ...compute,
    kind: 'keypair',
    path: '/os-keypairs',
    key: 'keypair',
    attributes: { type: { falsy: 'ssh', odd: 'x509' }, public_key: {} },
    body: (making, which) => ({
      user_id: idOf(making, 'user/default'),
      public_key: which === 'odd' ? certificate : `${publicKey} ${which === 'falsy' ? 'o.dd@example.org' : ''}`.trim(),
    }),
    async list(cloud, { userId }) {
      const query = { user_id: userId };
      const all = await list(cloud, { ...compute, path: '/os-keypairs', key: 'keypairs', item: keypair, query });
      return all.map(({ keypair: one }) => one);
    },
  },
  {
    ...compute,
    kind: 'server group',
    path: '/os-server-groups',
    query: { all_projects: true },
    key: 'server_group',
    attributes: {
      policy: { falsy: 'affinity', odd: 'anti-affinity' },
      rules: { falsy: {}, odd: { max_server_per_host: 2 } },
      owner: {},
    },
    async list(cloud) {
      const query = { all_projects: true };
      const path = '/os-server-groups';
      const all = await list(cloud, { ...compute, path, key: 'server_groups', item: groupSchema, query });
      const [user, project] = await Promise.all([namesOf(cloud, 'users'), namesOf(cloud, 'projects')]);
      return all.map((one) => ({ ...one, owner: [user(one.user_id), project(one.project_id)] }));
    },
    body: (_making, which) => (which === 'default' ? { policy: 'soft-affinity' } : {}),
    creator: asUser,
  },
  {
    ...compute,
    kind: 'server',
    path: '/servers/detail',
    query: { all_tenants: true },
    key: 'server',
    attributes: {
      description: { falsy: '', odd: oddText },
      metadata: { falsy: {}, odd: { empty: '', zero: '0', text: oddText } },
      tags: { falsy: [], odd: oddTags },
      config_drive: { falsy: '', odd: 'True' },
      'OS-EXT-SRV-ATTR:user_data': { odd: userData },
      'OS-EXT-SRV-ATTR:hostname': { odd: 'odd-host' },
      locked: { falsy: false, odd: true },
      locked_reason: { falsy: null, odd: lockReason },
      status: { falsy: 'SHUTOFF', odd: 'ACTIVE' },
      // Of each, whether it goes with the server.
      volumes: { falsy: [false], odd: [true] },
      // In the order of its devices.
      addresses: { falsy: [], odd: ['10.121.3.86', '10.121.1.50'] },
      key_name: {},
      owner: { odd: ['NAME user default', 'NAME'] },
      group: { odd: 'NAME server group odd' },
      'OS-EXT-AZ:availability_zone': {},
    },
    notInBody: [
      'volumes',
      'addresses',
      'owner',
      'group',
      'config_drive',
      'OS-EXT-SRV-ATTR:user_data',
      'OS-EXT-SRV-ATTR:hostname',
      'locked',
      'locked_reason',
      'status',
    ],
    body: (making, which) => ({
      flavorRef: idOf(making, `flavor/${which}`),
      imageRef: idOf(making, 'image/default'),
      key_name: `${making.name} keypair ${which}`,
      networks: which === 'odd' ? ports.map((port) => ({ port: idOf(making, `server port/${port}`) })) : 'none',
      ...(which === 'default' ? {} : { config_drive: which === 'odd' }),
      ...(which === 'odd' ? { hostname: 'odd-host', user_data: userData } : {}),
      ...(which === 'default' ? {} : { block_device_mapping_v2: disksOf(making, which) }),
    }),
    beside: (making, which) =>
      which === 'odd' ? { 'os:scheduler_hints': { group: idOf(making, 'server group/odd') } } : {},
    creator: asUser,
    after: bringToState,
    list: listServers,
  },
];

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKp0y9n0mJb1cbrqC8yIDPmTNp7Rz3bq0o4zJ6m3n1Xk';

const certificate = `-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUf1O3q8RO+kbt0NHKjbh2YAX4r2owCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDb2RkMCAXDTI2MTEyNDEyNDYxM1oYDzIxMjYxMDMxMTI0NjEz
WjAOMQwwCgYDVQQDDANvZGQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT+XvxM
VHLpFGXrc6QHkTX9mfU3YsrfEOLaE3QCUtxof4sYPQOmc7m27NWh1Msx7YjgCe9Z
Uxi/yQMLJkUFOKR+o1MwUTAdBgNVHQ4EFgQUaKEQP2PD2wkuJoa/lMr0sVJ+OMgw
HwYDVR0jBBgwFoAUaKEQP2PD2wkuJoa/lMr0sVJ+OMgwDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiBOFlaCqQ3RH0xBaRuleNWjp5HgjlSAsPEZV1Z0
yKoAnQIhAK5cBScmbXT0QSL2wt8NvMrQRBobYw0iy6enXMPWQDSu
-----END CERTIFICATE-----
`;
