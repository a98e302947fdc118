import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { canonicalAddress, parseAddress } from './address.ts';
import { attributeValues } from './attribute-values.ts';
import { cidrsOverlap, formatCidr, parseCidr } from './cidr.ts';
import type { Asking, Collection } from './collection.ts';
import { collectionRoutes } from './collection-routes.ts';
import type { Network, Subnet } from './records.ts';
import { refuse } from './refuse.ts';
import { changeSubnet } from './change-subnet.ts';
import { shuffled, sortedLists } from './sorted-lists.ts';
import { joinAutomatic, removeSubnet } from './remove-subnet.ts';
import { settleDhcp } from './settle-dhcp.ts';
import { standardAttributes } from './standard-attributes.ts';
import { refuseSubnet } from './subnet-checks.ts';
import { canonicalPools, subnetPlan } from './subnet-plan.ts';
import { standardFields } from './touch.ts';

const { address, flag, hostRoutes, listOf, name, oneOf, uuid, whole } = attributeValues;

const mode = oneOf('dhcpv6-stateful', 'dhcpv6-stateless', 'slaac');
const nameserver = z.string().refine((given) => parseAddress(given) !== undefined, {
  error: ({ input }) => `'${String(input)}' is not a valid nameserver. '${String(input)}' is not a valid IP address`,
});
/** An address alone is a range of one. */
const cidrValue = z.string().transform((given) => {
  const parsed = parseCidr(given);
  if (parsed !== undefined) return formatCidr(parsed);
  throw refuse.input(`${given} is not in a CIDR format`);
});
const poolsValue = listOf(z.strictObject({ start: address, end: address }));
const anyTime = {
  ...standardAttributes.values,
  allocation_pools: poolsValue.optional(),
  gateway_ip: address.nullable().optional(),
  dns_nameservers: listOf(nameserver.transform(canonicalAddress)).optional(),
  host_routes: hostRoutes.optional(),
  enable_dhcp: flag.optional(),
  service_types: listOf(name).optional(),
};
const ipVersion = whole.refine((version) => version === 4 || version === 6, {
  error: ({ input }) => `${String(input)} is not in valid_values`,
});

const create = z.object({
  ...anyTime,
  network_id: uuid,
  ip_version: ipVersion,
  cidr: cidrValue.nullable().optional(),
  prefixlen: whole.optional(),
  subnetpool_id: uuid.nullable().optional(),
  use_default_subnetpool: flag.optional(),
  ipv6_ra_mode: mode.optional(),
  ipv6_address_mode: mode.optional(),
});
const change = z.object(anyTime);
type Draft = z.output<typeof create>;
type Change = z.output<typeof change>;

const chosenBy = ['network_id', 'ip_version', 'cidr', 'gateway_ip', 'enable_dhcp', 'ipv6_ra_mode', 'ipv6_address_mode'];

export const subnets: Collection<Subnet, Draft, Change> = {
  path: 'subnets',
  attributes: { singular: 'subnet', create, change, fixed: [...standardAttributes.fixed, 'shared'] },
  missing: (id) => refuse.missing('SubnetNotFound', `Subnet ${id} could not be found.`),
  limited: 'subnet',
  filters: [...standardAttributes.filters, ...chosenBy, 'subnetpool_id', 'shared'],
  sorts: [...standardAttributes.sorts, ...chosenBy, 'subnetpool_id'],
  table: ({ state }) => state.subnets,
  maySee: (asking, subnet) => networkOf(asking, subnet)?.shared === true || isNetworkOwner(asking, subnet),
  mayChange: isNetworkOwner,
  view: (_cloud, subnet) => ({ ...subnet }),
  unseen: ({ state }, subnet) => ({ shared: state.networks.get(subnet.network_id)?.shared ?? false }),
  checkAll: refuseForeign,
  make: ({ cloud }, given, projectId) => makeSubnet(cloud, given, projectId),
  change: ({ cloud }, subnet, given) => changeSubnet(cloud, subnet, given),
  remove: ({ cloud }, subnet) => removeSubnet(cloud, subnet),
};

export function subnetsRoutes(app: FastifyInstance, cloud: SimCloud): void {
  collectionRoutes(app, cloud, subnets);
}

function networkOf({ cloud }: Asking, { network_id }: Pick<Subnet, 'network_id'>): Network | undefined {
  return cloud.state.networks.get(network_id);
}

function isNetworkOwner(asking: Asking, subnet: Subnet): boolean {
  const { projectId } = asking.caller;
  return projectId !== undefined && networkOf(asking, subnet)?.project_id === projectId;
}

/** A member adds subnets to networks of its own only; of others' that it cannot see it hears nothing. */
function refuseForeign(asking: Asking, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const network = networkOf(asking, draft);
    const isOwn = network?.project_id === asking.caller.projectId;
    const isSeen = network !== undefined && (isOwn || network.shared || network['router:external']);
    if (isAdmin(asking.caller) || isOwn) continue;
    if (!isSeen) throw refuse.missing('NetworkNotFound', `Network ${draft.network_id} could not be found.`);
    if (!network.shared) throw refuse.foreign(asking.caller.projectId ?? '', 'subnet');
    throw refuse.policy('create_subnet');
  }
}

/** Also used where the operator's own subnets are made. */
export function makeSubnet(cloud: SimCloud, given: Draft, projectId: string): Subnet {
  const { network_id: networkId, ip_version: version, enable_dhcp: hasDhcp = true } = given;
  const range = wantedRange(given);
  refuseSubnet(given, range);
  const network = cloud.state.networks.get(networkId);
  if (network === undefined) throw refuse.missing('NetworkNotFound', `Network ${networkId} could not be found.`);
  const wanted = given.allocation_pools ?? [];
  const pools = wanted.length === 0 ? undefined : canonicalPools(wanted);
  const plan = subnetPlan(range, given.gateway_ip, pools);
  const others = cloud.state.subnets.where(({ network_id }) => network_id === networkId);
  const isTaken = others.some((other) => {
    const otherRange = parseCidr(other.cidr);
    return otherRange !== undefined && cidrsOverlap(otherRange, range);
  });
  if (isTaken) {
    const asked = `Requested subnet with cidr: ${formatCidr(range)} for network: ${networkId}`;
    throw refuse.input(`${asked} overlaps with another subnet`);
  }
  const made = cloud.state.subnets.put({
    ...standardFields(cloud, projectId, given),
    network_id: networkId,
    ip_version: version,
    cidr: formatCidr(range),
    allocation_pools: shuffled(cloud, plan.pools),
    gateway_ip: plan.gateway,
    dns_nameservers: given.dns_nameservers ?? [],
    host_routes: sortedLists.routes(given.host_routes ?? []),
    enable_dhcp: hasDhcp,
    ipv6_ra_mode: given.ipv6_ra_mode ?? null,
    ipv6_address_mode: given.ipv6_address_mode ?? null,
    service_types: given.service_types ?? [],
    subnetpool_id: null,
    revision_number: 0,
  });
  network.isScheduled = true;
  joinAutomatic(cloud, made);
  settleDhcp(cloud, networkId);
  return made;
}

/** There are no subnet pools, so that every subnet brings its range. */
function wantedRange({
  cidr: text,
  prefixlen,
  subnetpool_id: poolId,
  use_default_subnetpool: usesDefault,
  ip_version,
}: Draft) {
  if (typeof text === 'string' && prefixlen !== undefined) {
    throw refuse.bad('subnets', 'cidr and prefixlen must not be supplied together');
  }
  if (typeof poolId === 'string') {
    throw refuse.missing('SubnetPoolNotFound', `Subnet pool ${poolId} could not be found.`);
  }
  if (usesDefault === true) throw refuse.bad('subnets', `No default subnetpool found for IPv${ip_version}`);
  const range = typeof text === 'string' ? parseCidr(text) : undefined;
  if (range !== undefined) return range;
  throw refuse.bad('subnets', 'a subnetpool must be specified in the absence of a cidr');
}
