import { isIPv4, isIPv6 } from 'node:net';

/** A run of addresses, both ends within it, such as an allocation pool of a subnet. */
export interface AddressRange {
  readonly start: string;
  readonly end: string;
}

/** True when one of the ranges holds the address. */
export function rangesHold(ranges: readonly AddressRange[], address: string): boolean {
  const value = addressValue(address);
  return ranges.some(({ start, end }) => isIPv6(start) === isIPv6(address) && inOrder(start, value, end));
}

/** How many addresses the ranges hold; more than can be counted exactly are as many as a number holds. */
export function rangesSize(ranges: readonly AddressRange[]): number {
  const size = ranges.reduce((sum, { start, end }) => sum + addressValue(end) - addressValue(start) + 1n, 0n);
  return size > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(size);
}

function inOrder(start: string, value: bigint, end: string): boolean {
  return addressValue(start) <= value && value <= addressValue(end);
}

/** An address as a number; what is none is 0. */
function addressValue(address: string): bigint {
  if (isIPv4(address)) return fold(address.split('.').map(Number), 256n);
  if (!isIPv6(address)) return 0n;
  const [head = '', tail] = plainIpv6(address).split('::');
  const before = groupsOf(head);
  const after = tail === undefined ? [] : groupsOf(tail);
  const gap = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return fold([...before, ...gap, ...after], 65_536n);
}

/** `::ffff:10.0.0.1` with its last part in hexadecimal as well, and without a zone. */
function plainIpv6(address: string): string {
  const [bare = ''] = address.split('%');
  const last = bare.slice(bare.lastIndexOf(':') + 1);
  if (!isIPv4(last)) return bare;
  const [a = 0, b = 0, c = 0, d = 0] = last.split('.').map(Number);
  return `${bare.slice(0, -last.length)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function fold(digits: readonly number[], base: bigint): bigint {
  return digits.reduce((value, digit) => value * base + BigInt(digit), 0n);
}
