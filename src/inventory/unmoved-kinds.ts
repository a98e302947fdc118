import type { Service } from '../openstack/service.ts';

/** A kind of things that is not moved, and how it is listed. Only names are kept of what is listed. */
export interface UnmovedKind {
  readonly service: string;
  /** For people, in the plural. */
  readonly kind: string;
  /** Below the service's endpoint, of foreign ones without its version; `{user}` is asked for one by one. */
  readonly path: string;
  /** Each project has an endpoint of its own: the one in the catalog, with its id in place of ours. */
  readonly isPerProject?: true;
  /** The field of the answer that holds the list; the answer itself when empty. */
  readonly key: string;
  /** Fields that name the project; nothing for what belongs to the whole cloud or is told of one project alone. */
  readonly owner?: readonly string[];
  /** Fields that name it, the first that has a value. */
  readonly name?: readonly string[];
  /** Whose they are: of the chosen projects, of the one that we are logged in to, or of the cloud. */
  readonly of: 'projects' | 'own project' | 'cloud';
  readonly sizeGiB?: string;
  readonly objects?: string;
  /** Neutron's extension that serves it. */
  readonly extension?: string;
  readonly microversion?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What carries itself with something that moves, or is made by the cloud. */
  readonly isMade?: (member: Readonly<Record<string, unknown>>) => boolean;
}

/** A kind of a service that Pumphouse speaks to for other things. */
export interface OwnKind extends UnmovedKind {
  readonly service: Service;
}

const owner = ['project_id', 'tenant_id'] as const;

function networkKind(kind: string, path: string, key: string, extension: string): OwnKind {
  return { service: 'network', kind, path, key, extension, owner, of: 'projects' };
}

/** A shared or external network has such a policy by itself, for all projects. */
function isNetworkForAll({ object_type: type, target_tenant: target }: Readonly<Record<string, unknown>>): boolean {
  return type === 'network' && target === '*';
}

const cinder = { service: 'block-storage', of: 'projects', sizeGiB: 'size' } as const;
const cloudWide = { of: 'cloud' } as const;

/** Of the services that are spoken to anyway. */
export const ownKinds: readonly OwnKind[] = [
  {
    ...cinder,
    kind: 'volume backups',
    path: '/backups/detail?all_tenants=1',
    key: 'backups',
    owner: ['os-backup-project-attr:project_id'],
    // The owner is told since then ("Block Storage API v3 history").
    microversion: 'volume 3.18',
  },
  networkKind('trunks', '/trunks', 'trunks', 'trunk'),
  networkKind('QoS policies', '/qos/policies', 'policies', 'qos'),
  networkKind('address groups', '/address-groups', 'address_groups', 'address-group'),
  networkKind('address scopes', '/address-scopes', 'address_scopes', 'address-scope'),
  networkKind('subnet pools', '/subnetpools', 'subnetpools', 'subnet_allocation'),
  {
    ...networkKind('RBAC policies', '/rbac-policies', 'rbac_policies', 'rbac-policies'),
    name: ['object_type'],
    isMade: isNetworkForAll,
  },
  networkKind('VPN services', '/vpn/vpnservices', 'vpnservices', 'vpnaas'),
  networkKind('VPN connections', '/vpn/ipsec-site-connections', 'ipsec_site_connections', 'vpnaas'),
  {
    ...networkKind('firewall groups', '/fwaas/firewall_groups', 'firewall_groups', 'fwaas_v2'),
    isMade: ({ name }) => name === 'default',
  },
  networkKind('BGP VPNs', '/bgpvpn/bgpvpns', 'bgpvpns', 'bgpvpn'),
  networkKind('metering labels', '/metering/metering-labels', 'metering_labels', 'metering'),
  {
    service: 'identity',
    kind: 'application credentials',
    path: '/users/{user}/application_credentials',
    key: 'application_credentials',
    owner,
    of: 'projects',
  },
  {
    service: 'identity',
    kind: 'EC2 credentials',
    path: '/credentials?type=ec2',
    key: 'credentials',
    owner,
    name: ['id'],
    of: 'projects',
  },
  { service: 'identity', kind: 'trusts', path: '/OS-TRUST/trusts', key: 'trusts', owner, name: ['id'], of: 'projects' },
  {
    ...cloudWide,
    service: 'identity',
    kind: 'identity providers',
    path: '/OS-FEDERATION/identity_providers',
    key: 'identity_providers',
  },
  { ...cloudWide, service: 'compute', kind: 'host aggregates', path: '/os-aggregates', key: 'aggregates' },
];

/** Of services that are asked for nothing else. */
export const foreignKinds: readonly UnmovedKind[] = [
  {
    service: 'load-balancer',
    kind: 'load balancers',
    path: '/v2.0/lbaas/loadbalancers',
    key: 'loadbalancers',
    owner,
    of: 'projects',
  },
  {
    service: 'dns',
    kind: 'DNS zones',
    path: '/v2/zones?limit=1000',
    key: 'zones',
    owner,
    of: 'projects',
    headers: { 'x-auth-all-projects': 'true' },
  },
  { service: 'key-manager', kind: 'secrets', path: '/v1/secrets?limit=100', key: 'secrets', of: 'own project' },
  {
    service: 'orchestration',
    kind: 'stacks',
    path: '/v1/{own}/stacks?global_tenant=true',
    key: 'stacks',
    owner: ['project'],
    name: ['stack_name'],
    of: 'projects',
  },
  {
    service: 'object-store',
    kind: 'containers',
    path: '?format=json',
    isPerProject: true,
    key: '',
    of: 'projects',
    objects: 'count',
  },
  {
    service: 'shared-file-system',
    kind: 'shares',
    path: '/v2/shares/detail?all_tenants=1',
    key: 'shares',
    owner,
    of: 'projects',
    sizeGiB: 'size',
  },
  {
    service: 'container-infrastructure-management',
    kind: 'container clusters',
    path: '/v1/clusters',
    key: 'clusters',
    of: 'own project',
  },
];
