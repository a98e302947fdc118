import type { DhcpOptionDraft } from './dhcp-options.ts';
import type { FixedIpWish } from './fixed-ips.ts';
import type { PairDraft } from './port-guard.ts';

/** What a request may say of a port, when it is made and when it is changed. */
export interface PortWish {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly admin_state_up?: boolean | undefined;
  readonly mac_address?: string | undefined;
  readonly fixed_ips?: readonly FixedIpWish[] | undefined;
  readonly device_id?: string | undefined;
  readonly device_owner?: string | undefined;
  readonly security_groups?: readonly string[] | undefined;
  readonly port_security_enabled?: boolean | undefined;
  readonly allowed_address_pairs?: readonly PairDraft[] | undefined;
  readonly extra_dhcp_opts?: readonly DhcpOptionDraft[] | undefined;
  readonly qos_policy_id?: string | null | undefined;
  readonly 'binding:vnic_type'?: string | undefined;
}
