import { asMember, computeCall as call, oldest, refusal } from './compute-call.ts';
import type { Step } from './step.ts';

const server = (more: object) => ({
  server: { name: 'simtest-{suffix}', flavorRef: '{flavorId}', imageRef: '{imageId}', networks: 'none', ...more },
});
const boot = (title: string, more: object, rest: Partial<Step> = {}): Step =>
  call('POST', '/servers', title, { ...asMember, body: server(more), ...rest });

function network(method: Step['method'], path: string, title: string, more: Partial<Step> = {}): Step {
  return { title, service: 'network', method, path: `/v2.0${path}`, as: 'member', ...more };
}

const nil = '00000000-0000-4000-8000-000000000000';

/** What the servers plug into. */
const networks: readonly Step[] = [
  network('POST', '/networks', 'a network', {
    body: { network: { name: 'simtest-net-{suffix}' } },
    keep: { networkId: 'network.id' },
  }),
  boot('a server on a network without subnets', { networks: [{ uuid: '{networkId}' }] }),
  network('POST', '/subnets', 'a subnet', {
    body: { subnet: { network_id: '{networkId}', ip_version: 4, cidr: '10.98.0.0/24', enable_dhcp: false } },
    keep: { subnetId: 'subnet.id' },
  }),
  network('POST', '/ports', 'a port', {
    body: { port: { network_id: '{networkId}', name: 'simtest', fixed_ips: [{ ip_address: '10.98.0.50' }] } },
    keep: { portId: 'port.id' },
  }),
  network('POST', '/ports', 'the administrator’s port', {
    as: 'admin',
    body: { port: { network_id: '{networkId}', project_id: '{adminProjectId}' } },
    keep: { otherPortId: 'port.id' },
  }),
  network('POST', '/security-groups', 'a security group', {
    body: { security_group: { name: 'simtest-group-{suffix}' } },
    keep: { securityGroupId: 'security_group.id' },
  }),
];

function image(method: Step['method'], path: string, title: string, more: Partial<Step> = {}): Step {
  return { title, service: 'image', method, path: `/v2/images${path}`, as: 'member', ...more };
}

const raw = (more: object) => ({ disk_format: 'raw', container_format: 'bare', name: 'simtest-{suffix}', ...more });

/** Images that no server boots from. */
const badImages: readonly Step[] = [
  image('POST', '', 'an image without bytes', { body: raw({}), keep: { emptyImageId: 'id' } }),
  boot('a server of an image without bytes', { imageRef: '{emptyImageId}' }),
  image('DELETE', '/{emptyImageId}', 'the end of the image without bytes'),
  image('POST', '', 'an image without its kernel', { body: raw({ kernel_id: nil }), keep: { kernelImageId: 'id' } }),
  boot('a server without its kernel', { imageRef: '{kernelImageId}' }),
  image('DELETE', '/{kernelImageId}', 'the end of the image without its kernel'),
  image('POST', '', 'an image that needs much', {
    body: raw({ min_disk: 5, min_ram: 2048 }),
    keep: { greedyImageId: 'id' },
  }),
  image('PUT', '/{greedyImageId}/file', 'its bytes', { body: 'simtest' }),
  boot('a server of too little RAM', { imageRef: '{greedyImageId}' }),
  image('PATCH', '/{greedyImageId}', 'the image needs less', {
    body: [{ op: 'replace', path: '/min_ram', value: 0 }],
    contentType: 'application/openstack-images-v2.1-json-patch',
  }),
  boot('a server of too little disk', { imageRef: '{greedyImageId}' }),
  boot('a member boots without a disk', { flavorRef: '{flatFlavorId}' }),
  image('DELETE', '/{greedyImageId}', 'the end of the image that needs much'),
];

const refusals: readonly Step[] = [
  call('POST', '/servers', 'a server of nothing', { as: 'member', body: {} }),
  boot('a server without a name', { name: '' }, { same: [] }),
  boot('a server whose name begins with a blank', { name: ' x' }, { same: [] }),
  boot('a server with an emoji', { name: 'simtest-😀' }, { same: [] }),
  boot('a name of 256 letters', { name: 'x'.repeat(256) }, { same: [] }),
  boot('an attribute that there is not', { color: 'red' }, { same: [] }),
  boot('a server of no flavor', { flavorRef: 'simtest' }),
  boot('a server of a flavor without access', { flavorRef: '{privateFlavorId}' }),
  boot('a server of no image', { imageRef: nil }),
  boot('an image that is none', { imageRef: 'simtest' }, { same: [] }),
  boot('an empty image', { imageRef: '' }),
  boot('no key of the name', { key_name: 'simtest' }),
  boot('a key of another user', { key_name: '{keyName}' }, { as: 'admin' }),
  boot('no port', { networks: [{ port: nil }] }),
  boot('a port twice', { networks: [{ port: '{portId}' }, { port: '{portId}' }] }),
  boot('a port with an address', { networks: [{ port: '{portId}', fixed_ip: '10.98.0.9' }] }),
  boot(
    'a port of another project',
    { networks: [{ port: '{otherPortId}' }] },
    { keep: { failedServerId: 'server.id' } },
  ),
  call('GET', '/servers/{failedServerId}', 'its server fails', {
    as: 'member',
    until: { field: 'server.status', is: ['ACTIVE', 'ERROR'] },
    same: ['server.status', 'server.fault.code', 'server.fault.message'],
  }),
  call('GET', '/servers/{failedServerId}', 'its server for the administrator', {
    same: ['server.OS-EXT-SRV-ATTR:host'],
  }),
  call('POST', '/servers/{failedServerId}/action', 'a stop of what never ran', {
    ...asMember,
    body: { 'os-stop': null },
  }),
  call('POST', '/servers/{failedServerId}/action', 'a hard reboot of what never ran', {
    ...asMember,
    body: { reboot: { type: 'HARD' } },
  }),
  call('PUT', '/servers/{failedServerId}/tags/x', 'a tag for what never ran', asMember),
  call('DELETE', '/servers/{failedServerId}', 'the end of what never ran', { as: 'member' }),
  call('GET', '/servers/{failedServerId}', 'what never ran is gone', {
    until: { field: 'server.OS-EXT-SRV-ATTR:launch_index', is: [] },
    ...refusal,
  }),
  boot('no network', { networks: [{ uuid: nil }] }),
  boot('networks of nothing', { networks: [{}] }),
  boot('networks of any word', { networks: 'all' }, { same: [] }),
  boot('an address that is taken', { networks: [{ uuid: '{networkId}', fixed_ip: '10.98.0.50' }] }),
  boot('no security group', { security_groups: [{ name: 'simtest' }] }),
  boot('no zone', { availability_zone: 'simtest' }),
  boot('a member chooses no host', { availability_zone: 'nova:destination-compute-1' }),
  boot('a member asks for no host', { host: 'destination-compute-1' }),
  boot('no host', { host: 'simtest' }, { as: 'admin' }),
  boot('no server group', {}, { body: { ...server({}), 'os:scheduler_hints': { group: nil } } }),
  boot('metadata of an odd name', { metadata: { 'a/b': '1' } }, { same: [] }),
  boot('metadata of numbers', { metadata: { a: 1 } }, { same: [] }),
  boot('a tag with a comma', { tags: ['a,b'] }, { same: [] }),
  boot('a host name with a dot', { hostname: 'a.b' }, { same: [] }),
  boot('user data that is none', { user_data: 'a' }, { same: [] }),
  boot('a config drive of any word', { config_drive: 'maybe' }, { same: [] }),
  boot('more than many', { min_count: 3, max_count: 2 }),
  boot('a host name at 2.89', { hostname: 'simtest' }, { microversion: 'compute 2.89', same: [] }),
  boot('tags at 2.51', { tags: ['a'] }, { microversion: 'compute 2.51', same: [] }),
  boot('a description at 2.18', { description: 'a' }, { microversion: 'compute 2.18', same: [] }),
  boot('a word for networks at 2.36', { networks: 'none' }, { microversion: 'compute 2.36', same: [] }),
  call('POST', '/servers', 'no networks at 2.37', {
    as: 'member',
    microversion: 'compute 2.37',
    body: { server: { name: 'simtest', flavorRef: '{flavorId}', imageRef: '{imageId}' } },
  }),
  call('PUT', '/os-quota-sets/{projectId}', 'no server is allowed', { body: { quota_set: { instances: 0 } } }),
  boot('one server too many', {}),
  call('PUT', '/os-quota-sets/{projectId}', 'no core and no RAM is allowed', {
    body: { quota_set: { instances: 5, cores: 0, ram: 95 } },
  }),
  boot('a server that is too large', {}),
  call('PUT', '/os-quota-sets/{projectId}', 'no metadata is allowed', {
    body: { quota_set: { cores: 5, ram: 1024, metadata_items: 1 } },
  }),
  boot('too much metadata', { metadata: { a: '1', b: '2' } }),
  call('DELETE', '/os-quota-sets/{projectId}', 'everything is allowed again'),
];

const values = [
  'name',
  'status',
  'metadata',
  'tags',
  'description',
  'key_name',
  'config_drive',
  'tenant_id',
  'user_id',
  'flavor',
  'locked',
  'locked_reason',
  'accessIPv4',
  'accessIPv6',
  'OS-DCF:diskConfig',
  'OS-EXT-STS:vm_state',
  'OS-EXT-STS:task_state',
  'OS-EXT-STS:power_state',
  'OS-EXT-SRV-ATTR:hostname',
  'OS-EXT-SRV-ATTR:user_data',
  'OS-EXT-SRV-ATTR:root_device_name',
  'OS-EXT-AZ:availability_zone',
  'host_status',
].map((key) => `server.${key}`);

const states = { same: values } as const;

const booting: readonly Step[] = [
  boot(
    'a server with everything',
    {
      name: 'Simtest_ü One.{suffix}',
      description: '',
      metadata: { empty: '', 'a:b': '1' },
      tags: ['two', 'one', 'two'],
      key_name: '{keyName}',
      config_drive: true,
      user_data: 'c2ltdGVzdA==',
      networks: [{ port: '{portId}' }, { uuid: '{networkId}' }],
      security_groups: [{ name: 'simtest-group-{suffix}' }],
      availability_zone: 'nova',
      accessIPv4: '192.0.2.7',
    },
    { keep: { serverId: 'server.id' }, same: ['server.security_groups', 'server.OS-DCF:diskConfig'] },
  ),
  call('GET', '/servers/{serverId}', 'a server that is being built', {
    as: 'member',
    same: ['server.status', 'server.addresses', 'server.OS-EXT-SRV-ATTR:hostname'],
    except: { 'server.OS-EXT-STS:task_state': 'the lab is sometimes further on' },
  }),
  // Nova's times are whole seconds: the next one is younger for sure.
  call('GET', '/servers/{serverId}', 'it becomes active', {
    as: 'member',
    ...states,
    until: { field: 'server.status', is: ['ACTIVE', 'ERROR'] },
  }),
  boot(
    'a server at 2.1',
    {},
    {
      ...oldest,
      body: { server: { name: 'simtest-old-{suffix}', flavorRef: '{flavorId}', imageRef: '{imageId}' } },
      keep: { oldServerId: 'server.id' },
    },
  ),
  boot('a port that is in use', { networks: [{ port: '{portId}' }] }),
  call('GET', '/servers/{oldServerId}', 'the other becomes active', {
    ...states,
    until: { field: 'server.status', is: ['ACTIVE', 'ERROR'] },
  }),
  boot(
    'a server of a group',
    {},
    {
      body: { ...server({ name: 'simtest-grouped-{suffix}' }), 'os:scheduler_hints': { group: '{groupId}' } },
      keep: { groupedServerId: 'server.id' },
    },
  ),
  call('GET', '/servers/{groupedServerId}', 'the server of a group', {
    until: { field: 'server.status', is: ['ACTIVE', 'ERROR'] },
    same: ['server.server_groups', 'server.description', 'server.addresses'],
  }),
  call('GET', '/os-server-groups/{groupId}', 'the group has a member', {
    as: 'member',
    same: ['server_group.members'],
  }),
];

const reading: readonly Step[] = [
  call('GET', '/servers/{serverId}', 'the server for the administrator', states),
  call('GET', '/servers/{serverId}', 'the server at 2.1', { ...oldest, ...states }),
  call('GET', '/servers/{serverId}', 'the server at 2.3', { microversion: 'compute 2.3', ...states }),
  call('GET', '/servers/{serverId}', 'the server at 2.26', { microversion: 'compute 2.26', ...states }),
  call('GET', '/servers/{serverId}', 'the server at 2.47', { microversion: 'compute 2.47', ...states }),
  call('GET', '/servers/{serverId}', 'the server at 2.74 for a member', { as: 'member', microversion: 'compute 2.74' }),
  call('GET', '/servers/simtest', 'no such server', asMember),
  call('GET', `/servers/${nil}`, 'no such server of an id', refusal),
  call('GET', '/servers', 'servers in brief', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers', 'the administrator’s servers', { except: { servers: 'the lab may have some' } }),
  call('GET', '/servers/detail', 'servers in detail', { as: 'member', same: ['servers.*.name', 'servers.*.tags'] }),
  call('GET', '/servers/detail', 'servers in detail at 2.1', { as: 'member', ...oldest }),
  call('GET', '/servers/detail?all_tenants=1&project_id={projectId}', 'servers of a project', {
    same: ['servers.*.name', 'servers.*.status'],
  }),
  call('GET', '/servers/detail?all_tenants=1', 'servers of all, for a member', asMember),
  call('GET', '/servers?all_tenants=true', 'servers of all in brief, for a member', asMember),
  call('GET', '/servers?all_tenants=false', 'servers not of all, for a member', {
    as: 'member',
    same: ['servers.*.name'],
  }),
  call('GET', '/servers?all_tenants=maybe', 'servers of perhaps all', refusal),
  call('GET', '/servers?name=^simtest_', 'servers by a pattern', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?name=%5B', 'servers by a broken pattern', asMember),
  call('GET', '/servers?status=active', 'active servers', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?status=shutoff&status=paused', 'servers of two other statuses', {
    as: 'member',
    same: ['servers'],
  }),
  call('GET', '/servers?status=simtest', 'servers of no status', asMember),
  call('GET', '/servers?status=simtest', 'servers of no status at 2.1', { as: 'member', ...oldest, same: ['servers'] }),
  call('GET', '/servers?status=deleted', 'a member asks for deleted ones', asMember),
  call('GET', '/servers?tags=one,two', 'servers by tags', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?not-tags=one', 'servers without a tag', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?image={imageId}&flavor={flavorId}', 'servers by image and flavor', {
    as: 'member',
    same: ['servers.*.name'],
  }),
  call('GET', '/servers?ip=10.98.0.50', 'servers by an address', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?locked=true', 'locked servers', { as: 'member', same: ['servers'] }),
  call('GET', '/servers?hostname=simtest', 'servers by their host name', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?user_id={userId}&all_tenants=1', 'servers of a user', { same: ['servers.*.name'] }),
  call('GET', '/servers?host=simtest&all_tenants=1', 'servers on no host', { same: ['servers'] }),
  call('GET', '/servers?host=simtest', 'a member’s host is no filter', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?uuid={serverId}&all_tenants=1', 'servers by an id', { same: ['servers.*.name'] }),
  call('GET', '/servers?color=red', 'servers of a color', asMember),
  call('GET', '/servers?color=red', 'servers of a color at 2.1', { as: 'member', ...oldest, same: ['servers.*.name'] }),
  call('GET', '/servers?metadata=x', 'servers by what is no field', refusal),
  call('GET', '/servers?changes-since=simtest', 'servers since no time', asMember),
  call('GET', '/servers?changes-since=2020-01-01T00:00:00Z', 'servers since a time', { as: 'member' }),
  call('GET', '/servers?sort_key=display_name&sort_dir=asc', 'servers by name', {
    as: 'member',
    same: ['servers.*.name'],
  }),
  call('GET', '/servers?sort_dir=asc', 'the oldest servers first', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?sort_key=color', 'servers by their color', { as: 'member' }),
  call('GET', '/servers?sort_key=host', 'servers by their host, for a member', asMember),
  call('GET', '/servers/detail?limit=1', 'one server', { as: 'member', same: ['servers.*.name'] }),
  call('GET', '/servers?limit=2', 'two servers', { as: 'member', same: ['servers.*.name', 'servers_links.*.rel'] }),
  call('GET', '/servers?limit=2&marker={oldServerId}', 'the servers behind', {
    as: 'member',
    same: ['servers.*.name'],
  }),
  call('GET', '/servers?limit=0', 'no servers', { as: 'member', same: ['servers'] }),
  call('GET', '/servers?limit=-1', 'fewer than no servers', asMember),
  call('GET', '/servers?marker=simtest', 'servers behind none', asMember),
  call('GET', '/{projectId}/servers?limit=1', 'an address with the project in it, for servers', {
    as: 'member',
    same: ['servers.*.links'],
    except: { 'servers.*.links': 'bookmarks lie elsewhere in the lab' },
  }),
];

export const computeServers = [...networks, ...badImages, ...refusals, ...booting, ...reading];

/** Takes away what the servers plugged into. */
export const computeServersEnd: readonly Step[] = [
  network('DELETE', '/ports/{portId}', 'the end of the port'),
  network('DELETE', '/ports/{otherPortId}', 'the end of the other port', { as: 'admin' }),
  network('DELETE', '/security-groups/{securityGroupId}', 'the end of the security group'),
  network('DELETE', '/networks/{networkId}', 'the end of the network'),
];
