import { asMember, computeCall as call, oldest, refusal } from './compute-call.ts';
import type { Step } from './step.ts';

const at = (path: string): string => `/servers/{serverId}${path}`;
const act = (title: string, body: object, more: Partial<Step> = {}): Step =>
  call('POST', at('/action'), title, { ...asMember, body, ...more });
const rest = (title: string, ...is: readonly string[]): Step =>
  call('GET', at(''), title, {
    as: 'member',
    until: { field: 'server.status', is },
    same: ['server.status', 'server.OS-EXT-STS:vm_state', 'server.OS-EXT-STS:power_state'],
  });
const idle = (title: string): Step =>
  call('GET', at(''), title, {
    as: 'member',
    until: { field: 'server.OS-EXT-STS:task_state', is: [null] },
    same: ['server.status', 'server.OS-EXT-STS:vm_state', 'server.OS-EXT-STS:power_state'],
  });

function port(title: string, status: string): Step {
  return {
    title,
    service: 'network',
    method: 'GET',
    path: '/v2.0/ports/{portId}',
    until: { field: 'port.status', is: [status] },
    same: ['port.status', 'port.device_owner', 'port.device_id'],
  };
}

const changing: readonly Step[] = [
  call('PUT', at(''), 'a new name', {
    as: 'member',
    body: { server: { name: 'simtest-renamed-{suffix}', description: null } },
    same: ['server.name', 'server.description'],
  }),
  call('PUT', at(''), 'a new name at 2.1', {
    ...oldest,
    body: { server: { name: 'simtest-again-{suffix}', accessIPv4: '192.0.2.8' } },
    same: ['server.name', 'server.accessIPv4'],
  }),
  call('PUT', at(''), 'a new host name', {
    as: 'member',
    body: { server: { hostname: 'simtest-host' } },
    same: ['server.OS-EXT-SRV-ATTR:hostname'],
  }),
  call('PUT', at(''), 'a name of nothing', { as: 'member', body: { server: { name: '' } } }),
  call('PUT', at(''), 'a change of the flavor', { as: 'member', body: { server: { flavorRef: '1' } } }),
  call('PUT', '/servers/simtest', 'a name for no server', { ...asMember, body: { server: { name: 'x' } } }),
];

const metadata: readonly Step[] = [
  call('GET', at('/metadata'), 'metadata', { as: 'member', same: ['metadata'] }),
  call('POST', at('/metadata'), 'more metadata', {
    as: 'member',
    body: { metadata: { more: 'x', empty: 'no more' } },
    same: ['metadata.more', 'metadata.empty', 'metadata.a:b'],
  }),
  call('PUT', at('/metadata/one'), 'an item', { as: 'member', body: { meta: { one: '1' } }, same: ['meta'] }),
  call('PUT', at('/metadata/one'), 'an item of another name', { ...asMember, body: { meta: { two: '1' } } }),
  call('PUT', at('/metadata/one'), 'two items as one', { as: 'member', body: { meta: { one: '1', two: '2' } } }),
  call('GET', at('/metadata/one'), 'an item by its name', { as: 'member', same: ['meta'] }),
  call('GET', at('/metadata/none'), 'no such item', asMember),
  call('DELETE', at('/metadata/one'), 'the end of an item', { as: 'member' }),
  call('DELETE', at('/metadata/one'), 'the end of the item again', asMember),
  call('PUT', at('/metadata'), 'other metadata', {
    as: 'member',
    body: { metadata: { only: '' } },
    same: ['metadata'],
  }),
  call('POST', at('/metadata'), 'metadata of an odd name', { as: 'member', body: { metadata: { 'a/b': '1' } } }),
  call('GET', '/servers/simtest/metadata', 'metadata of no server', asMember),
];

const tags: readonly Step[] = [
  call('GET', at('/tags'), 'tags', { as: 'member', same: ['tags'] }),
  call('GET', at('/tags'), 'tags at 2.25', { as: 'member', microversion: 'compute 2.25', ...refusal }),
  call('PUT', at('/tags/three'), 'a tag', { as: 'member' }),
  call('PUT', at('/tags/three'), 'the tag again', { as: 'member' }),
  call('PUT', at(`/tags/${'x'.repeat(61)}`), 'a tag that is too long', { as: 'member' }),
  call('GET', at('/tags/three'), 'a tag by its name', { as: 'member' }),
  call('GET', at('/tags/four'), 'no such tag', asMember),
  call('DELETE', at('/tags/three'), 'the end of a tag', { as: 'member' }),
  call('DELETE', at('/tags/three'), 'the end of the tag again', asMember),
  call('PUT', at('/tags'), 'other tags', { as: 'member', body: { tags: ['z', 'a', 'z'] }, same: ['tags'] }),
  call('PUT', at('/tags'), 'tags with a slash', { as: 'member', body: { tags: ['a/b'] } }),
  call('DELETE', at('/tags'), 'the end of all tags', { as: 'member' }),
  call('GET', at('/tags'), 'no tags', { as: 'member', same: ['tags'] }),
  call('GET', '/servers/simtest/tags', 'tags of no server', asMember),
];

const power: readonly Step[] = [
  act('an action that there is not', { foo: null }),
  act('two actions', { 'os-start': null, 'os-stop': null }),
  act('no action', {}),
  call('POST', '/servers/simtest/action', 'no server to suspend', { ...asMember, body: { suspend: null } }),
  call('POST', '/servers/simtest/action', 'no server to start', { ...asMember, body: { 'os-start': null } }),
  act('a start of what runs', { 'os-start': null }),
  act('a resumption of what runs', { resume: null }),
  act('an end of no pause', { unpause: null }),
  act('a suspension', { suspend: null }),
  act(
    'a second suspension at once',
    { suspend: null },
    {
      except: { 'conflictingRequest.message': 'the lab may be done by then' },
    },
  ),
  rest('it is suspended', 'SUSPENDED'),
  port('the port of a suspended server', 'DOWN'),
  act('a suspension of what is suspended', { suspend: null }),
  act('a stop of what is suspended', { 'os-stop': null }),
  act('a pause of what is suspended', { pause: null }),
  act('a soft reboot of what is suspended', { reboot: { type: 'SOFT' } }),
  act('a resumption', { resume: null }),
  rest('it runs again', 'ACTIVE'),
  port('the port of a server that runs again', 'ACTIVE'),
  act('a pause', { pause: null }),
  rest('it is paused', 'PAUSED'),
  act('a suspension of what is paused', { suspend: null }),
  act('an end of the pause', { unpause: null }),
  rest('it runs after the pause', 'ACTIVE'),
  act('a stop', { 'os-stop': null }),
  rest('it is off', 'SHUTOFF'),
  port('the port of a server that is off', 'DOWN'),
  act('a stop of what is off', { 'os-stop': null }),
  call('POST', at('/os-interface'), 'one more interface', {
    as: 'member',
    body: { interfaceAttachment: { net_id: '{networkId}' } },
    keep: { newPortId: 'interfaceAttachment.port_id' },
    except: { 'interfaceAttachment.port_state': 'the agent of the lab takes a moment' },
  }),
  call('DELETE', at('/os-interface/{newPortId}'), 'the end of the interface', { as: 'member' }),
  call('GET', at('/os-interface/{newPortId}'), 'no interface any more', {
    as: 'member',
    until: { field: 'interfaceAttachment.tag', is: [] },
    same: ['itemNotFound.code'],
  }),
  act('a start', { 'os-start': null }),
  rest('it runs after its start', 'ACTIVE'),
  act('a hard reboot', { reboot: { type: 'HARD' } }),
  idle('it runs after its reboot'),
  act('a reboot of a sort that there is not', { reboot: { type: 'WARM' } }, { same: [] }),
  act('a console', { 'os-getConsoleOutput': {} }, { same: [] }),
];

const locks: readonly Step[] = [
  act('a lock', { lock: { locked_reason: 'busy' } }),
  act('a lock with an empty reason', { lock: { locked_reason: '' } }, { same: [] }),
  call('GET', at(''), 'a locked server', { as: 'member', same: ['server.locked', 'server.locked_reason'] }),
  act('a second lock', { lock: null }),
  call('GET', '/servers?locked=true', 'one locked server', { as: 'member', same: ['servers.*.name'] }),
  act('a stop of what is locked', { 'os-stop': null }),
  call('PUT', at('/metadata'), 'metadata of what is locked', { ...asMember, body: { metadata: {} } }),
  call('DELETE', at(''), 'the end of what is locked', asMember),
  act('the owner unlocks', { unlock: null }),
  call('GET', at(''), 'an unlocked server', { as: 'member', same: ['server.locked', 'server.locked_reason'] }),
  act('the administrator locks', { lock: null }, { as: 'admin' }),
  act('the owner does not unlock', { unlock: null }),
  act('the administrator unlocks', { unlock: null }, { as: 'admin' }),
  act('the administrator locks at 2.1', { lock: null }, { as: 'admin', ...oldest }),
  act('the administrator unlocks at 2.1', { unlock: null }, { as: 'admin', ...oldest }),
  act('a member sets no state', { 'os-resetState': { state: 'error' } }),
  act('a state that there is not', { 'os-resetState': { state: 'stopped' } }, { as: 'admin', same: [] }),
  act('an error', { 'os-resetState': { state: 'error' } }, { as: 'admin' }),
  call('GET', at(''), 'a server in error', {
    as: 'member',
    same: ['server.status', 'server.OS-EXT-STS:vm_state', 'server.fault.code', 'server.fault.message'],
  }),
  call('PUT', at('/metadata'), 'metadata of what is in error', { ...asMember, body: { metadata: {} } }),
  act('a snapshot of what is in error', { createImage: { name: 'x' } }),
  act('no error', { 'os-resetState': { state: 'active' } }, { as: 'admin' }),
];

const snapshotValues = [
  'name',
  'status',
  'visibility',
  'disk_format',
  'container_format',
  'checksum',
  'os_hash_value',
  'min_disk',
  'owner',
  'image_type',
  'note',
  'instance_uuid',
  'base_image_ref',
  'user_id',
  'owner_id',
  'image_state',
];

function image(method: Step['method'], path: string, title: string, more: Partial<Step> = {}): Step {
  return { title, service: 'image', method, path: `/v2/images/${path}`, as: 'member', ...more };
}

const snapshots: readonly Step[] = [
  act(
    'a snapshot',
    { createImage: { name: 'simtest-snap-{suffix}', metadata: { note: '' } } },
    {
      keep: { snapshotId: 'image_id' },
    },
  ),
  act(
    'a second snapshot at once',
    { createImage: { name: 'simtest-second' } },
    {
      except: { 'conflictingRequest.message': 'the lab may be further on' },
    },
  ),
  image('GET', '{snapshotId}', 'the snapshot becomes active', {
    until: { field: 'status', is: ['active', 'killed'] },
    same: snapshotValues,
  }),
  idle('it rests after the snapshot'),
  act('a snapshot without a name', { createImage: {} }, { same: [] }),
  act(
    'a snapshot at 2.1',
    { createImage: { name: 'simtest-old-{suffix}' } },
    {
      as: 'admin',
      ...oldest,
      keep: { location: 'headers.location' },
    },
  ),
  idle('it rests after the administrator’s snapshot'),
  {
    title: 'images of the server',
    service: 'image',
    method: 'GET',
    path: '/v2/images?instance_uuid={serverId}&name=simtest-old-{suffix}',
    keep: { adminSnapshotId: 'images.0.id' },
    same: ['images.*.visibility', 'images.*.owner', 'images.*.instance_owner'],
  },
  image('GET', '{adminSnapshotId}/members', 'the administrator’s snapshot is shared', {
    as: 'admin',
    same: ['members.*.status'],
  }),
  image('DELETE', '{adminSnapshotId}', 'the end of the administrator’s snapshot', { as: 'admin' }),
  image('DELETE', '{snapshotId}', 'the end of the snapshot'),
];

const interfaces: readonly Step[] = [
  call('GET', at('/os-interface'), 'interfaces', { as: 'member' }),
  call('GET', at('/os-interface'), 'interfaces at 2.1', { as: 'member', ...oldest }),
  call('GET', at('/os-interface/{portId}'), 'an interface', { as: 'member', same: ['interfaceAttachment.port_id'] }),
  call('GET', at('/os-interface/{otherPortId}'), 'an interface of another', {
    as: 'admin',
    same: ['itemNotFound.code'],
  }),
  call('GET', at('/ips'), 'addresses', { as: 'member' }),
  call('GET', at('/os-volume_attachments'), 'no volumes', { as: 'member', same: ['volumeAttachments'] }),
  call('POST', at('/os-interface'), 'a network and a port', {
    ...asMember,
    body: { interfaceAttachment: { net_id: '{networkId}', port_id: '{portId}' } },
  }),
  call('POST', at('/os-interface'), 'the port again', {
    ...asMember,
    body: { interfaceAttachment: { port_id: '{portId}' } },
  }),
];

/** A server and all that may be done with it. */
export const computeActions = [...changing, ...metadata, ...tags, ...interfaces, ...power, ...locks, ...snapshots];

const gone = (id: string, title: string): Step =>
  call('GET', `/servers/{${id}}`, title, {
    until: { field: 'server.OS-EXT-SRV-ATTR:launch_index', is: [] },
    ...refusal,
  });

/** Deletes the servers, and looks at what becomes of their ports. */
export const computeActionsEnd: readonly Step[] = [
  call('DELETE', '/servers/simtest', 'the end of no server', asMember),
  call('DELETE', '/servers/{serverId}', 'the end of the server', { as: 'member' }),
  call('DELETE', '/servers/{oldServerId}', 'the end of the old server', oldest),
  call('DELETE', '/servers/{groupedServerId}', 'the end of the grouped server', { as: 'member' }),
  gone('serverId', 'the server is gone'),
  gone('oldServerId', 'the old server is gone'),
  gone('groupedServerId', 'the grouped server is gone'),
  call('DELETE', '/servers/{serverId}', 'the end of the server again', asMember),
  call('GET', '/os-server-groups/{groupId}', 'the group has no member', {
    as: 'member',
    same: ['server_group.members'],
  }),
  call('DELETE', '/os-server-groups/{groupId}', 'the end of the group', { as: 'member' }),
  {
    title: 'the port is free again',
    service: 'network',
    method: 'GET',
    path: '/v2.0/ports/{portId}',
    same: ['port.status', 'port.device_owner', 'port.device_id', 'port.name', 'port.binding:host_id'],
  },
  {
    title: 'the ports that Nova made are gone',
    service: 'network',
    method: 'GET',
    path: '/v2.0/ports?network_id={networkId}&fields=name&sort_key=name',
    same: ['ports'],
  },
];
