import type { SimCloud } from '../cloud/sim-cloud.ts';
import { automaticAddress, canonicalAddress, formatAddress, parseAddress } from './address.ts';
import { cidrHolds, parseCidr } from './cidr.ts';
import type { FixedIp, Subnet } from './records.ts';
import { refuse } from './refuse.ts';

/** Where an address is wanted: in a subnet, this very one, or both. */
export interface FixedIpWish {
  readonly subnet_id?: string | undefined;
  readonly ip_address?: string | undefined;
}

export interface AddressRequest {
  readonly networkId: string;
  readonly mac: string;
  readonly deviceOwner: string;
  /** Undefined: one address of each version, as far as the network's subnets go. */
  readonly wishes: readonly FixedIpWish[] | undefined;
}

/** Owners of ports that may have any address, those that guests make for themselves included. */
const routerOwners = new Set(['network:router_interface', 'network:router_gateway']);

/** True where guests make their own addresses of their MACs. */
export function isAutomatic({ ipv6_address_mode }: Subnet): boolean {
  return ipv6_address_mode === 'slaac' || ipv6_address_mode === 'dhcpv6-stateless';
}

/**
 * The addresses of a port, as Neutron's IPAM allocates them: those asked for, or one of each version, and always those
 * of automatic subnets. 400 and 409 as there. `kept` are addresses that it has already.
 */
export function allocateFixedIps(cloud: SimCloud, request: AddressRequest, kept: readonly FixedIp[] = []): FixedIp[] {
  const { networkId, mac, deviceOwner, wishes } = request;
  const subnets = servingSubnets(cloud, networkId, deviceOwner);
  const taken: FixedIp[] = [...kept];
  const allocated =
    wishes === undefined
      ? oneOfEachVersion(cloud, request, subnets)
      : wishes.flatMap((wish) => {
          const granted = grant(cloud, request, subnets, wish, taken);
          taken.push(...granted);
          return granted;
        });
  if (routerOwners.has(deviceOwner)) return allocated;
  const has = new Set([...kept, ...allocated].map(({ subnet_id }) => subnet_id));
  const automatic = subnets.filter((subnet) => isAutomatic(subnet) && !has.has(subnet.id));
  return [...allocated, ...automatic.map((subnet) => freeAutomaticIp(cloud, subnet, mac))];
}

export function automaticIp({ id, cidr }: Subnet, mac: string): FixedIp {
  return { subnet_id: id, ip_address: automaticAddress(parseCidr(cidr)?.first ?? 0n, mac) };
}

/** 409 when another port has the address of that MAC. */
export function freeAutomaticIp(cloud: SimCloud, subnet: Subnet, mac: string): FixedIp {
  const fixedIp = automaticIp(subnet, mac);
  if (usedAddresses(cloud, subnet.id).has(fixedIp.ip_address)) throw inUse(fixedIp.ip_address, subnet.id);
  return fixedIp;
}

/** Subnets with service types serve only ports of such an owner. */
function servingSubnets(cloud: SimCloud, networkId: string, deviceOwner: string): Subnet[] {
  const all = cloud.state.subnets.where(({ network_id }) => network_id === networkId);
  const serving = all.filter(({ service_types: types }) => types.length === 0 || types.includes(deviceOwner));
  if (all.length === 0 || serving.length > 0) {
    return serving.toSorted((a, b) => b.service_types.length - a.service_types.length);
  }
  const where = `network ${networkId}, service type ${deviceOwner}`;
  const message = `No valid service subnet for the given device owner, ${where}.`;
  throw refuse.conflict('IpAddressGenerationFailureNoMatchingSubnet', message);
}

function oneOfEachVersion(cloud: SimCloud, request: AddressRequest, subnets: readonly Subnet[]): FixedIp[] {
  const given = subnets.filter((subnet) => !isAutomatic(subnet));
  const versions = [4, 6].map((version) => given.filter(({ ip_version }) => ip_version === version));
  return versions
    .filter((candidates) => candidates.length > 0)
    .map((candidates) => {
      for (const subnet of candidates) {
        const address = freeAddress(cloud, subnet, request.deviceOwner === 'network:dhcp');
        if (address !== undefined) return { subnet_id: subnet.id, ip_address: address };
      }
      throw exhausted(request.networkId);
    });
}

function inUse(address: string, subnetId: string): Error {
  const message = `IP address ${address} already allocated in subnet ${subnetId}`;
  return refuse.conflict('IpAddressAlreadyAllocated', message);
}

function exhausted(networkId: string): Error {
  const message = `No more IP addresses available on network ${networkId}.`;
  return refuse.conflict('IpAddressGenerationFailure', message);
}

/** Nothing for an automatic subnet: its address comes by itself. */
function grant(
  cloud: SimCloud,
  { networkId, deviceOwner }: AddressRequest,
  subnets: readonly Subnet[],
  wish: FixedIpWish,
  taken: readonly FixedIp[],
): FixedIp[] {
  const subnet = subnetOf(cloud, networkId, subnets, wish);
  const isRouter = routerOwners.has(deviceOwner);
  if (wish.ip_address === undefined) {
    if (isAutomatic(subnet) && !isRouter) return [];
    const address = freeAddress(cloud, subnet, deviceOwner === 'network:dhcp', taken);
    if (address === undefined) throw exhausted(networkId);
    return [{ subnet_id: subnet.id, ip_address: address }];
  }
  const address = canonicalAddress(wish.ip_address);
  if (isAutomatic(subnet) && deviceOwner !== 'network:router_interface') {
    const because = 'as the subnet is configured for automatic addresses';
    const message = `IPv6 address ${address} cannot be directly assigned to a port on subnet ${subnet.id} ${because}`;
    throw refuse.invalid('AllocationOnAutoAddressSubnet', message);
  }
  if (usedAddresses(cloud, subnet.id, taken).has(address)) {
    throw inUse(address, subnet.id);
  }
  return [{ subnet_id: subnet.id, ip_address: address }];
}

function subnetOf(cloud: SimCloud, networkId: string, subnets: readonly Subnet[], wish: FixedIpWish): Subnet {
  const { subnet_id: id, ip_address: address } = wish;
  if (subnets.length === 0) throw refuse.input('IP allocation requires subnets for network');
  if (id === undefined) {
    if (address === undefined) throw refuse.input('IP allocation requires subnet_id or ip_address');
    const found = subnets.find((subnet) => isAddressOf(subnet, address));
    if (found !== undefined) return found;
    const message = `IP address ${address} is not a valid IP for any of the subnets on the specified network.`;
    throw refuse.invalid('InvalidIpForNetwork', message);
  }
  if (cloud.state.subnets.get(id) === undefined) {
    throw refuse.missing('SubnetNotFound', `Subnet ${id} could not be found.`);
  }
  const subnet = subnets.find((candidate) => candidate.id === id);
  if (subnet === undefined) {
    const because = `because fixed_ips included invalid subnet ${id}`;
    throw refuse.input(`Failed to create port on network ${networkId}, ${because}`);
  }
  if (address !== undefined && !isAddressOf(subnet, address)) {
    const message = `IP address ${address} is not a valid IP for the specified subnet.`;
    throw refuse.invalid('InvalidIpForSubnet', message);
  }
  return subnet;
}

/** Neither the address of the network itself, nor in IPv4 the one for all. */
function isAddressOf({ cidr }: Subnet, text: string): boolean {
  const [range, address] = [parseCidr(cidr), parseAddress(text)];
  if (range === undefined || address === undefined || !cidrHolds(range, address)) return false;
  if (range.version === 6) return true;
  return range.prefixLength >= 31 || (address.value !== range.first && address.value !== range.last);
}

function usedAddresses(cloud: SimCloud, subnetId: string, taken: readonly FixedIp[] = []): Set<string> {
  const all = [...cloud.state.ports.list().flatMap(({ fixed_ips }) => fixed_ips), ...taken];
  return new Set(all.filter(({ subnet_id }) => subnet_id === subnetId).map(({ ip_address }) => ip_address));
}

/** Neutron looks at so many free addresses, and takes any of them. */
const windowSize = 100;

function freeAddress(
  cloud: SimCloud,
  subnet: Subnet,
  isFirst: boolean,
  taken: readonly FixedIp[] = [],
): string | undefined {
  const used = usedAddresses(cloud, subnet.id, taken);
  const free: string[] = [];
  for (const { start, end } of subnet.allocation_pools) {
    const [first, last] = [parseAddress(start), parseAddress(end)];
    if (first === undefined || last === undefined) continue;
    for (let value = first.value; value <= last.value && free.length < windowSize; value += 1n) {
      const text = formatAddress({ version: first.version, value });
      if (!used.has(text)) free.push(text);
    }
  }
  return isFirst ? free[0] : free[cloud.random.below(free.length)];
}
