import type { SimCloud } from '../cloud/sim-cloud.ts';
import { dhcpOptions } from './dhcp-options.ts';
import { allocateFixedIps, freeAutomaticIp, type FixedIpWish, isAutomatic } from './fixed-ips.ts';
import { sortedLists } from './sorted-lists.ts';
import { refuseUsedMac } from './mac.ts';
import { addressPairs, refuseUnguarded, refuseUnknownGroups } from './port-guard.ts';
import type { PortWish } from './port-wish.ts';
import type { FixedIp, Port } from './records.ts';
import { refuse } from './refuse.ts';
import { touch } from './touch.ts';

export interface PortChange extends PortWish {
  readonly 'binding:host_id'?: string | null | undefined;
  readonly 'binding:profile'?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Refusals are those of `PUT /v2.0/ports/{id}`; nothing is changed when one is thrown. */
export function changePort(cloud: SimCloud, port: Port, given: PortChange): void {
  const mac = given.mac_address ?? port.mac_address;
  if (mac !== port.mac_address && port['binding:host_id'] !== '') throw boundPort(port);
  const isSecured = given.port_security_enabled ?? port.port_security_enabled;
  const groups = given.security_groups === undefined ? port.security_groups : [...new Set(given.security_groups)];
  const drafts = given.allowed_address_pairs;
  const pairs = drafts === undefined ? port.allowed_address_pairs : addressPairs(drafts, mac);
  if (!isSecured && given.security_groups === undefined && groups.length > 0) throw stillGuarded();
  refuseUnguarded({ isSecured, groups, pairs });
  if (given.security_groups !== undefined) refuseUnknownGroups(cloud, groups, port.project_id);
  const fixedIps = changedFixedIps(cloud, port, given.fixed_ips, mac);
  if (mac !== port.mac_address) refuseUsedMac(cloud, port.network_id, mac);
  Object.assign(port, {
    ...plainOf(given),
    mac_address: mac,
    fixed_ips: sortedLists.ips(fixedIps),
    port_security_enabled: isSecured,
    security_groups: groups.toSorted(),
    allowed_address_pairs: pairs,
    extra_dhcp_opts: dhcpOptions(port.extra_dhcp_opts, given.extra_dhcp_opts ?? []),
  });
  touch(cloud, port);
}

/** What is taken over as it is given; null unbinds. */
function plainOf(given: PortChange): Partial<Port> {
  const { name, description, admin_state_up, device_id, device_owner, qos_policy_id } = given;
  const plain = { name, description, admin_state_up, device_id, device_owner, qos_policy_id };
  const [host, profile] = [given['binding:host_id'], given['binding:profile']];
  const binding = {
    'binding:vnic_type': given['binding:vnic_type'],
    'binding:host_id': host === null ? '' : host,
    'binding:profile': profile === null ? {} : profile,
  };
  return Object.fromEntries(Object.entries({ ...plain, ...binding }).filter(([, value]) => value !== undefined));
}

function boundPort({ id, ...port }: Port): Error {
  const bound = `port is already bound, port type: bridge, old_mac ${port.mac_address}`;
  return refuse.conflict('PortBound', `Unable to complete operation on port ${id}, ${bound}.`);
}

function stillGuarded(): Error {
  const why = 'Cannot disable port security or IP address until security group is removed.';
  return refuse.conflict('PortSecurityPortHasSecurityGroup', `Port has security group associated. ${why}`);
}

/** Addresses that are asked for again stay; those of automatic subnets follow the MAC. */
function changedFixedIps(
  cloud: SimCloud,
  port: Port,
  wishes: readonly FixedIpWish[] | undefined,
  mac: string,
): readonly FixedIp[] {
  if (wishes === undefined && mac === port.mac_address) return port.fixed_ips;
  const { subnets } = cloud.state;
  const automatic = port.fixed_ips.filter(({ subnet_id }) => {
    const subnet = subnets.get(subnet_id);
    return subnet !== undefined && isAutomatic(subnet);
  });
  if (wishes === undefined) {
    return port.fixed_ips.map((fixedIp) => {
      const subnet = subnets.get(fixedIp.subnet_id);
      return subnet !== undefined && automatic.includes(fixedIp) ? freeAutomaticIp(cloud, subnet, mac) : fixedIp;
    });
  }
  const isRouter = port.device_owner === 'network:router_interface';
  const kept = keptIps(port.fixed_ips, wishes, isRouter ? [] : automatic);
  const added = wishes.filter((wish) => !kept.wishes.has(wish));
  const request = { networkId: port.network_id, mac, deviceOwner: port.device_owner, wishes: added };
  return [...kept.fixedIps, ...allocateFixedIps(cloud, request, kept.fixedIps)];
}

interface Kept {
  readonly fixedIps: readonly FixedIp[];
  readonly wishes: ReadonlySet<FixedIpWish>;
}

function keptIps(current: readonly FixedIp[], wishes: readonly FixedIpWish[], automatic: readonly FixedIp[]): Kept {
  const matched = new Map<FixedIp, FixedIpWish>();
  const free = (fixedIp: FixedIp): boolean => !matched.has(fixedIp);
  for (const wish of wishes.filter(({ ip_address }) => ip_address !== undefined)) {
    const found = current.find((fixedIp) => free(fixedIp) && fixedIp.ip_address === wish.ip_address);
    if (found !== undefined) matched.set(found, wish);
  }
  for (const wish of wishes.filter(({ ip_address }) => ip_address === undefined)) {
    const found = current.find((fixedIp) => free(fixedIp) && fixedIp.subnet_id === wish.subnet_id);
    if (found !== undefined) matched.set(found, wish);
  }
  const rest = automatic.filter(free);
  return { fixedIps: [...matched.keys(), ...rest], wishes: new Set(matched.values()) };
}
