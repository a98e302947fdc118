import { z } from 'zod';
import { actAs } from '../../src/openstack/act-as.ts';
import { sendJson } from '../../src/openstack/calls.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { waitForServer } from '../../src/openstack/compute.ts';
import { openMaker } from '../both/open-maker.ts';

const identified = z.looseObject({ id: z.string() });
const named = identified.extend({ name: z.string() });

/** A project as nova-network knew them: one network with a way out, groups with rules, two servers, an address. */
export async function makeLegacyProject(cloud: Cloud, name: string): Promise<void> {
  const { make, call } = openMaker(cloud, name, () => undefined);
  const find = async (service: 'identity' | 'network' | 'image', path: string, key: string, wanted: string) =>
    (await list(cloud, { service, path, key, item: named })).find((one) => one.name === wanted)?.id ?? '';
  const projectId = await make('identity', '/projects', 'project', { name, domain_id: 'default' });
  const userId = await make('identity', '/users', 'user', { name, domain_id: 'default', password: name });
  const member = await find('identity', '/roles', 'roles', 'member');
  const path = `/projects/${projectId}/users/${userId}/roles/${member}`;
  await call({ service: 'identity', method: 'PUT', path });
  const own = { project_id: projectId };
  const network_id = await make('network', '/networks', 'network', { ...own, name: `${name}-net` });
  const range = { ip_version: 4, cidr: '10.20.0.0/24', dns_nameservers: ['9.9.9.9'] };
  const subnet_id = await make('network', '/subnets', 'subnet', { ...own, ...range, network_id });
  const ext = await find('network', '/networks', 'networks', 'ext');
  const gateway = { external_gateway_info: { network_id: ext } };
  const router = await make('network', '/routers', 'router', { ...own, name, ...gateway });
  const body = { subnet_id };
  await call({ service: 'network', method: 'PUT', path: `/routers/${router}/add_router_interface`, body });
  const group = (groupName: string): Promise<string> =>
    make('network', '/security-groups', 'security_group', { ...own, name: groupName, description: '' });
  const [web, db] = [await group('web'), await group('db')];
  const rule = (security_group_id: string, more: object): Promise<string> => {
    const fields = { ...own, direction: 'ingress', ethertype: 'IPv4', security_group_id, ...more };
    return make('network', '/security-group-rules', 'security_group_rule', fields);
  };
  await rule(web, { protocol: 'tcp', port_range_min: 80, port_range_max: 81 });
  await rule(web, { protocol: 'icmp', remote_ip_prefix: '0.0.0.0/0' });
  await rule(db, { protocol: 'tcp', port_range_min: 5432, port_range_max: 5432, remote_group_id: web });
  const groups = await list(cloud, {
    service: 'network',
    path: '/security-groups',
    key: 'security_groups',
    item: groupOf,
  });
  const standard = groups.find((one) => one.project_id === projectId && one.name === 'default')?.id;
  const flavorRef = await make('compute', '/flavors', 'flavor', { name, ram: 64, vcpus: 1, disk: 1 });
  const active = { visibility: 'public', status: 'active' };
  const [image] = await list(cloud, {
    service: 'image',
    path: '/images',
    key: 'images',
    item: identified,
    query: active,
  });
  const asUser = await actAs(cloud, userId, projectId);
  const boot = async (server: string, octet: number, security_groups: unknown[]): Promise<string> => {
    const fixed_ips = [{ subnet_id, ip_address: `10.20.0.1${octet}` }];
    const mac_address = `fa:16:3e:00:00:0${octet}`;
    const port = await make('network', '/ports', 'port', {
      ...own,
      network_id,
      fixed_ips,
      mac_address,
      security_groups,
    });
    const wanted = { name: server, flavorRef, imageRef: image?.id, networks: [{ port }] };
    const request = { service: 'compute', method: 'POST', path: '/servers', body: { server: wanted } } as const;
    const made = await sendJson(asUser, request, z.looseObject({ server: z.looseObject({ id: z.string() }) }));
    await waitForServer(cloud, made.server.id, { statuses: ['ACTIVE'], timeoutMs: 60_000 });
    return port;
  };
  const port_id = await boot('a', 1, [web, standard]);
  await boot('b', 2, [db]);
  await make('network', '/floatingips', 'floatingip', { ...own, floating_network_id: ext, port_id });
}

const groupOf = named.extend({ project_id: z.string() });
