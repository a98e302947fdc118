import { memberCall, networkCall } from './network-call.ts';
import type { Step } from './step.ts';

const fields = [
  'name',
  'admin_state_up',
  'status',
  'device_id',
  'device_owner',
  'port_security_enabled',
  'description',
  'allowed_address_pairs',
  'binding:vnic_type',
  'binding:vif_type',
  'binding:vif_details',
  'binding:profile',
  'tags',
  'qos_policy_id',
];
const same = fields.map((name) => `port.${name}`);
const addressed = [...same, 'port.fixed_ips', 'port.mac_address'];
const nowhere = '00000000-0000-4000-8000-000000000000';

function portOf(more: object): object {
  return { port: { network_id: '{netId}', ...more } };
}

function refused(title: string, more: object): Step {
  return networkCall(title, 'POST ports', portOf(more));
}

function made(title: string, name: string, more: object): Step {
  return networkCall(title, 'POST ports', portOf(more), { keep: { [name]: 'port.id' }, same: addressed });
}

function at(address: string): object {
  return { subnet_id: '{subId}', ip_address: address };
}

const mac = 'fa:16:3e:00:61:01';
const shapes: readonly Step[] = [
  networkCall('a port', 'POST ports', portOf({}), { keep: { plainPortId: 'port.id' }, same }),
  networkCall('the port is there', 'GET ports/{plainPortId}', undefined, { same }),
  made('a port with address and MAC', 'portId', {
    name: 'simtest-port',
    description: 'ü',
    mac_address: mac,
    fixed_ips: [at('10.61.0.20')],
    allowed_address_pairs: [
      { ip_address: '10.61.0.99' },
      { ip_address: '10.98.0.0/16', mac_address: 'FA:16:3E:00:00:01' },
    ],
    extra_dhcp_opts: [
      { opt_name: 'domain-name', opt_value: 'a.example' },
      { opt_name: 'bootfile-name', opt_value: 'b', ip_version: 6 },
    ],
    device_id: 'x',
    device_owner: 'simtest:owner',
    tags: ['b', 'a'],
  }),
  made('a port with a MAC in other letters', 'macPortId', {
    mac_address: 'FA-16-3E-00-61-02',
    fixed_ips: [at('10.61.0.21')],
  }),
  made('a port without port security', 'openPortId', {
    mac_address: 'fa:16:3e:00:61:03',
    port_security_enabled: false,
    fixed_ips: [{ ip_address: '10.61.0.22' }],
  }),
  made('a port that is down and has no group', 'downPortId', {
    mac_address: 'fa:16:3e:00:61:04',
    admin_state_up: false,
    security_groups: [],
    fixed_ips: [at('10.61.0.23'), at('10.61.0.24')],
  }),
  made('a port outside of the pools', 'edgePortId', { mac_address: 'fa:16:3e:00:61:05', fixed_ips: [at('10.61.0.1')] }),
  networkCall('a port without addresses', 'POST ports', portOf({ fixed_ips: [] }), {
    keep: { bareNicId: 'port.id' },
    same,
  }),
  networkCall('a bound port', 'POST ports', portOf({ 'binding:profile': { a: 1 }, 'binding:vnic_type': 'direct' }), {
    keep: { boundPortId: 'port.id' },
    same: ['port.binding:vnic_type', 'port.binding:profile', 'port.binding:vif_type'],
  }),
  networkCall(
    'ports at once',
    'POST ports',
    {
      ports: [
        { network_id: '{mineId}', name: 'p1' },
        { network_id: '{mineId}', name: 'p2' },
      ],
    },
    {
      keep: { p1Id: 'ports.0.id', p2Id: 'ports.1.id' },
      same: ['ports.*.name', 'ports.*.status'],
    },
  ),
];

const refusals: readonly Step[] = [
  refused('a MAC that is used', { mac_address: mac }),
  refused('a MAC that is none', { mac_address: 'fa:16' }),
  refused('an address that is used', { fixed_ips: [at('10.61.0.20')] }),
  refused('an address outside', { fixed_ips: [at('10.77.0.20')] }),
  refused('an address of no subnet', { fixed_ips: [{ ip_address: '10.77.0.20' }] }),
  refused('the address of the network', { fixed_ips: [at('10.61.0.0')] }),
  refused('the address of all', { fixed_ips: [at('10.61.0.255')] }),
  refused('an address that is none', { fixed_ips: [{ ip_address: 'ten' }] }),
  refused('a subnet that is none', { fixed_ips: [{ subnet_id: nowhere }] }),
  refused('a subnet of another network', { fixed_ips: [{ subnet_id: '{mineSubId}' }] }),
  refused('a SLAAC address', { fixed_ips: [{ subnet_id: '{slaacId}', ip_address: 'fd62::99' }] }),
  refused('an unknown part of an address', { fixed_ips: [{ address: '10.61.0.50' }] }),
  refused('a group that is none', { security_groups: [nowhere] }),
  refused('a group with a bad id', { security_groups: ['x'] }),
  refused('pairs without port security', {
    port_security_enabled: false,
    allowed_address_pairs: [{ ip_address: '10.61.0.9' }],
  }),
  refused('a pair twice', { allowed_address_pairs: [{ ip_address: '10.61.0.9' }, { ip_address: '10.61.0.9' }] }),
  refused('a pair without address', { allowed_address_pairs: [{ mac_address: mac }] }),
  refused('an option without value', { extra_dhcp_opts: [{ opt_name: 'domain-name' }] }),
  refused('a vNIC type that is none', { 'binding:vnic_type': 'magic' }),
  refused('a DNS name without its extension', { dns_name: 'a' }),
  networkCall('a port of no network', 'POST ports', { port: {} }),
  networkCall('a port of a network that is none', 'POST ports', { port: { network_id: nowhere } }),
  networkCall(
    'the MAC on another network',
    'POST ports',
    { port: { network_id: '{mineId}', mac_address: mac, fixed_ips: [] } },
    {
      keep: { otherPortId: 'port.id' },
      same: ['port.mac_address'],
    },
  ),
  networkCall('ports of which one is refused', 'POST ports', {
    ports: [
      { network_id: '{mineId}', name: 'p3' },
      { network_id: '{mineId}', mac_address: mac },
    ],
  }),
  networkCall('and none was made', 'GET ports?network_id={mineId}&name=p3', undefined, { same: ['ports'] }),
];

const lists: readonly Step[] = [
  networkCall('by address', 'GET ports?fixed_ips=ip_address=10.61.0.20&network_id={netId}&fields=name', undefined, {
    same: ['ports'],
  }),
  networkCall(
    'by subnet and address',
    'GET ports?fixed_ips=subnet_id={subId}&fixed_ips=ip_address=10.61.0.23&fields=mac_address',
    undefined,
    { same: ['ports'] },
  ),
  networkCall(
    'by a part of the address',
    'GET ports?fixed_ips=ip_address_substr=61.0.2&network_id={netId}&device_owner=&fields=mac_address&name=',
    undefined,
    {
      same: ['NeutronError'],
    },
  ),
  networkCall('by MAC', `GET ports?mac_address=${mac}&network_id={netId}&fields=name`, undefined, { same: ['ports'] }),
  networkCall('by owner', 'GET ports?device_owner=simtest:owner&fields=device_id', undefined, { same: ['ports'] }),
  networkCall('by device', 'GET ports?device_id=x&network_id={netId}&fields=name', undefined, { same: ['ports'] }),
  networkCall(
    'by two ids of ports',
    'GET ports?id={portId}&id={macPortId}&fields=mac_address&sort_key=mac_address&sort_dir=asc',
    undefined,
    { same: ['ports'] },
  ),
  networkCall('by tags of ports', 'GET ports?tags=a,b&network_id={netId}&fields=name', undefined, { same: ['ports'] }),
  networkCall('by state', 'GET ports?network_id={netId}&admin_state_up=false&fields=mac_address', undefined, {
    same: ['ports'],
  }),
  networkCall('by what ports cannot be chosen', 'GET ports?network_id={netId}&port_security_enabled=false'),
];

const changes: readonly Step[] = [
  networkCall(
    'change the port',
    'PUT ports/{portId}',
    { port: { name: '', description: '', admin_state_up: false, device_id: '', device_owner: '' } },
    { same: addressed },
  ),
  networkCall(
    'another address',
    'PUT ports/{portId}',
    { port: { fixed_ips: [at('10.61.0.30')] } },
    { same: addressed },
  ),
  networkCall(
    'a second address',
    'PUT ports/{portId}',
    { port: { fixed_ips: [at('10.61.0.30'), at('10.61.0.31')] } },
    { same: same },
  ),
  networkCall('no address', 'PUT ports/{portId}', { port: { fixed_ips: [] } }, { same: addressed }),
  networkCall('an address that is used by change', 'PUT ports/{portId}', { port: { fixed_ips: [at('10.61.0.21')] } }),
  networkCall('another MAC', 'PUT ports/{portId}', { port: { mac_address: 'fa:16:3e:00:61:11' } }, { same: addressed }),
  networkCall('a MAC that is used by change', 'PUT ports/{portId}', { port: { mac_address: 'fa:16:3e:00:61:02' } }),
  networkCall('no pairs', 'PUT ports/{portId}', { port: { allowed_address_pairs: [] } }, { same }),
  networkCall(
    'an option changes and one goes',
    'PUT ports/{portId}',
    {
      port: {
        extra_dhcp_opts: [
          { opt_name: 'domain-name', opt_value: 'c.example' },
          { opt_name: 'bootfile-name', opt_value: null, ip_version: 6 },
        ],
      },
    },
    { same: [...same, 'port.extra_dhcp_opts'] },
  ),
  networkCall('no port security with groups', 'PUT ports/{portId}', { port: { port_security_enabled: false } }),
  networkCall(
    'no port security and no groups',
    'PUT ports/{portId}',
    { port: { port_security_enabled: false, security_groups: [] } },
    { same },
  ),
  networkCall('pairs without port security by change', 'PUT ports/{portId}', {
    port: { allowed_address_pairs: [{ ip_address: '10.61.0.9' }] },
  }),
  networkCall('groups without port security by change', 'PUT ports/{portId}', { port: { security_groups: [nowhere] } }),
  networkCall(
    'port security',
    'PUT ports/{portId}',
    { port: { port_security_enabled: true } },
    { same: [...same, 'port.security_groups'] },
  ),
  networkCall('another network for the port', 'PUT ports/{portId}', { port: { network_id: '{mineId}' } }),
  networkCall('change a port that is none', `PUT ports/${nowhere}`, { port: { name: 'x' } }),
  networkCall('tags of a port', 'PUT ports/{portId}/tags', { tags: [] }, { same: ['tags'] }),
  networkCall('the network is in use', 'DELETE networks/{netId}', undefined, {
    same: [],
    except: { NeutronError: 'the ports stand in any order' },
  }),
  networkCall('the subnet is in use', 'DELETE subnets/{subId}'),
  networkCall('an automatic subnet is not', 'DELETE subnets/{slaacId}'),
  networkCall('its addresses went along', 'GET ports/{downPortId}', undefined, { same: addressed }),
];

const narrow: readonly Step[] = [
  networkCall(
    'a subnet of one free address',
    'POST subnets',
    {
      subnet: {
        network_id: '{netId}',
        ip_version: 4,
        cidr: '10.67.0.0/29',
        enable_dhcp: false,
        allocation_pools: [{ start: '10.67.0.4', end: '10.67.0.4' }],
      },
    },
    { keep: { narrowId: 'subnet.id' } },
  ),
  made('the last address', 'lastPortId', {
    mac_address: 'fa:16:3e:00:61:20',
    fixed_ips: [{ subnet_id: '{narrowId}' }],
  }),
  refused('no address is left', { fixed_ips: [{ subnet_id: '{narrowId}' }] }),
];

const membered: readonly Step[] = [
  memberCall(
    'a port',
    'POST ports',
    { port: { network_id: '{mineId}', fixed_ips: [{ ip_address: '10.65.0.209' }], mac_address: 'fa:16:3e:00:65:09' } },
    {
      keep: { minePortId: 'port.id' },
      same: ['port.fixed_ips', 'port.mac_address', 'port.name', 'port.status'],
    },
  ),
  memberCall(
    'binds',
    'POST ports',
    { port: { network_id: '{mineId}', 'binding:host_id': 'x' } },
    { same: ['NeutronError.type'] },
  ),
  memberCall('a port on another network', 'POST ports', { port: { network_id: '{netId}' } }),
  memberCall(
    'a port outside',
    'POST ports',
    { port: { network_id: '{externalNetworkId}' } },
    { same: ['NeutronError.type'] },
  ),
  memberCall('lists ports', 'GET ports?network_id={mineId}&fields=fixed_ips&mac_address=fa:16:3e:00:65:09', undefined, {
    same: ['ports.*.fixed_ips.*.ip_address'],
  }),
  memberCall('sees a port of another on its network', 'GET ports/{otherPortId}'),
  memberCall('looks for the port of another', 'GET ports/{portId}'),
  memberCall('removes the port of another', 'DELETE ports/{portId}'),
  memberCall('changes the MAC', 'PUT ports/{minePortId}', { port: { mac_address: 'fa:16:3e:00:65:10' } }),
  memberCall(
    'changes its address',
    'PUT ports/{minePortId}',
    { port: { fixed_ips: [{ ip_address: '10.65.0.210' }] } },
    { same: ['port.fixed_ips'] },
  ),
];

const gone: readonly Step[] = [
  ...[
    'plainPortId',
    'macPortId',
    'openPortId',
    'downPortId',
    'edgePortId',
    'bareNicId',
    'boundPortId',
    'p1Id',
    'p2Id',
    'otherPortId',
    'lastPortId',
  ].map((name) => networkCall(`remove the port ${name}`, `DELETE ports/{${name}}`)),
  networkCall('remove the narrow subnet', 'DELETE subnets/{narrowId}'),
  networkCall('remove a port again', 'DELETE ports/{plainPortId}'),
];

/** Leaves `portId` in `netId`, without address, and `minePortId` in `mineId`. */
export const networkPorts: readonly Step[] = [
  ...shapes,
  ...refusals,
  ...lists,
  ...changes,
  ...narrow,
  ...membered,
  ...gone,
];
