import { BlockList, isIPv6 } from 'node:net';

/** True when the address lies in the range, as `10.0.0.0/24`. Addresses of the other family never do. */
export function cidrContains(cidr: string, address: string): boolean {
  const [network = '', prefix = ''] = cidr.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  if (isIPv6(address) !== (family === 'ipv6')) return false;
  const range = new BlockList();
  range.addSubnet(network, Number(prefix), family);
  return range.check(address, family);
}
