import { type Address, canonicalAddress, formatAddress, parseAddress } from './address.ts';
import { type Cidr, cidrHolds, formatCidr, parseCidr } from './cidr.ts';
import { pythonText } from './python-text.ts';
import { refuse } from './refuse.ts';

/** A part of a subnet that Neutron gives addresses out of. */
export interface Pool {
  readonly start: string;
  readonly end: string;
}

/** What a subnet's addresses are used for. */
export interface SubnetPlan {
  readonly range: Cidr;
  readonly gateway: string | null;
  readonly pools: readonly Pool[];
}

/** The plan of a new subnet; what is not given is computed as Neutron does. `gateway` null is none. */
export function subnetPlan(
  range: Cidr,
  gateway: string | null | undefined,
  pools: readonly Pool[] | undefined,
): SubnetPlan {
  const chosen = gateway === undefined ? usualGateway(range) : gateway;
  refuseGateway(range, chosen);
  const plan = { range, gateway: chosen, pools: pools ?? poolsAround(range, chosen) };
  if (pools !== undefined) refusePools(plan);
  return plan;
}

/** The first address in IPv6, and the one behind it in IPv4. */
function usualGateway(range: Cidr): string {
  const value = range.version === 6 ? range.first : range.first + 1n;
  const text = textAt(range, value);
  if (range.version === 6 || value < range.last || range.first === range.last) return text;
  const message = `Gateway IP ${text} cannot be allocated in CIDR ${formatCidr(range)}`;
  throw refuse.conflict('IpamValueInvalid', message);
}

function textAt({ version }: Cidr, value: bigint): string {
  return formatAddress({ version, value });
}

/** Of the subnet's own addresses, neither the first nor the last of IPv4; one outside may be anything. */
export function refuseGateway(range: Cidr, gateway: string | null): void {
  if (gateway === null) return;
  const address = parseAddress(gateway);
  if (address === undefined || address.version !== range.version) {
    throw refuse.input(`gateway_ip '${gateway}' does not match the ip_version '${range.version}'`);
  }
  const isEdge = address.value === range.first || address.value === range.last;
  if (range.version === 4 && isEdge) throw refuse.input('Gateway is not valid on subnet');
}

/** The first and the last address that may be given out. */
function usable({ version, first, last, prefixLength }: Cidr): { readonly from: bigint; readonly to: bigint } {
  if (first === last) return { from: first, to: last };
  if (version === 6) return { from: first + 1n, to: last };
  return prefixLength <= 30 ? { from: first + 1n, to: last - 1n } : { from: first, to: last };
}

function poolsAround(range: Cidr, gateway: string | null): Pool[] {
  const { from, to } = usable(range);
  const address = gateway === null ? undefined : parseAddress(gateway);
  const isInside = address !== undefined && from <= address.value && address.value <= to && range.first !== range.last;
  if (!isInside) return [{ start: textAt(range, from), end: textAt(range, to) }];
  const parts = [
    { from, to: address.value - 1n },
    { from: address.value + 1n, to },
  ];
  return parts
    .filter((part) => part.from <= part.to)
    .map((part) => ({ start: textAt(range, part.from), end: textAt(range, part.to) }));
}

/** Within the subnet, apart from each other, and without the gateway. */
export function refusePools({ range, gateway, pools }: SubnetPlan): void {
  const { from, to } = usable(range);
  const parsed = pools.map((pool) => ({ pool, ...bounds(pool) }));
  for (const { pool, first, last } of parsed) {
    if (first.version !== range.version || last.version !== range.version) {
      throw refuse.invalid('InvalidAllocationPool', `The allocation pool ${wordsOf(pool)} is not valid.`);
    }
    if (first.value < from || last.value > to) {
      const message = `The allocation pool ${wordsOf(pool)} spans beyond the subnet cidr`;
      throw refuse.invalid(
        'OutOfBoundsAllocationPool',
        `${message} ${textAt(range, range.first)}/${range.prefixLength}.`,
      );
    }
  }
  refuseOverlap(range, parsed);
  if (gateway !== null) refuseWithin(gateway, parsed);
}

interface Bounds {
  readonly pool: Pool;
  readonly first: Address;
  readonly last: Address;
}

function bounds(pool: Pool): { readonly first: Address; readonly last: Address } {
  const [first, last] = [parseAddress(pool.start), parseAddress(pool.end)];
  if (first === undefined || last === undefined || first.value > last.value) {
    throw refuse.invalid('InvalidAllocationPool', `The allocation pool ${pythonText(pool)} is not valid.`);
  }
  return { first, last };
}

function refuseOverlap(range: Cidr, parsed: readonly Bounds[]): void {
  for (const [index, one] of parsed.entries()) {
    const other = parsed.slice(index + 1).find(({ first, last }) => {
      return one.first.value <= last.value && first.value <= one.last.value;
    });
    if (other === undefined) continue;
    const which = `${wordsOf(one.pool)} ${wordsOf(other.pool)} for subnet ${formatCidr(range)}`;
    throw refuse.conflict('OverlappingAllocationPools', `Found overlapping allocation pools: ${which}.`);
  }
}

function refuseWithin(gateway: string, parsed: readonly Bounds[]): void {
  const address = parseAddress(gateway);
  const found = parsed.find(({ first, last }) => {
    return address !== undefined && first.value <= address.value && address.value <= last.value;
  });
  if (found === undefined) return;
  const message = `Gateway ip ${gateway} conflicts with allocation pool ${wordsOf(found.pool)}.`;
  throw refuse.conflict('GatewayConflictWithAllocationPools', message);
}

function wordsOf({ start, end }: Pool): string {
  return `${start}-${end}`;
}

/** Pools with their addresses in canonical form. */
export function canonicalPools(pools: readonly Pool[]): Pool[] {
  return pools.map(({ start, end }) => ({ start: canonicalAddress(start), end: canonicalAddress(end) }));
}

/** True when the address lies in the range of that text. */
export function isWithin(cidr: string, address: string): boolean {
  const [range, parsed] = [parseCidr(cidr), parseAddress(address)];
  return range !== undefined && parsed !== undefined && cidrHolds(range, parsed);
}
