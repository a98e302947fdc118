import { z } from 'zod';
import { list } from '../../../src/openstack/collection.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { namesOf } from './names-of.ts';
import { type Answer, description, idOf, oddTags, type CaseName, type Making, type Rows } from './rows.ts';

const ofProject = (making: Making): { readonly project_id: string } => ({ project_id: idOf(making, 'owner') });
const number: Readonly<Record<CaseName, number>> = { default: 1, falsy: 2, odd: 3 };

/** Neutron takes tags in a call of their own. */
function tagsAt(path: string): NonNullable<Rows['after']> {
  return async (making, id, which) => {
    if (which === 'odd') await making.send(put(`${path}/${id}/tags`, { tags: oddTags }));
  };
}

function put(path: string, body: object) {
  return { service: 'network', method: 'PUT', path, body } as const;
}

const identified = z.looseObject({ id: z.string() });
const portSchema = z.looseObject({
  device_id: z.string(),
  fixed_ips: z.array(z.looseObject({ ip_address: z.string() })),
  security_groups: z.array(z.string()),
});

function addressesOf(ports: readonly z.infer<typeof portSchema>[], deviceId: string): string[] {
  return ports
    .filter(({ device_id: device }) => device === deviceId)
    .flatMap(({ fixed_ips: ips }) => ips.map(({ ip_address: address }) => address));
}

async function listPorts(cloud: Cloud): Promise<readonly Answer[]> {
  const ports = await list(cloud, { service: 'network', path: '/ports', key: 'ports', item: portSchema });
  const nameOf = await namesOf(cloud, 'security_groups');
  return ports.map((port) => ({ ...port, securityGroups: port.security_groups.map(nameOf) }));
}

function oddPort(making: Making, address: string): object {
  return {
    fixed_ips: [{ subnet_id: idOf(making, 'subnet/odd'), ip_address: address }],
    security_groups: [idOf(making, 'security group/odd')],
  };
}

function serverPort(making: Making, which: CaseName): object {
  if (which === 'odd') return oddPort(making, '10.121.3.86');
  if (which === 'falsy') return {};
  return { fixed_ips: [{ subnet_id: idOf(making, 'subnet/default'), ip_address: '10.121.1.50' }] };
}

/** Neutron lets only administrators say anything of SNAT. */
function gateway(making: Making, which: CaseName): object {
  if (which === 'default') return {};
  const info = { network_id: idOf(making, 'external'), enable_snat: which === 'odd' };
  return { external_gateway_info: info };
}

const ruleSchema = z.looseObject({ remote_group_id: z.string().nullable() });
const tagged = z.looseObject({ tags: z.array(z.string()) });
const tags = { falsy: [], odd: oddTags };
const described = { description, tags };

export const networkRows: readonly Rows[] = [
  {
    kind: 'network',
    service: 'network',
    path: '/networks',
    key: 'network',
    attributes: {
      ...described,
      admin_state_up: { falsy: false },
      mtu: { odd: 1337 },
      port_security_enabled: { falsy: false },
      shared: { falsy: false, odd: true },
      'router:external': { falsy: false },
    },
    notInBody: ['tags'],
    body: ofProject,
    after: tagsAt('/networks'),
  },
  {
    kind: 'subnet',
    service: 'network',
    path: '/subnets',
    key: 'subnet',
    attributes: {
      ...described,
      cidr: {},
      gateway_ip: { falsy: null, odd: '10.121.3.77' },
      enable_dhcp: { falsy: false },
      dns_nameservers: { falsy: [], odd: ['10.9.9.9', '10.1.1.1'] },
      host_routes: { falsy: [], odd: [{ destination: '10.66.0.0/16', nexthop: '10.121.3.9' }] },
      allocation_pools: { odd: [{ start: '10.121.3.80', end: '10.121.3.90' }] },
      ip_version: {},
      ipv6_ra_mode: {},
      ipv6_address_mode: {},
    },
    notInBody: ['tags'],
    body: (making, which) => ({
      ...ofProject(making),
      network_id: idOf(making, `network/${which}`),
      ip_version: 4,
      cidr: `10.121.${number[which]}.0/24`,
    }),
    after: tagsAt('/subnets'),
  },
  {
    kind: 'IPv6 subnet',
    service: 'network',
    path: '/subnets',
    key: 'subnet',
    attributes: {
      service_types: { falsy: ['network:routed'], odd: [] },
      allocation_pools: { falsy: [] },
      ipv6_ra_mode: { odd: 'dhcpv6-stateful' },
      ipv6_address_mode: { odd: 'dhcpv6-stateful' },
      enable_dhcp: { falsy: false },
      gateway_ip: { falsy: null },
      cidr: {},
    },
    notInBody: ['allocation_pools'],
    body: (making, which) => ({
      ...ofProject(making),
      network_id: idOf(making, `network/${which}`),
      ip_version: 6,
      cidr: `fd00:121:${number[which]}::/64`,
    }),
    // Without any pool a subnet gets one of its whole range when it is created.
    async after(making, id, which) {
      if (which === 'falsy') await making.send(put(`/subnets/${id}`, { subnet: { allocation_pools: [] } }));
    },
  },
  {
    kind: 'dual network',
    service: 'network',
    path: '/networks',
    key: 'network',
    attributes: { mtu: {} },
    body: ofProject,
  },
  {
    kind: 'automatic subnet',
    service: 'network',
    path: '/subnets',
    key: 'subnet',
    attributes: {
      ipv6_ra_mode: { falsy: 'slaac', odd: 'dhcpv6-stateless' },
      ipv6_address_mode: { falsy: 'slaac', odd: 'dhcpv6-stateless' },
      enable_dhcp: {},
      allocation_pools: {},
    },
    body: (making, which) => ({
      ...ofProject(making),
      network_id: idOf(making, `dual network/${which}`),
      ip_version: 6,
      cidr: `fd00:122:${number[which]}::/64`,
    }),
  },
  {
    kind: 'automatic port',
    service: 'network',
    path: '/ports',
    key: 'port',
    attributes: {
      mac_address: { falsy: '02:00:00:ab:cd:00', odd: '02:00:00:ab:cd:01' },
      // Neutron makes these of the MAC, and refuses to be told them.
      'fixed_ips.ip_address': { falsy: ['fd00:122:2::ff:feab:cd00'], odd: ['fd00:122:3::ff:feab:cd01'] },
    },
    body: (making, which) => ({ ...ofProject(making), network_id: idOf(making, `dual network/${which}`) }),
  },
  {
    kind: 'security group',
    service: 'network',
    path: '/security-groups',
    key: 'security_group',
    attributes: { ...described, stateful: { falsy: false } },
    notInBody: ['tags'],
    body: ofProject,
    after: tagsAt('/security-groups'),
  },
  {
    kind: 'security group rule',
    service: 'network',
    path: '/security-group-rules',
    key: 'security_group_rule',
    label: 'description',
    attributes: {
      direction: { odd: 'egress' },
      ethertype: { odd: 'IPv6' },
      protocol: { falsy: 'icmp', odd: 'tcp' },
      port_range_min: { falsy: 0, odd: 2 },
      port_range_max: { falsy: 0, odd: 65_534 },
      remote_ip_prefix: { falsy: '0.0.0.0/0', odd: 'fd00::/8' },
    },
    body: (making, which) => ({
      ...ofProject(making),
      security_group_id: idOf(making, `security group/${which}`),
      ...(which === 'odd' ? {} : { direction: 'ingress' }),
    }),
  },
  {
    kind: 'rule for a group',
    service: 'network',
    path: '/security-group-rules',
    key: 'security_group_rule',
    label: 'description',
    attributes: { remoteGroup: { falsy: 'NAME security group default', odd: 'NAME security group odd' } },
    notInBody: ['remoteGroup'],
    body: (making, which) => ({
      ...ofProject(making),
      direction: 'ingress',
      security_group_id: idOf(making, `security group/${which}`),
      remote_group_id: idOf(making, `security group/${which === 'falsy' ? 'default' : which}`),
    }),
    async list(cloud) {
      const key = 'security_group_rules';
      const rules = await list(cloud, { service: 'network', path: '/security-group-rules', key, item: ruleSchema });
      const nameOf = await namesOf(cloud, 'security_groups');
      return rules.map((rule) => ({ ...rule, remoteGroup: nameOf(rule.remote_group_id) }));
    },
  },
  {
    kind: 'router',
    service: 'network',
    path: '/routers',
    key: 'router',
    attributes: {
      ...described,
      admin_state_up: { falsy: false },
      routes: { falsy: [], odd: [{ destination: '10.77.0.0/16', nexthop: '10.121.3.9' }] },
      'external_gateway_info.enable_snat': { falsy: false, odd: true },
      interfaces: { falsy: [], odd: ['10.121.3.77'] },
    },
    notInBody: ['tags', 'routes', 'interfaces'],
    body: (making, which) => ({ ...ofProject(making), ...gateway(making, which) }),
    async after(making, id, which) {
      await tagsAt('/routers')(making, id, which);
      if (which !== 'odd') return;
      const subnet = { subnet_id: idOf(making, 'subnet/odd') };
      await making.send(put(`/routers/${id}/add_router_interface`, subnet));
      making.later(put(`/routers/${id}/remove_router_interface`, subnet));
      making.later(put(`/routers/${id}`, { router: { routes: [] } }));
      const routes = [{ destination: '10.77.0.0/16', nexthop: '10.121.3.9' }];
      await making.send(put(`/routers/${id}`, { router: { routes } }));
    },
    async list(cloud) {
      const all = await list(cloud, { service: 'network', path: '/routers', key: 'routers', item: identified });
      const query = { device_owner: 'network:router_interface' };
      const ports = await list(cloud, { service: 'network', path: '/ports', key: 'ports', item: portSchema, query });
      return all.map((one) => ({ ...one, interfaces: addressesOf(ports, one.id) }));
    },
  },
  {
    kind: 'port',
    service: 'network',
    path: '/ports',
    key: 'port',
    attributes: {
      ...described,
      admin_state_up: { falsy: false },
      mac_address: { odd: '02:00:00:ab:cd:ef' },
      port_security_enabled: { falsy: false },
      'fixed_ips.ip_address': { falsy: [], odd: ['10.121.3.85'] },
      securityGroups: { falsy: [], odd: ['NAME security group odd'] },
      allowed_address_pairs: { falsy: [], odd: [{ ip_address: '10.8.0.0/16', mac_address: '02:00:00:00:00:01' }] },
      extra_dhcp_opts: { falsy: [], odd: [{ opt_name: 'domain-name', opt_value: 'odd.example', ip_version: 4 }] },
      'binding:vnic_type': { odd: 'direct' },
    },
    notInBody: ['tags', 'securityGroups'],
    body: (making, which) => ({
      ...ofProject(making),
      network_id: idOf(making, `network/${which}`),
      ...(which === 'falsy' ? { security_groups: [], fixed_ips: [] } : {}),
      ...(which === 'odd' ? oddPort(making, '10.121.3.85') : {}),
    }),
    after: tagsAt('/ports'),
    list: listPorts,
  },
  {
    kind: 'server port',
    service: 'network',
    path: '/ports',
    key: 'port',
    attributes: { mac_address: {}, 'fixed_ips.ip_address': { odd: ['10.121.3.86'] }, securityGroups: {} },
    notInBody: ['securityGroups'],
    body: (making, which) => ({
      ...ofProject(making),
      network_id: idOf(making, `network/${which}`),
      ...serverPort(making, which),
    }),
    list: listPorts,
  },
  {
    kind: 'floating IP',
    service: 'network',
    path: '/floatingips',
    key: 'floatingip',
    label: 'case',
    attributes: { description, tags: {}, fixed_ip_address: { falsy: null, odd: '10.121.3.86' } },
    notInBody: ['fixed_ip_address'],
    body: (making, which) => ({
      ...ofProject(making),
      floating_network_id: idOf(making, 'external'),
      ...(which === 'odd' ? { port_id: idOf(making, 'server port/odd') } : {}),
    }),
    // Its address may be another one on the other side: a tag tells which it is.
    async after(making, id, which) {
      await making.send(put(`/floatingips/${id}/tags`, { tags: [...(which === 'odd' ? oddTags : []), `is ${which}`] }));
    },
    async list(cloud, { projectId }) {
      const query = { project_id: projectId };
      const all = await list(cloud, {
        service: 'network',
        path: '/floatingips',
        key: 'floatingips',
        item: tagged,
        query,
      });
      return all.map((one) => ({ ...one, case: one.tags.find((tag) => tag.startsWith('is '))?.slice(3) }));
    },
  },
];
