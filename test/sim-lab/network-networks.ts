import { memberCall, networkCall } from './network-call.ts';
import type { Step } from './step.ts';

const falsy = ['admin_state_up', 'shared', 'port_security_enabled', 'mtu', 'router:external', 'tags', 'description'];
const same = falsy.map((name) => `network.${name}`);
const nowhere = '00000000-0000-4000-8000-000000000000';

const made: readonly Step[] = [
  networkCall(
    'a network',
    'POST networks',
    { network: { name: 'simtest-net' } },
    { keep: { netId: 'network.id' }, same },
  ),
  networkCall('it is there', 'GET networks/{netId}', undefined, {
    same: [...same, 'network.subnets', 'network.status'],
  }),
  networkCall('some of its fields', 'GET networks/{netId}?fields=id&fields=name', undefined, { same: ['network'] }),
  networkCall(
    'one of the same name',
    'POST networks',
    { network: { name: 'simtest-net' } },
    { keep: { twinId: 'network.id' } },
  ),
  networkCall('both by name', 'GET networks?name=simtest-net&fields=name', undefined, { same: ['networks'] }),
  networkCall('by name in capitals', 'GET networks?name=SIMTEST-NET&fields=name', undefined, { same: ['networks'] }),
  networkCall('by two ids', 'GET networks?id={netId}&id={twinId}&fields=name', undefined, { same: ['networks'] }),
  networkCall('by a flag and a name', 'GET networks?admin_state_up=False&name=simtest-net', undefined, {
    same: ['networks'],
  }),
  networkCall('by external', 'GET networks?router:external=True&fields=name', undefined, { same: ['networks'] }),
  networkCall('by nothing known', 'GET networks?color=red'),
  networkCall('by a flag that is none', 'GET networks?shared=perhaps'),
  networkCall('by an empty name', 'GET networks?name=&project_id={projectId}'),
  networkCall(
    'all false',
    'POST networks',
    {
      network: {
        name: '',
        description: '',
        admin_state_up: false,
        shared: false,
        port_security_enabled: false,
        mtu: 1280,
      },
    },
    { keep: { plainId: 'network.id' }, same },
  ),
  networkCall('a mtu that is too big', 'POST networks', { network: { mtu: 9000 } }),
  networkCall('a mtu that is no number', 'POST networks', { network: { mtu: 'big' } }),
  networkCall('a negative mtu', 'POST networks', { network: { mtu: -1 } }),
  networkCall('a flag that is none', 'POST networks', { network: { admin_state_up: 'perhaps' } }),
  networkCall(
    'a flag in words',
    'POST networks',
    { network: { name: 'simtest-w', admin_state_up: 'False' } },
    {
      keep: { wordsId: 'network.id' },
      same,
    },
  ),
  networkCall(
    'a name of 255',
    'POST networks',
    { network: { name: 'ü'.repeat(255) } },
    { keep: { longId: 'network.id' }, same: ['network.name'] },
  ),
  networkCall('a name of 256', 'POST networks', { network: { name: 'x'.repeat(256) } }),
  networkCall('a name that is a number', 'POST networks', { network: { name: 7 } }),
  networkCall('a name that is null', 'POST networks', { network: { name: null } }),
  networkCall('an attribute that is unknown', 'POST networks', { network: { colour: 'red' } }),
  networkCall('an attribute that is read only', 'POST networks', { network: { status: 'ACTIVE' } }),
  networkCall('a DNS domain without its extension', 'POST networks', { network: { dns_domain: 'a.example.' } }),
  networkCall('without its key', 'POST networks', { net: {} }),
  networkCall('an empty body', 'POST networks', {}),
  networkCall('an empty network', 'POST networks', { network: {} }, { keep: { emptyId: 'network.id' }, same }),
  networkCall('that is no object', 'POST networks', { network: 'x' }),
  networkCall('for two projects', 'POST networks', { network: { project_id: 'a', tenant_id: 'b' } }),
  networkCall(
    'several at once',
    'POST networks',
    { networks: [{ name: 'simtest-b1' }, { name: 'simtest-b2' }] },
    {
      keep: { b1Id: 'networks.0.id', b2Id: 'networks.1.id' },
    },
  ),
  networkCall('none at once', 'POST networks', { networks: [] }),
];

const provided: readonly Step[] = [
  networkCall(
    'a VLAN',
    'POST networks',
    {
      network: {
        'provider:network_type': 'vlan',
        'provider:physical_network': 'physnet1',
        'provider:segmentation_id': 177,
      },
    },
    {
      keep: { vlanId: 'network.id' },
      same: ['network.provider:network_type', 'network.provider:segmentation_id', 'network.mtu'],
    },
  ),
  networkCall('the same VLAN', 'POST networks', {
    network: {
      'provider:network_type': 'vlan',
      'provider:physical_network': 'physnet1',
      'provider:segmentation_id': 177,
    },
  }),
  networkCall('a VLAN of nowhere', 'POST networks', {
    network: { 'provider:network_type': 'vlan', 'provider:physical_network': 'nowhere', 'provider:segmentation_id': 5 },
  }),
  networkCall('a VLAN without its wire', 'POST networks', {
    network: { 'provider:network_type': 'vlan', 'provider:segmentation_id': 5 },
  }),
  networkCall('a flat network on a used wire', 'POST networks', {
    network: { 'provider:network_type': 'flat', 'provider:physical_network': 'physnet1' },
  }),
  networkCall('a flat network without its wire', 'POST networks', { network: { 'provider:network_type': 'flat' } }),
  networkCall('a type that is none', 'POST networks', { network: { 'provider:network_type': 'gre' } }),
  networkCall('a number without a type', 'POST networks', { network: { 'provider:segmentation_id': 5 } }),
  networkCall('a VXLAN with a wire', 'POST networks', {
    network: { 'provider:network_type': 'vxlan', 'provider:physical_network': 'physnet1' },
  }),
  networkCall('another provider', 'PUT networks/{netId}', { network: { 'provider:segmentation_id': 5 } }),
];

const changed: readonly Step[] = [
  networkCall(
    'change it',
    'PUT networks/{netId}',
    { network: { name: 'simtest-net2', description: 'd', mtu: 1400 } },
    { same: [...same, 'network.name'] },
  ),
  networkCall('switch it off', 'PUT networks/{netId}', { network: { admin_state_up: false } }, { same }),
  networkCall('change nothing', 'PUT networks/{netId}', { network: {} }),
  networkCall('change its project', 'PUT networks/{netId}', { network: { project_id: 'x' } }),
  networkCall('change what is read only', 'PUT networks/{netId}', { network: { status: 'DOWN' } }),
  networkCall('change what is unknown', 'PUT networks/{netId}', { network: { colour: 'red' } }),
  networkCall('change one that is none', `PUT networks/${nowhere}`, { network: { name: 'x' } }),
  networkCall('make it external', 'PUT networks/{plainId}', { network: { 'router:external': true } }, { same }),
  networkCall('make it internal', 'PUT networks/{plainId}', { network: { 'router:external': false } }, { same }),
  networkCall('set tags', 'PUT networks/{netId}/tags', { tags: ['b', 'a', 'ü'] }),
  networkCall('set tags twice', 'PUT networks/{netId}/tags', { tags: ['a', 'a'] }),
  networkCall('set no tags', 'PUT networks/{netId}/tags', {}),
  networkCall('add a tag', 'PUT networks/{netId}/tags/c'),
  networkCall('see a tag', 'GET networks/{netId}/tags/c'),
  networkCall('see a tag that is none', 'GET networks/{netId}/tags/z'),
  networkCall('remove a tag', 'DELETE networks/{netId}/tags/c'),
  networkCall('remove a tag that is none', 'DELETE networks/{netId}/tags/z'),
  networkCall('see all tags', 'GET networks/{netId}/tags'),
  networkCall('by tags', 'GET networks?tags=a,b&fields=name', undefined, { same: ['networks'] }),
  networkCall('by any tag', 'GET networks?tags-any=z,b&fields=name', undefined, { same: ['networks'] }),
  networkCall('by no tags', 'GET networks?not-tags=a&name=simtest-net2&fields=name', undefined, { same: ['networks'] }),
  networkCall('by no such tag', 'GET networks?not-tags-any=z&name=simtest-net2&fields=name', undefined, {
    same: ['networks'],
  }),
  networkCall('remove all tags', 'DELETE networks/{netId}/tags'),
  networkCall('tags of what is none', `GET networks/${nowhere}/tags`),
];

const paged: readonly Step[] = [
  networkCall(
    'a page',
    'GET networks?limit=1&sort_key=name&sort_dir=asc&name=simtest-b1&name=simtest-b2&fields=name&fields=id',
    undefined,
    {
      same: ['networks.*.name', 'networks_links.*.rel'],
    },
  ),
  networkCall(
    'the next page',
    'GET networks?limit=1&marker={b1Id}&sort_key=name&sort_dir=asc&name=simtest-b1&name=simtest-b2',
    undefined,
    {
      same: ['networks.*.name', 'networks_links.*.rel'],
    },
  ),
  networkCall(
    'the page after the last',
    'GET networks?limit=1&marker={b2Id}&sort_key=name&sort_dir=asc&name=simtest-b1&name=simtest-b2',
    undefined,
    {
      same: ['networks', 'networks_links.*.rel'],
    },
  ),
  networkCall(
    'a page before',
    'GET networks?limit=5&marker={b2Id}&page_reverse=True&sort_key=name&sort_dir=asc&name=simtest-b1&name=simtest-b2',
    undefined,
    {
      same: ['networks.*.name', 'networks_links.*.rel'],
    },
  ),
  networkCall(
    'downwards',
    'GET networks?sort_key=name&sort_dir=desc&name=simtest-b1&name=simtest-b2&fields=name',
    undefined,
    { same: ['networks'] },
  ),
  networkCall('a marker that is none', `GET networks?limit=1&marker=${nowhere}`),
  networkCall('a limit that is none', 'GET networks?limit=many'),
  networkCall('a direction missing', 'GET networks?sort_key=name'),
  networkCall('a direction that is none', 'GET networks?sort_key=name&sort_dir=up'),
  networkCall('a key that is none', 'GET networks?sort_key=colour&sort_dir=asc'),
];

const membered: readonly Step[] = [
  memberCall(
    'a network',
    'POST networks',
    { network: { name: 'simtest-mine' } },
    { keep: { mineId: 'network.id' }, same },
  ),
  memberCall('sees it', 'GET networks/{mineId}', undefined, { same }),
  memberCall('changes it', 'PUT networks/{mineId}', { network: { name: 'simtest-mine2' } }, { same }),
  memberCall('lists', 'GET networks?router:external=False&fields=name', undefined, { same: ['networks'] }),
  memberCall('sees the external one', 'GET networks/{externalNetworkId}'),
  memberCall('changes the external one', 'PUT networks/{externalNetworkId}', { network: { name: 'x' } }),
  memberCall('removes the external one', 'DELETE networks/{externalNetworkId}'),
  memberCall('looks for another', 'GET networks/{netId}'),
  memberCall('changes another', 'PUT networks/{netId}', { network: { name: 'x' } }),
  memberCall('removes another', 'DELETE networks/{netId}'),
  memberCall('shares', 'POST networks', { network: { shared: true } }, { same: ['NeutronError.type'] }),
  memberCall('shares its own', 'PUT networks/{mineId}', { network: { shared: true } }),
  memberCall('makes an external one', 'POST networks', { network: { 'router:external': true } }),
  memberCall('makes a flat one', 'POST networks', { network: { 'provider:network_type': 'flat' } }),
  memberCall('for another project', 'POST networks', { network: { project_id: '{adminProjectId}' } }),
  networkCall('share one', 'PUT networks/{twinId}', { network: { shared: true } }, { same }),
  memberCall('sees the shared one', 'GET networks/{twinId}', undefined, { same }),
  memberCall('changes the shared one', 'PUT networks/{twinId}', { network: { name: 'x' } }),
  memberCall('tags the shared one', 'PUT networks/{twinId}/tags', { tags: ['x'] }),
];

const gone: readonly Step[] = [
  networkCall('nobody lists', 'GET networks', undefined, { as: 'nobody' }),
  networkCall('the wrong method', 'PATCH networks/{netId}', { network: {} }),
  networkCall('a POST to one', 'POST networks/{netId}', { network: {} }),
  ...['twinId', 'plainId', 'wordsId', 'longId', 'emptyId', 'b1Id', 'b2Id', 'vlanId'].map((name) =>
    networkCall(`remove ${name}`, `DELETE networks/{${name}}`),
  ),
  networkCall('remove one again', 'DELETE networks/{b1Id}'),
  networkCall('look for one that is gone', 'GET networks/{b1Id}'),
];

/** Leaves `netId`, an administrator's, and `mineId`, the member's. */
export const networkNetworks: readonly Step[] = [...made, ...provided, ...changed, ...paged, ...membered, ...gone];
