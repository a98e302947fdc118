import { z } from 'zod';
import { list } from '../../src/openstack/collection.ts';
import type { Maker } from './maker.ts';

const identified = z.looseObject({ id: z.string() });

/** Networks of one name, subnets, a router and ports full of falsy values. Returns the port for a server. */
export async function makeOddNetworks(maker: Maker, projectId: string): Promise<string> {
  const { cloud, name, make, call } = maker;
  const of = { project_id: projectId };
  const path = '/networks?name=ext';
  const external = await list(cloud, { service: 'network', path, key: 'networks', item: identified });
  const externalId = external[0]?.id ?? '';
  const groupIds = await makeGroups(maker, of);
  const network = { ...of, name, admin_state_up: true, mtu: 1400, description: '' };
  const networkId = await make('network', '/networks', 'network', network);
  await call({
    service: 'network',
    method: 'PUT',
    path: `/networks/${networkId}/tags`,
    body: { tags: ['odd', '0'] },
  });
  // A second network of the same name, switched off and without port security.
  await make('network', '/networks', 'network', { ...of, name, admin_state_up: false, port_security_enabled: false });
  const subnetId = await makeSubnets(maker, { ...of, network_id: networkId });
  await makeRouter(maker, of, externalId, subnetId);
  await make('network', '/ports', 'port', {
    ...of,
    name: 'vip',
    network_id: networkId,
    admin_state_up: false,
    security_groups: [],
    fixed_ips: [{ subnet_id: subnetId, ip_address: '10.55.0.99' }],
  });
  const portId = await make('network', '/ports', 'port', {
    ...of,
    name: '',
    network_id: networkId,
    mac_address: 'fa:16:3e:55:00:0a',
    security_groups: groupIds,
    fixed_ips: [{ subnet_id: subnetId, ip_address: '10.55.0.11' }],
    allowed_address_pairs: [{ ip_address: '10.55.0.99' }],
    extra_dhcp_opts: [{ opt_name: 'domain-name', opt_value: 'odd.example' }],
  });
  const floating = { ...of, floating_network_id: externalId };
  await make('network', '/floatingips', 'floatingip', { ...floating, port_id: portId });
  await make('network', '/floatingips', 'floatingip', { ...floating, description: 'kept' });
  return portId;
}

/** Returns the subnet that has a gateway. */
async function makeSubnets({ make }: Maker, of: object): Promise<string> {
  const subnet = (body: object): Promise<string> => make('network', '/subnets', 'subnet', { ...of, ...body });
  const subnetId = await subnet({
    name: '',
    ip_version: 4,
    cidr: '10.55.0.0/24',
    gateway_ip: '10.55.0.254',
    allocation_pools: [{ start: '10.55.0.10', end: '10.55.0.20' }],
    dns_nameservers: ['10.55.0.53', '10.55.0.52'],
    host_routes: [{ destination: '10.66.0.0/16', nexthop: '10.55.0.9' }],
  });
  await subnet({ name: 'no gateway', ip_version: 4, cidr: '10.56.0.0/28', gateway_ip: null, enable_dhcp: false });
  const modes = { ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' };
  await subnet({ name: 'six', ip_version: 6, cidr: 'fd00:55::/64', ...modes });
  return subnetId;
}

async function makeRouter(maker: Maker, of: object, externalId: string, subnetId: string): Promise<void> {
  const { name, make, call, later } = maker;
  const gateway = { network_id: externalId, enable_snat: false };
  const body = { ...of, name: `${name}-router`, admin_state_up: true, external_gateway_info: gateway };
  const path = `/routers/${await make('network', '/routers', 'router', body)}`;
  const put = { service: 'network', method: 'PUT' } as const;
  await call({ ...put, path: `${path}/add_router_interface`, body: { subnet_id: subnetId } });
  later({ ...put, path: `${path}/remove_router_interface`, body: { subnet_id: subnetId } });
  later({ ...put, path, body: { router: { routes: [] } } });
  const routes = [{ destination: '10.77.0.0/16', nexthop: '10.55.0.9' }];
  await call({ ...put, path, body: { router: { routes } } });
}

/** Two groups that name each other and themselves. */
async function makeGroups({ name, make, call }: Maker, of: object): Promise<string[]> {
  const [a = '', b = ''] = await Promise.all(
    ['a', 'b'].map((end) => make('network', '/security-groups', 'security_group', { ...of, name: `${name}-${end}` })),
  );
  const rule = { ...of, direction: 'ingress', ethertype: 'IPv4' };
  const rules = [
    { ...rule, security_group_id: a, remote_group_id: b, protocol: 'tcp', port_range_min: 1, port_range_max: 65_535 },
    { ...rule, security_group_id: b, remote_group_id: a, protocol: 'udp' },
    { ...rule, security_group_id: a, remote_group_id: a },
    { ...rule, security_group_id: b, protocol: 'icmp', port_range_min: 8, port_range_max: 0, description: 'echo' },
    { ...rule, security_group_id: b, ethertype: 'IPv6', protocol: 'tcp', remote_ip_prefix: 'fd00::/8' },
    { ...rule, security_group_id: a, protocol: '50', remote_ip_prefix: '10.1.2.3/32' },
  ];
  for (const body of rules) {
    await call({
      service: 'network',
      method: 'POST',
      path: '/security-group-rules',
      body: { security_group_rule: body },
    });
  }
  return [a, b];
}
