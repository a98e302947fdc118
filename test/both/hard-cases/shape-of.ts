import { z } from 'zod';
import type { Cloud, CloudRequest } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';

const item = z.looseObject({ id: z.string(), name: z.string().nullish() });

async function listed(
  cloud: Cloud,
  name: string,
  service: CloudRequest['service'],
  path: string,
): Promise<z.infer<typeof item>[]> {
  const key = path.slice(1).replaceAll('-', '_');
  const found = await list(cloud, { service, path, key, item });
  return found.filter((one) => one.name?.startsWith(name) === true);
}

/** What the cloud has of it, with names in the place of ids. */
export async function shapeOf(cloud: Cloud, name: string): Promise<Record<string, readonly string[]>> {
  const projects = await listed(cloud, name, 'identity', '/projects');
  const domains = await listed(cloud, name, 'identity', '/domains');
  const networks = await listed(cloud, name, 'network', '/networks');
  const groups = await listed(cloud, name, 'network', '/security-groups');
  const known = [projects, domains, networks, groups].flat();
  const nameOf = (id: unknown): string => known.find((one) => one.id === id)?.name ?? String(id);
  const mtuOf = (id: unknown): string => String(networks.find((network) => network.id === id)?.['mtu']);
  const subnets = await listed(cloud, name, 'network', '/subnets');
  const rule = z.looseObject({ security_group_id: z.string(), remote_group_id: z.string().nullable() });
  const rules = await list(cloud, {
    service: 'network',
    path: '/security-group-rules',
    key: 'security_group_rules',
    item: rule,
  });
  const ring = rules.filter(({ remote_group_id: remote }) => groups.some(({ id }) => id === remote));
  const users = await listed(cloud, name, 'identity', '/users');
  return {
    projects: projects.map((project) => `${project.name} in ${nameOf(project['parent_id'])}`).toSorted(),
    users: users.map((user) => `${user.name} of ${nameOf(user['domain_id'])}`).toSorted(),
    networks: networks.map((network) => `${network.name} ${String(network['mtu'])}`).toSorted(),
    subnets: subnets.map((subnet) => `${String(subnet['cidr'])} on ${mtuOf(subnet['network_id'])}`).toSorted(),
    ring: ring.map((one) => `${nameOf(one.security_group_id)} from ${nameOf(one.remote_group_id)}`).toSorted(),
    members: await membersOf(cloud, name, nameOf),
  };
}

async function membersOf(cloud: Cloud, name: string, nameOf: (id: unknown) => string): Promise<string[]> {
  const member = z.looseObject({ member_id: z.string(), status: z.string() });
  const images = await listed(cloud, name, 'image', '/images');
  const lists = images.map(({ id }) =>
    list(cloud, { service: 'image', path: `/images/${id}/members`, key: 'members', item: member }),
  );
  const members = (await Promise.all(lists)).flat();
  return members.map(({ member_id: id, status }) => `${nameOf(id)} ${status}`).toSorted();
}
