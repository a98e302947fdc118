import { isIPv4, isIPv6 } from 'node:net';

/** An IP address as a number. */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** Undefined when the text is none. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { version: 4, value: valueOfFour(text) };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = text.split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros: bigint[] = Array.from({ length: 8 - first.length - last.length }, () => 0n);
  const value = [...first, ...zeros, ...last].reduce((sum, group) => (sum << 16n) | group, 0n);
  return { version: 6, value };
}

function valueOfFour(text: string): bigint {
  return text.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function groupsOf(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const value = valueOfFour(group);
    return [value >> 16n, value & 0xffffn];
  });
}

/** The canonical text; the longest run of zeros in IPv6 becomes `::` (RFC 5952). */
export function formatAddress({ version, value }: Address): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: 8 }, (_none, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run);
  const longest = runs.toSorted((a, b) => b.split('0').length - a.split('0').length)[0];
  if (longest === undefined) return text;
  const at = text.indexOf(longest);
  const rest = text.slice(at + longest.length);
  return `${text.slice(0, at)}::${rest.replace(/^:/, '')}`;
}

/** As Neutron gives an address back; text that is none stays as it is. */
export function canonicalAddress(text: string): string {
  const parsed = parseAddress(text);
  return parsed === undefined ? text : formatAddress(parsed);
}

/** The address that a guest makes of its MAC in a network of prefix length 64 (RFC 4291, modified EUI-64). */
export function automaticAddress(first: bigint, mac: string): string {
  const bytes = mac.split(/[:-]/).map((part) => BigInt(`0x${part}`));
  const [one = 0n, ...others] = bytes;
  const eight = [one ^ 2n, ...others.slice(0, 2), 0xffn, 0xfen, ...others.slice(2)];
  const low = eight.reduce((sum, byte) => (sum << 8n) | byte, 0n);
  return formatAddress({ version: 6, value: first | low });
}
