import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeValues } from './attribute-values.ts';
import type { Collection, Shown } from './collection.ts';
import { collectionRoutes } from './collection-routes.ts';
import { defaultSecurityGroup } from './default-security-group.ts';
import { forgetPort } from './make-port.ts';
import { makeSegment } from './network-segment.ts';
import type { Network } from './records.ts';
import { refuse } from './refuse.ts';
import { standardAttributes } from './standard-attributes.ts';
import { standardFields, touch } from './touch.ts';

const { flag, name, notNegative, uuid, listOf, whole } = attributeValues;

const anyTime = {
  ...standardAttributes.values,
  admin_state_up: flag.optional(),
  shared: flag.optional(),
  'router:external': flag.optional(),
  is_default: flag.optional(),
  mtu: notNegative.optional(),
  port_security_enabled: flag.optional(),
  qos_policy_id: uuid.nullable().optional(),
};

const provider = {
  'provider:network_type': name.optional(),
  'provider:physical_network': name.optional(),
  'provider:segmentation_id': whole.optional(),
};
const providerNames = ['provider:network_type', 'provider:physical_network', 'provider:segmentation_id'] as const;

const create = z.object({ ...anyTime, ...provider, availability_zone_hints: listOf(name).optional() });
const change = z.object({ ...anyTime, ...provider });
type Draft = z.output<typeof create>;
type Change = z.output<typeof change>;

const chosenBy = ['admin_state_up', 'shared', 'router:external', 'is_default', 'mtu'];
const adminOnly = ['shared', 'router:external', 'is_default', ...providerNames] as const;

export const networks: Collection<Network, Draft, Change> = {
  path: 'networks',
  attributes: {
    singular: 'network',
    create,
    change,
    fixed: [...standardAttributes.fixed, 'subnets', 'availability_zones', 'ipv4_address_scope', 'ipv6_address_scope'],
  },
  missing: (id) => refuse.missing('NetworkNotFound', `Network ${id} could not be found.`),
  limited: 'network',
  filters: [...standardAttributes.filters, ...chosenBy, ...providerNames],
  sorts: [...standardAttributes.sorts, 'admin_state_up', 'mtu', 'availability_zone_hints'],
  table: ({ state }) => state.networks,
  maySee: (_asking, network) => network.shared || network['router:external'],
  view: viewNetwork,
  viewMade: (_cloud, { is_default }) => ({ is_default, availability_zones: [] }),
  hidden: providerNames,
  forbidden({ caller }, given, network) {
    if (isAdmin(caller)) return undefined;
    return adminOnly.find(
      (attribute) => given[attribute] !== undefined && (network ? true : given[attribute] !== false),
    );
  },
  make: ({ cloud }, given, projectId) => makeNetwork(cloud, given, projectId),
  change: changeNetwork,
  remove: ({ cloud }, network) => removeNetwork(cloud, network),
};

export function networksRoutes(app: FastifyInstance, cloud: SimCloud): void {
  collectionRoutes(app, cloud, networks);
}

/** Also used where the operator's own networks are made. */
export function makeNetwork(cloud: SimCloud, given: Draft, projectId: string): Network {
  defaultSecurityGroup(cloud, projectId);
  const segment = makeSegment(cloud, given);
  const most = mostMtu(segment['provider:network_type']);
  return cloud.state.networks.put({
    ...standardFields(cloud, projectId, given),
    ...segment,
    admin_state_up: given.admin_state_up ?? true,
    status: 'ACTIVE',
    shared: given.shared ?? false,
    'router:external': given['router:external'] ?? false,
    is_default: given.is_default ?? false,
    mtu: checkedMtu(given.mtu, most),
    port_security_enabled: given.port_security_enabled ?? true,
    qos_policy_id: given.qos_policy_id ?? null,
    availability_zone_hints: given.availability_zone_hints ?? [],
    isScheduled: false,
  });
}

/** VXLAN wraps every packet in 50 bytes. */
function mostMtu(type: string): number {
  return type === 'vxlan' ? 1450 : 1500;
}

function checkedMtu(mtu: number | undefined, most: number): number {
  if (mtu === undefined || mtu === 0) return most;
  if (mtu > most) throw refuse.input(`Requested MTU is too big, maximum is ${most}`);
  return mtu;
}

function changeNetwork({ cloud }: { readonly cloud: SimCloud }, network: Network, given: Change): void {
  if (providerNames.some((attribute) => given[attribute] !== undefined)) {
    throw refuse.input('Only VLAN type networks can be updated.');
  }
  const { mtu, shared, 'router:external': external, ...plain } = given;
  if (shared === false && network.shared) refuseForeignPorts(cloud, network);
  if (external === false && network['router:external']) refuseOutside(cloud, network);
  const most = mostMtu(network['provider:network_type']);
  if (mtu !== undefined) network.mtu = checkedMtu(mtu, most);
  if (shared !== undefined) network.shared = shared;
  if (external !== undefined) network['router:external'] = external;
  Object.assign(network, Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)));
  touch(cloud, network);
}

/** Those of another project keep it shared. */
function refuseForeignPorts({ state }: SimCloud, { id, name: text, project_id: own }: Network): void {
  const foreign = state.ports.find(
    (port) => port.network_id === id && port.project_id !== own && !port.device_owner.startsWith('network:'),
  );
  if (foreign === undefined) return;
  const message = `Unable to reconfigure sharing settings for network ${text}. Multiple tenants are using it.`;
  throw refuse.conflict('InvalidSharedSetting', message);
}

function refuseOutside({ state }: SimCloud, { id }: Network): void {
  const owners = ['network:router_gateway', 'network:floatingip'];
  if (state.ports.find((port) => port.network_id === id && owners.includes(port.device_owner)) === undefined) return;
  const why = 'it has existing gateway ports';
  const message = `External network ${id} cannot be updated to be made non-external, since ${why}.`;
  throw refuse.conflict('ExternalNetworkInUse', message);
}

/** Ports that Neutron makes for DHCP go with the network, and so do its subnets. */
function removeNetwork(cloud: SimCloud, { id }: Network): void {
  const { networks: table, ports, subnets } = cloud.state;
  const own = ports.where(({ network_id }) => network_id === id);
  const used = own.filter(({ device_owner }) => device_owner !== 'network:dhcp').map((port) => port.id);
  if (used.length > 0) {
    const which = `There are one or more ports still in use on the network, id for these ports is: ${used.join(',')}.`;
    throw refuse.conflict('NetworkInUse', `Unable to complete operation on network ${id}. ${which}`);
  }
  for (const port of own) forgetPort(cloud, port.id);
  subnets.removeWhere(({ network_id }) => network_id === id);
  table.remove(id);
}

function viewNetwork({ state }: SimCloud, network: Network): Shown {
  const { is_default, isScheduled, ...shown } = network;
  const subnetIds = state.subnets.where(({ network_id }) => network_id === network.id).map(({ id }) => id);
  return {
    ...shown,
    ...(network['router:external'] ? { is_default } : {}),
    subnets: subnetIds.toSorted(),
    availability_zones: isScheduled ? ['nova'] : [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
  };
}
