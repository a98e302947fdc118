import type { SimCloud } from '../cloud/sim-cloud.ts';
import { canonicalAddress } from './address.ts';
import { sortedLists } from './sorted-lists.ts';
import type { AddressPair } from './records.ts';
import { refuse } from './refuse.ts';

export interface PairDraft {
  readonly ip_address: string;
  /** The port's own when it is left out. */
  readonly mac_address?: string | undefined;
}

/** Pairs with the port's MAC filled in; 400 for one that is there twice. */
export function addressPairs(drafts: readonly PairDraft[], mac: string): AddressPair[] {
  const pairs = drafts.map(({ ip_address, mac_address }) => ({
    ip_address: canonicalAddress(ip_address),
    mac_address: mac_address ?? mac,
  }));
  const seen = new Set<string>();
  for (const [index, { ip_address: ip, mac_address }] of pairs.entries()) {
    if (seen.has(`${mac_address} ${ip}`)) {
      const given = drafts[index]?.mac_address ?? 'None';
      const message = `Request contains duplicate address pair: mac_address ${given} ip_address ${ip}.`;
      throw refuse.invalid('DuplicateAddressPairInRequest', message);
    }
    seen.add(`${mac_address} ${ip}`);
  }
  return sortedLists.pairs(pairs);
}

/** What decides which traffic a port lets through. */
export interface PortGuard {
  readonly isSecured: boolean;
  readonly groups: readonly string[];
  readonly pairs: readonly AddressPair[];
}

/** Groups and pairs need port security. */
export function refuseUnguarded(wanted: PortGuard): void {
  if (wanted.isSecured) return;
  if (wanted.pairs.length > 0) {
    const message = 'Port Security must be enabled in order to have allowed address pairs on a port.';
    throw refuse.conflict('AddressPairAndPortSecurityRequired', message);
  }
  if (wanted.groups.length > 0) {
    const need = 'Port security must be enabled and port must have an IP address in order to use security groups.';
    throw refuse.invalid('PortSecurityAndIPRequiredForSecurityGroups', need);
  }
}

/** A port has groups of its own project only, and they are all stateful or all not. */
export function refuseUnknownGroups({ state }: SimCloud, ids: readonly string[], projectId: string): void {
  const groups = ids.map((id) => {
    const group = state.securityGroups.get(id);
    if (group?.project_id === projectId) return group;
    throw refuse.missing('SecurityGroupNotFound', `Security group ${id} does not exist`);
  });
  if (new Set(groups.map(({ stateful }) => stateful)).size > 1) {
    const mixed = 'Cannot apply both stateful and stateless security groups on the same port at the same time';
    throw refuse.conflict('SecurityGroupConflict', `Error ${mixed} while attempting the operation.`);
  }
}
