import { memberCall, namedRefusal, networkCall } from './network-call.ts';
import type { Step } from './step.ts';

const fields = ['name', 'description', 'admin_state_up', 'status', 'routes', 'distributed', 'ha', 'flavor_id', 'tags'];
const same = fields.map((name) => `router.${name}`);
const gateway = ['router.external_gateway_info.enable_snat', 'router.external_gateway_info.network_id'];
const nowhere = '00000000-0000-4000-8000-000000000000';
const outside = { network_id: '{externalNetworkId}' };

const made: readonly Step[] = [
  networkCall(
    'a router',
    'POST routers',
    { router: { name: 'simtest-router' } },
    { keep: { routerId: 'router.id' }, same: [...same, 'router.external_gateway_info', 'router.availability_zones'] },
  ),
  networkCall(
    'a router that leads out',
    'POST routers',
    { router: { name: '', admin_state_up: false, external_gateway_info: { ...outside, enable_snat: false } } },
    {
      keep: {
        outId: 'router.id',
        outIp: 'router.external_gateway_info.external_fixed_ips.0.ip_address',
        outSubnetId: 'router.external_gateway_info.external_fixed_ips.0.subnet_id',
      },
      same: [...same, ...gateway],
    },
  ),
  networkCall('its port outside', 'GET ports?device_id={outId}', undefined, {
    same: ['ports.*.device_owner', 'ports.*.project_id', 'ports.*.binding:vif_type', 'ports.*.security_groups'],
  }),
  networkCall('a router out of a network that is none', 'POST routers', {
    router: { external_gateway_info: { network_id: nowhere } },
  }),
  networkCall('a router out of an inner network', 'POST routers', {
    router: { external_gateway_info: { network_id: '{netId}' } },
  }),
  namedRefusal(
    networkCall('a router out of nothing', 'POST routers', {
      router: { external_gateway_info: { enable_snat: true } },
    }),
  ),
  networkCall('a router out at a used address', 'POST routers', {
    router: { external_gateway_info: { ...outside, external_fixed_ips: [{ ip_address: '{outIp}' }] } },
  }),
  networkCall('a router out at an address of elsewhere', 'POST routers', {
    router: { external_gateway_info: { ...outside, external_fixed_ips: [{ ip_address: '10.1.2.3' }] } },
  }),
  networkCall('a router with routes', 'POST routers', { router: { routes: [] } }),
  networkCall('a router with what is unknown', 'POST routers', { router: { colour: 'red' } }),
  networkCall('see the router', 'GET routers/{routerId}', undefined, { same }),
  networkCall('see no router', `GET routers/${nowhere}`),
  networkCall('routers by name', 'GET routers?name=simtest-router&fields=name', undefined, { same: ['routers'] }),
  networkCall(
    'change the router',
    'PUT routers/{routerId}',
    { router: { name: 'r2', description: 'ü', admin_state_up: false } },
    { same },
  ),
  networkCall('tags of a router', 'PUT routers/{routerId}/tags', { tags: ['t'] }, { same: ['tags'] }),
  networkCall(
    'lead out',
    'PUT routers/{routerId}',
    { router: { admin_state_up: true, external_gateway_info: outside } },
    { same: [...same, ...gateway] },
  ),
  networkCall(
    'lead out without SNAT',
    'PUT routers/{routerId}',
    { router: { external_gateway_info: { ...outside, enable_snat: false } } },
    { same: gateway },
  ),
  networkCall(
    'lead out no more',
    'PUT routers/{outId}',
    { router: { external_gateway_info: null } },
    { same: ['router.external_gateway_info'] },
  ),
  networkCall(
    'lead out at that address',
    'PUT routers/{outId}',
    {
      router: {
        external_gateway_info: {
          ...outside,
          external_fixed_ips: [{ subnet_id: '{outSubnetId}', ip_address: '{outIp}' }],
        },
      },
    },
    {
      same: [...gateway, 'router.external_gateway_info.external_fixed_ips'],
    },
  ),
  networkCall(
    'lead out of nothing',
    'PUT routers/{outId}',
    { router: { external_gateway_info: {} } },
    { same: ['router.external_gateway_info'] },
  ),
];

const answer = ['id', 'subnet_id', 'subnet_ids', 'network_id'];

const interfaces: readonly Step[] = [
  networkCall(
    'an interface',
    'PUT routers/{routerId}/add_router_interface',
    { subnet_id: '{subId}' },
    { keep: { ifId: 'port_id' }, same: answer },
  ),
  networkCall('its port', 'GET ports/{ifId}', undefined, {
    until: { field: 'port.status', is: ['ACTIVE'] },
    same: ['port.device_owner', 'port.fixed_ips', 'port.port_security_enabled', 'port.security_groups', 'port.name'],
  }),
  networkCall('the zones of the router', 'GET routers/{routerId}', undefined, { same: ['router.availability_zones'] }),
  networkCall('the interface again', 'PUT routers/{routerId}/add_router_interface', { subnet_id: '{subId}' }),
  networkCall('an interface of nothing', 'PUT routers/{routerId}/add_router_interface', {}),
  networkCall('an interface without body', 'PUT routers/{routerId}/add_router_interface'),
  networkCall('an interface of both', 'PUT routers/{routerId}/add_router_interface', {
    subnet_id: '{subId}',
    port_id: '{portId}',
  }),
  networkCall('an interface in no subnet', 'PUT routers/{routerId}/add_router_interface', { subnet_id: nowhere }),
  networkCall('an interface in a bad subnet', 'PUT routers/{routerId}/add_router_interface', { subnet_id: 'x' }),
  networkCall('an interface at no port', 'PUT routers/{routerId}/add_router_interface', { port_id: nowhere }),
  networkCall('an interface at a port without address', 'PUT routers/{routerId}/add_router_interface', {
    port_id: '{portId}',
  }),
  networkCall('an interface at a used port', 'PUT routers/{outId}/add_router_interface', { port_id: '{ifId}' }),
  networkCall('an interface of no router', `PUT routers/${nowhere}/add_router_interface`, { subnet_id: '{subId}' }),
  networkCall(
    'a subnet without gateway',
    'POST subnets',
    { subnet: { network_id: '{netId}', ip_version: 4, cidr: '10.68.0.0/24', gateway_ip: null, enable_dhcp: false } },
    { keep: { noGateId: 'subnet.id' } },
  ),
  networkCall('an interface where no gateway is', 'PUT routers/{routerId}/add_router_interface', {
    subnet_id: '{noGateId}',
  }),
  networkCall(
    'a port where no gateway is',
    'POST ports',
    { port: { network_id: '{netId}', fixed_ips: [{ subnet_id: '{noGateId}', ip_address: '10.68.0.33' }] } },
    { keep: { ownIfId: 'port.id' } },
  ),
  networkCall(
    'an interface at that port',
    'PUT routers/{routerId}/add_router_interface',
    { port_id: '{ownIfId}' },
    { same: answer },
  ),
  networkCall('that port', 'GET ports/{ownIfId}', undefined, {
    // Its agent binds it a moment later.
    until: { field: 'port.binding:vif_type', is: ['bridge'] },
    same: ['port.device_owner', 'port.device_id'],
  }),
  networkCall(
    'a network with the same range',
    'POST networks',
    { network: { name: 'simtest-overlap' } },
    { keep: { overNetId: 'network.id' } },
  ),
  networkCall(
    'a subnet with the same range',
    'POST subnets',
    { subnet: { network_id: '{overNetId}', ip_version: 4, cidr: '10.61.0.0/25', enable_dhcp: false } },
    { keep: { overId: 'subnet.id' } },
  ),
  networkCall('an interface in the same range', 'PUT routers/{routerId}/add_router_interface', {
    subnet_id: '{overId}',
  }),
  networkCall(
    'IPv6 beside it',
    'POST subnets',
    {
      subnet: {
        network_id: '{netId}',
        ip_version: 6,
        cidr: 'fd68::/64',
        ipv6_ra_mode: 'slaac',
        ipv6_address_mode: 'slaac',
      },
    },
    { keep: { six1Id: 'subnet.id' } },
  ),
  networkCall(
    'more IPv6 beside it',
    'POST subnets',
    { subnet: { network_id: '{netId}', ip_version: 6, cidr: 'fd69::/64', enable_dhcp: false } },
    { keep: { six2Id: 'subnet.id' } },
  ),
  networkCall(
    'an interface in IPv6',
    'PUT routers/{routerId}/add_router_interface',
    { subnet_id: '{six1Id}' },
    { keep: { ifSixId: 'port_id' }, same: answer },
  ),
  networkCall(
    'an interface in more IPv6',
    'PUT routers/{routerId}/add_router_interface',
    { subnet_id: '{six2Id}' },
    { same: answer },
  ),
  networkCall('both in one port', 'GET ports/{ifSixId}', undefined, {
    until: { field: 'port.status', is: ['ACTIVE'] },
    same: ['port.fixed_ips.*.ip_address'],
  }),
  networkCall(
    'out of more IPv6',
    'PUT routers/{routerId}/remove_router_interface',
    { subnet_id: '{six2Id}' },
    { same: answer },
  ),
  networkCall(
    'out of IPv6',
    'PUT routers/{routerId}/remove_router_interface',
    { subnet_id: '{six1Id}' },
    { same: answer },
  ),
];

const route = { destination: '10.99.0.0/16', nexthop: '10.61.0.77' };
const routes: readonly Step[] = [
  networkCall('a route', 'PUT routers/{routerId}', { router: { routes: [route] } }, { same }),
  networkCall('a route to nowhere', 'PUT routers/{routerId}', {
    router: { routes: [{ ...route, nexthop: '10.1.2.3' }] },
  }),
  networkCall('a route to itself', 'PUT routers/{routerId}', {
    router: { routes: [{ ...route, nexthop: '10.61.0.1' }] },
  }),
  networkCall('a route that is none', 'PUT routers/{routerId}', {
    router: { routes: [{ destination: 'x', nexthop: '10.61.0.77' }] },
  }),
  networkCall('an interface that a route needs', 'PUT routers/{routerId}/remove_router_interface', {
    subnet_id: '{subId}',
  }),
  networkCall('no routes', 'PUT routers/{routerId}', { router: { routes: [] } }, { same }),
];

const ends: readonly Step[] = [
  namedRefusal(networkCall('a router in use', 'DELETE routers/{routerId}')),
  namedRefusal(networkCall('a port of a router goes', 'DELETE ports/{ifId}')),
  networkCall('the gateway of a router moves', 'PUT subnets/{subId}', { subnet: { gateway_ip: '10.61.0.254' } }),
  networkCall('a subnet of a router goes', 'DELETE subnets/{subId}'),
  networkCall('out of a subnet that it is not in', 'PUT routers/{routerId}/remove_router_interface', {
    subnet_id: '{overId}',
  }),
  networkCall('out of a port that it has not', 'PUT routers/{routerId}/remove_router_interface', {
    port_id: '{portId}',
  }),
  networkCall('out of a port by the wrong subnet', 'PUT routers/{routerId}/remove_router_interface', {
    port_id: '{ifId}',
    subnet_id: '{overId}',
  }),
  networkCall('out of nothing', 'PUT routers/{routerId}/remove_router_interface', {}),
  networkCall(
    'out of a port',
    'PUT routers/{routerId}/remove_router_interface',
    { port_id: '{ownIfId}' },
    { same: answer },
  ),
  networkCall('the port went along', 'GET ports/{ownIfId}'),
  ...['noGateId', 'six1Id', 'six2Id'].map((name) => networkCall(`remove ${name}`, `DELETE subnets/{${name}}`)),
  networkCall('remove the overlap', 'DELETE networks/{overNetId}'),
  networkCall('remove the router that leads out', 'DELETE routers/{outId}'),
  networkCall('remove it again', 'DELETE routers/{outId}'),
];

const membered: readonly Step[] = [
  memberCall(
    'a router',
    'POST routers',
    { router: { name: 'simtest-mine', external_gateway_info: outside } },
    { keep: { mineRouterId: 'router.id' }, same: ['router.name', ...gateway] },
  ),
  namedRefusal(
    memberCall('a router without SNAT', 'POST routers', {
      router: { external_gateway_info: { ...outside, enable_snat: false } },
    }),
  ),
  namedRefusal(
    memberCall('a router at an address', 'POST routers', {
      router: { external_gateway_info: { ...outside, external_fixed_ips: [] } },
    }),
  ),
  memberCall(
    'a distributed router',
    'POST routers',
    { router: { distributed: false } },
    { same: ['NeutronError.type'] },
  ),
  memberCall('the router of another', 'GET routers/{routerId}'),
  memberCall('changes the router of another', 'PUT routers/{routerId}', { router: { name: 'x' } }),
  memberCall('joins the router of another', 'PUT routers/{routerId}/add_router_interface', {
    subnet_id: '{mineSubId}',
  }),
  memberCall(
    'joins its router',
    'PUT routers/{mineRouterId}/add_router_interface',
    { subnet_id: '{mineSubId}' },
    { keep: { mineIfId: 'port_id' }, same: answer },
  ),
  memberCall('lists routers', 'GET routers?fields=name', undefined, { same: ['routers'] }),
  memberCall('sees its router', 'GET routers/{mineRouterId}'),
];

/** Leaves `routerId` between `subId` and outside, and `mineRouterId` between `mineSubId` and outside. */
export const networkRouters: readonly Step[] = [...made, ...interfaces, ...routes, ...ends, ...membered];
