import type { ExternalSubnet } from '../openstack/capabilities.ts';
import { cidrContains } from '../openstack/cidr-contains.ts';
import type { Lookup } from './kind.ts';

/** An address on an external network, and the range it comes from where that could be read. */
export interface GatewayAddress {
  readonly address: string;
  readonly cidr?: string | undefined;
}

/** The subnets that the twin of an external network has on the destination. */
export function offeredSubnets({ destination, find }: Pick<Lookup, 'destination' | 'find'>, networkId: string) {
  const twinId = find('network', networkId);
  return destination.externalSubnets.filter((subnet) => subnet.networkId === twinId);
}

/**
 * The destination's external subnet in which a router may have the same address as on the source; undefined when
 * there is none. Where both clouds have the same range they may share the wire, and the source's router still answers
 * for the address: then it is not taken either.
 */
export function safeSubnet(
  { address, cidr }: GatewayAddress,
  offered: readonly ExternalSubnet[],
): ExternalSubnet | undefined {
  const found = offered.find((subnet) => cidrContains(subnet.cidr, address));
  return cidr === undefined || found?.cidr === cidr ? undefined : found;
}

/** Why an address cannot be the same on the destination: `shared` range, or `absent`; undefined when it can. */
export function whyChanged(
  external: GatewayAddress,
  offered: readonly ExternalSubnet[],
): 'shared' | 'absent' | undefined {
  if (safeSubnet(external, offered) !== undefined) return undefined;
  return offered.some(({ cidr }) => cidrContains(cidr, external.address)) ? 'shared' : 'absent';
}
