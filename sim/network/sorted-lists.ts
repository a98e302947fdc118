import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { AddressPair, FixedIp, HostRoute } from './records.ts';

/** In the order of the keys of Neutron's tables, which is that in which lists come back. */
export const sortedLists = {
  ips: (fixedIps: readonly FixedIp[]): FixedIp[] =>
    fixedIps.toSorted((one, other) => compare(one.ip_address, other.ip_address)),
  routes: (routes: readonly HostRoute[]): HostRoute[] =>
    routes.toSorted((one, other) => compare(one.destination, other.destination) || compare(one.nexthop, other.nexthop)),
  pairs: (pairs: readonly AddressPair[]): AddressPair[] =>
    pairs.toSorted(
      (one, other) => compare(one.mac_address, other.mac_address) || compare(one.ip_address, other.ip_address),
    ),
};

function compare(one: string, other: string): number {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

/** The keys of some tables are random, and so is the order of their lists. */
export function shuffled<T>({ random }: SimCloud, members: readonly T[]): T[] {
  const keyed = members.map((member) => ({ member, key: random.next() }));
  return keyed.toSorted((one, other) => one.key - other.key).map(({ member }) => member);
}
