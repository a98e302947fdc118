import type { SimCloud } from '../cloud/sim-cloud.ts';
import { defaultSecurityGroup } from './default-security-group.ts';
import { dhcpOptions } from './dhcp-options.ts';
import { allocateFixedIps } from './fixed-ips.ts';
import { shuffled, sortedLists } from './sorted-lists.ts';
import { freeMac, refuseUsedMac } from './mac.ts';
import { addressPairs, refuseUnguarded, refuseUnknownGroups } from './port-guard.ts';
import type { PortWish } from './port-wish.ts';
import type { Port } from './records.ts';
import { refuse } from './refuse.ts';
import { settleFloatingIp } from './settle-floating-ip.ts';
import { standardFields, touch } from './touch.ts';

/** A port as a request describes it; what is left out gets Neutron's default. */
export interface PortDraft extends PortWish {
  readonly network_id: string;
  readonly 'binding:host_id'?: string | undefined;
  readonly 'binding:profile'?: Readonly<Record<string, unknown>> | undefined;
}

/** `projectId` is empty for ports that Neutron makes for itself. Refusals are those of `POST /v2.0/ports`. */
export function makePort(cloud: SimCloud, draft: PortDraft, projectId: string): Port {
  const { network_id: networkId, device_owner: owner = '' } = draft;
  const network = cloud.state.networks.get(networkId);
  if (network === undefined) throw refuse.missing('NetworkNotFound', `Network ${networkId} could not be found.`);
  if (draft.mac_address !== undefined) refuseUsedMac(cloud, networkId, draft.mac_address);
  const mac = draft.mac_address ?? freeMac(cloud, networkId);
  const isOwn = owner.startsWith('network:');
  const isSecured = draft.port_security_enabled ?? (isOwn ? false : network.port_security_enabled);
  const pairs = addressPairs(draft.allowed_address_pairs ?? [], mac);
  const groups = [...new Set(draft.security_groups ?? [])];
  const wanted = { isSecured, groups, pairs };
  refuseUnguarded(wanted);
  refuseUnknownGroups(cloud, groups, projectId);
  const fixedIps = allocateFixedIps(cloud, { networkId, mac, deviceOwner: owner, wishes: draft.fixed_ips });
  network.isScheduled = true;
  const needsDefault = isSecured && !isOwn && draft.security_groups === undefined;
  return cloud.state.ports.put({
    ...standardFields(cloud, projectId, draft),
    network_id: networkId,
    mac_address: mac,
    fixed_ips: sortedLists.ips(fixedIps),
    admin_state_up: draft.admin_state_up ?? true,
    status: 'DOWN',
    device_id: draft.device_id ?? '',
    device_owner: owner,
    security_groups: needsDefault ? [defaultSecurityGroup(cloud, projectId).id] : groups.toSorted(),
    allowed_address_pairs: pairs,
    extra_dhcp_opts: shuffled(cloud, dhcpOptions([], draft.extra_dhcp_opts ?? [])),
    port_security_enabled: isSecured,
    qos_policy_id: draft.qos_policy_id ?? null,
    'binding:vnic_type': draft['binding:vnic_type'] ?? 'normal',
    'binding:host_id': draft['binding:host_id'] ?? '',
    'binding:profile': draft['binding:profile'] ?? {},
  });
}

/** The port is gone; floating IPs that led to it lead nowhere now. */
export function forgetPort(cloud: SimCloud, id: string): void {
  cloud.state.ports.remove(id);
  for (const floatingIp of cloud.state.floatingIps.where(({ port_id }) => port_id === id)) {
    Object.assign(floatingIp, { port_id: null, fixed_ip_address: null, router_id: null });
    touch(cloud, floatingIp);
    settleFloatingIp(cloud, floatingIp.id);
  }
}
