import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { refuse } from './refuse.ts';

/** The extensions that are served, of those that ML2 with linuxbridge loads; each alias with its name. */
const extensions: Readonly<Record<string, string>> = {
  'address-group': 'Address group',
  'address-scope': 'Address scope',
  agent: 'agent',
  'allowed-address-pairs': 'Allowed Address Pairs',
  availability_zone: 'Availability Zone',
  'empty-string-filtering': 'Empty String Filtering Extension',
  'external-net': 'Neutron external network',
  'ext-gw-mode': 'Neutron L3 Configurable external gateway mode',
  extra_dhcp_opt: 'Neutron Extra DHCP options',
  extraroute: 'Neutron Extra Route',
  'filter-validation': 'Filter parameters validation',
  'fip-port-details': 'Floating IP Port Details Extension',
  'ip-substring-filtering': 'IP address substring filtering',
  router: 'Neutron L3 Router',
  'net-mtu': 'Network MTU',
  'net-mtu-writable': 'Network MTU (writable)',
  network_availability_zone: 'Network Availability Zone',
  'network-ip-availability': 'Network IP Availability',
  pagination: 'Pagination support',
  'port-security': 'Port Security',
  binding: 'Port Binding',
  'project-id': 'project_id field enabled',
  provider: 'Provider Network',
  quotas: 'Quota management support',
  quota_details: 'Quota details management support',
  router_availability_zone: 'Router Availability Zone',
  'port-security-groups-filtering': 'Port filtering on security groups',
  'security-group': 'security-group',
  'security-groups-normalized-cidr': 'Normalized CIDR field for security group rules',
  'security-groups-remote-address-group': 'Remote address group id field for security group rules',
  sorting: 'Sorting support',
  'standard-attr-description': 'standard-attr-description',
  'standard-attr-revisions': 'Resource revision numbers',
  'standard-attr-tag': 'Tag support for resources with standard attribute',
  'standard-attr-timestamp': 'Resource timestamps',
  'stateful-security-group': 'Stateful security group',
  'subnet-service-types': 'Subnet service types',
  subnet_allocation: 'Subnet Allocation',
};

const dns = { 'dns-integration': 'DNS Integration' };

const paramsSchema = z.object({ alias: z.string() });

export function extensionsRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const served = (): Readonly<Record<string, string>> => (cloud.hasDns ? { ...extensions, ...dns } : extensions);
  app.get('/v2.0/extensions', async () => ({
    extensions: Object.entries(served()).map(([alias, name]) => viewExtension(alias, name)),
  }));
  app.get('/v2.0/extensions/:alias', async (request) => {
    const { alias } = paramsSchema.parse(request.params);
    const name = served()[alias];
    if (name !== undefined) return { extension: viewExtension(alias, name) };
    throw refuse.missing('ExtensionsNotFound', `Extensions not found: ${alias}.`);
  });
}

function viewExtension(alias: string, name: string): object {
  return { name, alias, description: name, updated: '2022-10-05T00:00:00-00:00', links: [] };
}
