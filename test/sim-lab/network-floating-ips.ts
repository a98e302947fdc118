import { memberCall, namedRefusal, networkCall } from './network-call.ts';
import type { Step } from './step.ts';

const same = ['description', 'fixed_ip_address', 'port_id', 'router_id', 'tags', 'qos_policy_id'].map(
  (name) => `floatingip.${name}`,
);
const outside = { floating_network_id: '{externalNetworkId}' };
const nowhere = '00000000-0000-4000-8000-000000000000';

function fipOf(more: object): object {
  return { floatingip: { ...outside, ...more } };
}

const made: readonly Step[] = [
  networkCall('a floating IP', 'POST floatingips', fipOf({ description: 'ü' }), {
    keep: { fipId: 'floatingip.id', fipAddress: 'floatingip.floating_ip_address' },
    same: [...same, 'floatingip.status', 'floatingip.port_details'],
  }),
  networkCall('see the floating IP', 'GET floatingips/{fipId}', undefined, { same }),
  networkCall('the port of the floating IP', 'GET ports?device_id={fipId}', undefined, {
    same: ['ports.*.status', 'ports.*.device_owner', 'ports.*.project_id'],
    keep: { fipPortId: 'ports.0.id' },
  }),
  namedRefusal(networkCall('that port goes', 'DELETE ports/{fipPortId}')),
  networkCall('by floating address', 'GET floatingips?floating_ip_address={fipAddress}&fields=description', undefined, {
    same: ['floatingips'],
  }),
  networkCall('by two ids of floating IPs', `GET floatingips?id={fipId}&id=${nowhere}&fields=description`, undefined, {
    same: ['floatingips'],
  }),
  networkCall('the same address', 'POST floatingips', fipOf({ floating_ip_address: '{fipAddress}' })),
  networkCall('an address of elsewhere', 'POST floatingips', fipOf({ floating_ip_address: '10.1.2.3' })),
  networkCall('of an inner network', 'POST floatingips', { floatingip: { floating_network_id: '{netId}' } }),
  networkCall('of no network', 'POST floatingips', { floatingip: {} }),
  networkCall('of a network that is none', 'POST floatingips', { floatingip: { floating_network_id: nowhere } }),
  networkCall('to a port that is none', 'POST floatingips', fipOf({ port_id: nowhere })),
  networkCall('to an address without port', 'POST floatingips', fipOf({ fixed_ip_address: '10.61.0.5' })),
  networkCall('to a port without address', 'POST floatingips', fipOf({ port_id: '{portId}' })),
];

const joined: readonly Step[] = [
  networkCall('two addresses for the port', 'PUT ports/{portId}', {
    port: {
      fixed_ips: [
        { subnet_id: '{subId}', ip_address: '10.61.0.30' },
        { subnet_id: '{subId}', ip_address: '10.61.0.31' },
      ],
    },
  }),
  networkCall('to either address', 'PUT floatingips/{fipId}', { floatingip: { port_id: '{portId}' } }),
  networkCall('to an address that the port has not', 'PUT floatingips/{fipId}', {
    floatingip: { port_id: '{portId}', fixed_ip_address: '10.61.0.99' },
  }),
  networkCall(
    'to one of them',
    'PUT floatingips/{fipId}',
    { floatingip: { port_id: '{portId}', fixed_ip_address: '10.61.0.31' } },
    {
      same: [...same, 'floatingip.port_details.device_owner'],
    },
  ),
  networkCall('it is set up', 'GET floatingips/{fipId}', undefined, {
    until: { field: 'floatingip.status', is: ['ACTIVE'] },
    same,
  }),
  networkCall('by port', 'GET floatingips?port_id={portId}&fields=fixed_ip_address', undefined, {
    same: ['floatingips'],
  }),
  networkCall('by router', 'GET floatingips?router_id={routerId}&fields=fixed_ip_address', undefined, {
    same: ['floatingips'],
  }),
  namedRefusal(
    networkCall(
      'a second one to the same',
      'POST floatingips',
      fipOf({ port_id: '{portId}', fixed_ip_address: '10.61.0.31' }),
    ),
  ),
  networkCall(
    'a second one to the other',
    'POST floatingips',
    fipOf({ port_id: '{portId}', fixed_ip_address: '10.61.0.30' }),
    { keep: { fip2Id: 'floatingip.id' }, same },
  ),
  networkCall('describe it', 'PUT floatingips/{fipId}', { floatingip: { description: '' } }, { same }),
  networkCall('tags of a floating IP', 'PUT floatingips/{fipId}/tags', { tags: ['t'] }, { same: ['tags'] }),
  networkCall('the router loses its way out', 'PUT routers/{routerId}', { router: { external_gateway_info: null } }),
  networkCall('the router leaves the subnet', 'PUT routers/{routerId}/remove_router_interface', {
    subnet_id: '{subId}',
  }),
  networkCall('another address for it', 'PUT floatingips/{fipId}', { floatingip: { floating_ip_address: '10.1.2.3' } }),
  networkCall('from the port', 'PUT floatingips/{fipId}', { floatingip: { port_id: null } }, { same }),
  networkCall('it is down', 'GET floatingips/{fipId}', undefined, {
    until: { field: 'floatingip.status', is: ['DOWN'] },
    same,
  }),
  networkCall(
    'to the port again',
    'PUT floatingips/{fipId}',
    { floatingip: { port_id: '{portId}', fixed_ip_address: '10.61.0.31' } },
    { same },
  ),
  networkCall('from the port by nothing', 'PUT floatingips/{fipId}', { floatingip: {} }, { same }),
  networkCall('a port of no router', 'PUT floatingips/{fipId}', { floatingip: { port_id: '{lonePortId}' } }),
];

const lone: readonly Step[] = [
  networkCall(
    'a lone network',
    'POST networks',
    { network: { name: 'simtest-lone' } },
    { keep: { loneNetId: 'network.id' } },
  ),
  networkCall(
    'a lone subnet',
    'POST subnets',
    { subnet: { network_id: '{loneNetId}', ip_version: 4, cidr: '10.69.0.0/24', enable_dhcp: false } },
    { keep: { loneSubId: 'subnet.id' } },
  ),
  networkCall(
    'a lone port',
    'POST ports',
    { port: { network_id: '{loneNetId}' } },
    { keep: { lonePortId: 'port.id' } },
  ),
];

const membered: readonly Step[] = [
  memberCall('a floating IP', 'POST floatingips', fipOf({ port_id: '{minePortId}' }), {
    keep: { mineFipId: 'floatingip.id' },
    same,
  }),
  memberCall('a floating IP of choice', 'POST floatingips', fipOf({ floating_ip_address: '{fipAddress}' }), {
    same: ['NeutronError.type'],
  }),
  memberCall('sees the floating IP of another', 'GET floatingips/{fipId}'),
  memberCall('removes the floating IP of another', 'DELETE floatingips/{fipId}'),
  memberCall('to the port of another', 'PUT floatingips/{mineFipId}', { floatingip: { port_id: '{portId}' } }),
  memberCall('lists floating IPs', 'GET floatingips?fields=fixed_ip_address', undefined, { same: ['floatingips'] }),
  memberCall('removes the port', 'DELETE ports/{minePortId}'),
  memberCall('the floating IP stays', 'GET floatingips/{mineFipId}', undefined, { same }),
  memberCall('removes the floating IP', 'DELETE floatingips/{mineFipId}'),
];

const gone: readonly Step[] = [
  networkCall('remove the floating IP', 'DELETE floatingips/{fipId}'),
  networkCall('remove the floating IP again', 'DELETE floatingips/{fipId}'),
  networkCall('its address again', 'POST floatingips', fipOf({ floating_ip_address: '{fipAddress}' }), {
    keep: { fip3Id: 'floatingip.id' },
    same: ['floatingip.floating_ip_address'],
  }),
  networkCall('remove the third', 'DELETE floatingips/{fip3Id}'),
  networkCall('remove the second', 'DELETE floatingips/{fip2Id}'),
  networkCall('remove the lone port', 'DELETE ports/{lonePortId}'),
  networkCall('remove the lone network', 'DELETE networks/{loneNetId}'),
  networkCall('the router of the subnet leaves', 'PUT routers/{routerId}/remove_router_interface', {
    subnet_id: '{subId}',
  }),
  memberCall('its router leaves the subnet', 'PUT routers/{mineRouterId}/remove_router_interface', {
    subnet_id: '{mineSubId}',
  }),
  networkCall('remove the router', 'DELETE routers/{routerId}'),
  memberCall('removes its router', 'DELETE routers/{mineRouterId}'),
  networkCall('remove the port', 'DELETE ports/{portId}'),
  networkCall('remove the network', 'DELETE networks/{netId}'),
  memberCall('removes its network', 'DELETE networks/{mineId}'),
];

export const networkFloatingIps: readonly Step[] = [...made, ...lone, ...joined, ...membered, ...gone];
