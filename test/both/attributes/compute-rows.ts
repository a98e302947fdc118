import { z } from 'zod';
import { actAs } from '../../../src/openstack/act-as.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { waitForServer } from '../../../src/openstack/compute.ts';
import { idOf, oddTags, oddText, type CaseName, type Making, type Rows } from './rows.ts';

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
const serverItem = z.looseObject({ [attachedName]: z.array(z.looseObject({ delete_on_termination: z.boolean() })) });

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
    },
    notInBody: ['extra_specs'],
    emptyIsNothing: ['description'],
    body: (_making, which) => ({ vcpus: 1, ram: ram[which], disk: 1 }),
    async after(making, id, which) {
      await addSpecs(making, id, which);
      const access = post(`/flavors/${id}/action`, { addTenantAccess: { tenant: idOf(making, 'owner') } });
      if (which === 'falsy') await making.send(access);
    },
  },
  {
    ...compute,
    kind: 'keypair',
    path: '/os-keypairs',
    key: 'keypair',
    attributes: { type: {}, public_key: {} },
    body: (making, which) => ({
      type: 'ssh',
      user_id: idOf(making, 'user/default'),
      public_key: `${publicKey} ${which === 'odd' ? 'o.dd@example.org' : ''}`.trim(),
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
    },
    notInBody: [
      'volumes',
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
      networks: 'none',
      ...(which === 'default' ? {} : { config_drive: which === 'odd' }),
      ...(which === 'odd' ? { hostname: 'odd-host', user_data: userData } : {}),
      ...(which === 'default' ? {} : { block_device_mapping_v2: disksOf(making, which) }),
    }),
    creator: asUser,
    after: bringToState,
    async list(cloud) {
      const all = { ...compute, path: '/servers/detail', key: 'servers', item: serverItem } as const;
      const servers = await list(cloud, { ...all, query: { all_tenants: true } });
      return servers.map((one) => ({ ...one, volumes: one[attachedName].map((each) => each.delete_on_termination) }));
    },
  },
];

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKp0y9n0mJb1cbrqC8yIDPmTNp7Rz3bq0o4zJ6m3n1Xk';
