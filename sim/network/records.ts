/** Records of Neutron. Attributes have the names of the API, so that an answer is nearly the record itself. */
export interface FixedIp {
  readonly subnet_id: string;
  readonly ip_address: string;
}

export interface HostRoute {
  readonly destination: string;
  readonly nexthop: string;
}

export interface Standard {
  readonly id: string;
  name: string;
  /** Empty for what Neutron makes for itself. */
  readonly project_id: string;
  description: string;
  tags: readonly string[];
  readonly created_at: string;
  updated_at: string;
  revision_number: number;
}

export interface Network extends Standard {
  admin_state_up: boolean;
  status: string;
  shared: boolean;
  'router:external': boolean;
  is_default: boolean;
  mtu: number;
  port_security_enabled: boolean;
  qos_policy_id: string | null;
  readonly 'provider:network_type': string;
  readonly 'provider:physical_network': string | null;
  readonly 'provider:segmentation_id': number | null;
  availability_zone_hints: readonly string[];
  /** An agent cares for it, now and from then on. */
  isScheduled: boolean;
}

export interface Subnet extends Standard {
  readonly network_id: string;
  readonly ip_version: 4 | 6;
  readonly cidr: string;
  allocation_pools: readonly { readonly start: string; readonly end: string }[];
  gateway_ip: string | null;
  dns_nameservers: readonly string[];
  host_routes: readonly HostRoute[];
  enable_dhcp: boolean;
  readonly ipv6_ra_mode: string | null;
  readonly ipv6_address_mode: string | null;
  service_types: readonly string[];
  readonly subnetpool_id: string | null;
}

export interface AddressPair {
  readonly ip_address: string;
  readonly mac_address: string;
}

export interface DhcpOption {
  readonly opt_name: string;
  readonly opt_value: string;
  readonly ip_version: number;
}

export interface Port extends Standard {
  readonly network_id: string;
  mac_address: string;
  fixed_ips: readonly FixedIp[];
  admin_state_up: boolean;
  status: string;
  device_id: string;
  device_owner: string;
  security_groups: readonly string[];
  allowed_address_pairs: readonly AddressPair[];
  extra_dhcp_opts: readonly DhcpOption[];
  port_security_enabled: boolean;
  qos_policy_id: string | null;
  'binding:vnic_type': string;
  /** Empty while it is bound to none. */
  'binding:host_id': string;
  'binding:profile': Readonly<Record<string, unknown>>;
}

export interface Router extends Standard {
  admin_state_up: boolean;
  status: string;
  external_gateway_info: {
    readonly network_id: string;
    readonly enable_snat: boolean;
    readonly external_fixed_ips: readonly FixedIp[];
  } | null;
  routes: readonly HostRoute[];
  distributed: boolean;
  ha: boolean;
  availability_zone_hints: readonly string[];
  /** An agent cares for it, now and from then on. */
  isScheduled: boolean;
}

export interface SecurityGroup extends Standard {
  stateful: boolean;
  /** The one that each project has, and that Neutron makes by itself. */
  readonly isDefault: boolean;
}

export interface SecurityGroupRule {
  readonly id: string;
  readonly project_id: string;
  readonly security_group_id: string;
  readonly direction: 'ingress' | 'egress';
  readonly ethertype: 'IPv4' | 'IPv6';
  readonly protocol: string | null;
  readonly port_range_min: number | null;
  readonly port_range_max: number | null;
  readonly remote_ip_prefix: string | null;
  readonly remote_group_id: string | null;
  readonly remote_address_group_id: string | null;
  /** Null for the rules that Neutron makes with a group. */
  readonly description: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly revision_number: number;
}

export interface FloatingIp extends Standard {
  readonly floating_ip_address: string;
  readonly floating_network_id: string;
  port_id: string | null;
  fixed_ip_address: string | null;
  router_id: string | null;
  status: string;
  qos_policy_id: string | null;
}

/** Limits that were set for one project; what is not named has the default. */
export interface QuotaRecord {
  /** `service/project-id`. */
  readonly id: string;
  limits: Readonly<Record<string, number>>;
}
