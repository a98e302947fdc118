import { z } from 'zod';
import { list } from '../../../src/openstack/collection.ts';
import { description, idOf, oddTags, type CaseName, type Making, type Rows } from './rows.ts';

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
      shared: { falsy: false },
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
      ipv6_ra_mode: { odd: 'dhcpv6-stateful' },
      ipv6_address_mode: { odd: 'dhcpv6-stateful' },
      enable_dhcp: { falsy: false },
      gateway_ip: { falsy: null },
      cidr: {},
    },
    body: (making, which) => ({
      ...ofProject(making),
      network_id: idOf(making, `network/${which}`),
      ip_version: 6,
      cidr: `fd00:121:${number[which]}::/64`,
    }),
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
    },
    notInBody: ['tags', 'routes'],
    body: ofProject,
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
      'fixed_ips.ip_address': { falsy: [] },
      allowed_address_pairs: { falsy: [], odd: [{ ip_address: '10.8.0.0/16', mac_address: '02:00:00:00:00:01' }] },
      extra_dhcp_opts: { falsy: [], odd: [{ opt_name: 'domain-name', opt_value: 'odd.example', ip_version: 4 }] },
      'binding:vnic_type': { odd: 'direct' },
    },
    notInBody: ['tags'],
    body: (making, which) => ({
      ...ofProject(making),
      network_id: idOf(making, `network/${which}`),
      ...(which === 'falsy' ? { security_groups: [], fixed_ips: [] } : {}),
    }),
    after: tagsAt('/ports'),
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
    kind: 'floating IP',
    service: 'network',
    path: '/floatingips',
    key: 'floatingip',
    label: 'case',
    attributes: { description, tags: {}, fixed_ip_address: { falsy: null } },
    body: (making) => ({ ...ofProject(making), floating_network_id: idOf(making, 'external') }),
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
