import { type Address, formatAddress, parseAddress } from './address.ts';

/** A range of addresses with one prefix. */
export interface Cidr {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

/** Undefined when the text is none; the bits behind the prefix do not matter, and an address alone is its own range. */
export function parseCidr(text: string): Cidr | undefined {
  const [base = '', length, more] = text.split('/');
  const address = parseAddress(base);
  if (address === undefined || more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length)))
    return undefined;
  const bits = address.version === 4 ? 32 : 128;
  const prefixLength = Number(length ?? bits);
  if (prefixLength > bits) return undefined;
  const hostBits = BigInt(bits - prefixLength);
  const first = (address.value >> hostBits) << hostBits;
  return { version: address.version, first, last: first + (1n << hostBits) - 1n, prefixLength };
}

export function formatCidr({ version, first, prefixLength }: Cidr): string {
  return `${formatAddress({ version, value: first })}/${prefixLength}`;
}

export function cidrHolds({ version, first, last }: Cidr, address: Address): boolean {
  return version === address.version && first <= address.value && address.value <= last;
}

export function cidrsOverlap(one: Cidr, other: Cidr): boolean {
  return one.version === other.version && one.first <= other.last && other.first <= one.last;
}
