import { z } from 'zod';
import { getJson } from '../../../src/openstack/calls.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { waitForServer } from '../../../src/openstack/compute.ts';
import { asUser, compute, post } from './as-user.ts';
import { groupSchema } from './compute-rows.ts';
import { namesOf } from './names-of.ts';
import { type Answer, type CaseName, idOf, type Making, oddTags, oddText, type Rows } from './rows.ts';

const userData = Buffer.from(`#!/bin/sh\necho ${oddText}\n`).toString('base64');
const lockReason = 'not “yet” ☂';

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

/** One boots from a volume, since its flavor has no disk; the other has its second volume before its first. */
function disksOf(making: Making, which: CaseName): object[] {
  const volume = (kind: string): object => ({
    uuid: idOf(making, `${kind}/${which}`),
    source_type: 'volume',
    destination_type: 'volume',
  });
  if (which === 'falsy') return [{ ...volume('volume'), boot_index: 0, delete_on_termination: false }];
  const image = { uuid: idOf(making, 'image/default'), source_type: 'image', destination_type: 'local' };
  return [
    { ...image, boot_index: 0, delete_on_termination: true },
    { ...volume('second volume'), boot_index: -1, delete_on_termination: false },
    { ...volume('volume'), boot_index: -1, delete_on_termination: true },
  ];
}

const serverItem = z.looseObject({
  id: z.string(),
  user_id: z.string(),
  tenant_id: z.string(),
  image: z.union([z.literal(''), z.looseObject({ id: z.string() })]),
  addresses: z.record(z.string(), z.array(z.looseObject({ addr: z.string(), 'OS-EXT-IPS:type': z.string() }))),
});
type ServerItem = z.infer<typeof serverItem>;

/** The second one first: the order in which a guest finds them is not that in which they were made. */
const ports = ['odd', 'default'] as const;

async function listServers(cloud: Cloud, { name }: { readonly name: string }): Promise<readonly Answer[]> {
  const all = { ...compute, path: '/servers/detail', key: 'servers', item: serverItem } as const;
  const servers = await list(cloud, { ...all, query: { all_tenants: true, name } });
  const groups = { ...compute, path: '/os-server-groups', key: 'server_groups', item: groupSchema } as const;
  const [user, project, image, volume, grouped] = await Promise.all([
    namesOf(cloud, 'users'),
    namesOf(cloud, 'projects'),
    namesOf(cloud, 'images'),
    namesOf(cloud, 'volumes'),
    list(cloud, { ...groups, query: { all_projects: true } }),
  ]);
  const answer = async (one: ServerItem): Promise<Answer> => ({
    ...one,
    volumes: await volumesOf(cloud, one.id, volume),
    image: one.image === '' ? '' : image(one.image.id),
    addresses: fixedAddresses(one.addresses),
    owner: [user(one.user_id), project(one.tenant_id)],
    group: grouped.find(({ members }) => members.includes(one.id))?.name,
  });
  return await Promise.all(servers.map(answer));
}

const attachments = z.looseObject({
  volumeAttachments: z.array(
    z.looseObject({ volumeId: z.string(), device: z.string(), delete_on_termination: z.boolean() }),
  ),
});

/** In the order of their devices, each with whether it goes with the server. */
async function volumesOf(cloud: Cloud, id: string, nameOf: (id: unknown) => unknown): Promise<unknown[]> {
  const path = `/servers/${id}/os-volume_attachments`;
  const { volumeAttachments: all } = await getJson(cloud, 'compute', path, attachments, compute);
  const inOrder = all.toSorted((one, other) => (one.device < other.device ? -1 : 1));
  return inOrder.map((one) => [nameOf(one.volumeId), one.delete_on_termination]);
}

/** Nova tells them network by network, in the order of the server's devices. */
function fixedAddresses(addresses: ServerItem['addresses']): string[] {
  const fixed = Object.values(addresses).flat();
  return fixed.filter((one) => one['OS-EXT-IPS:type'] === 'fixed').map(({ addr }) => addr);
}

export const serverRows: readonly Rows[] = [
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
      // In the order of its devices, each with whether it goes with the server.
      volumes: {
        falsy: [['NAME volume falsy', false]],
        odd: [
          ['NAME second volume odd', false],
          ['NAME volume odd', true],
        ],
      },
      image: { falsy: '', odd: 'NAME image default' },
      'flavor.original_name': { falsy: 'NAME flavor falsy', odd: 'NAME flavor odd' },
      // In the order of its devices.
      addresses: { falsy: [], odd: ['10.121.3.86', '10.121.1.50'] },
      key_name: {},
      owner: { odd: ['NAME user default', 'NAME'] },
      group: { odd: 'NAME server group odd' },
      'OS-EXT-AZ:availability_zone': {},
    },
    notInBody: [
      'volumes',
      'image',
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
      ...(which === 'falsy' ? {} : { imageRef: idOf(making, 'image/default') }),
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
