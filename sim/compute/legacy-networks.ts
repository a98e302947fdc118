import type { FastifyInstance } from 'fastify';
import { callerOf, isAdmin, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Network, SecurityGroup, SecurityGroupRule } from '../network/records.ts';
import { requireVersions } from './microversion.ts';
import { queryOf } from './query.ts';

/** The last microversion that has them. */
const last = 35;

/**
 * Compute API, "Networks", "Security groups" and "Floating IPs" before 2.36. A cloud that hides its Neutron tells of
 * its networks as nova-network did; the Nova of any other stands before Neutron, and leaves nearly all of it null.
 */
export function legacyNetworks(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/os-networks', async (request) => {
    requireVersions(request, 1, last);
    const caller = callerOf(request);
    const shown = state.networks.where(
      (one) =>
        (!cloud.hidesNeutron || !one['router:external']) &&
        (mayAct(caller, one.project_id) || one.shared || one['router:external']),
    );
    const names = isAdmin(caller) ? [...memberFields, ...adminFields] : memberFields;
    return { networks: shown.map((network) => ({ ...untold(names), ...networkView(cloud, network, names) })) };
  });

  app.get('/os-security-groups', async (request) => {
    requireVersions(request, 1, last);
    const { projectId } = callerOf(request);
    const all = queryOf(request).get('all_tenants') !== null;
    const own = state.securityGroups.where((group) => all || group.project_id === projectId);
    return { security_groups: own.map((group) => groupView(cloud, group)) };
  });

  app.get('/os-floating-ips', async (request) => {
    requireVersions(request, 1, last);
    const { projectId } = callerOf(request);
    const own = state.floatingIps.where((one) => one.project_id === projectId);
    const poolOf = (id: string): string | undefined => state.networks.get(id)?.name;
    return {
      floating_ips: own.map(({ id, floating_ip_address: ip, fixed_ip_address, floating_network_id, port_id }) => ({
        id,
        ip,
        fixed_ip: fixed_ip_address,
        pool: poolOf(floating_network_id),
        instance_id: port_id === null ? null : (state.ports.get(port_id)?.device_id ?? null),
      })),
    };
  });

  app.get('/os-floating-ip-pools', async (request) => {
    requireVersions(request, 1, last);
    const pools = state.networks.where((one) => one['router:external']);
    return { floating_ip_pools: pools.map(({ name }) => ({ name })) };
  });
}

const memberFields = 'cidr netmask gateway broadcast dns1 dns2 cidr_v6 gateway_v6 netmask_v6'.split(' ');
const adminFields = (
  'project_id created_at updated_at deleted_at deleted injected bridge vlan vpn_public_address vpn_public_port ' +
  'vpn_private_address dhcp_start host bridge_interface multi_host priority rxtx_base mtu dhcp_server enable_dhcp ' +
  'share_address'
).split(' ');

/** What Nova tells of no network that Neutron has. */
function untold(fields: readonly string[]): object {
  return Object.fromEntries(fields.map((field) => [field, null]));
}

function networkView(cloud: SimCloud, network: Network, names: readonly string[]): object {
  const { id, name, project_id, shared, mtu } = network;
  const brief = { id, label: name };
  const { state, hidesNeutron } = cloud;
  const [subnet] = state.subnets.where(({ network_id, ip_version }) => network_id === id && ip_version === 4);
  if (!hidesNeutron || subnet === undefined) return brief;
  const [pool] = subnet.allocation_pools;
  const told = {
    project_id: shared ? null : project_id,
    cidr: subnet.cidr,
    gateway: subnet.gateway_ip,
    dhcp_start: pool?.start ?? null,
    broadcast: pool?.end.replace(/\d+$/, (octet) => String(Number(octet) + 1)) ?? null,
    dns1: subnet.dns_nameservers[0] ?? null,
    dns2: subnet.dns_nameservers[1] ?? null,
    enable_dhcp: subnet.enable_dhcp,
    mtu,
  };
  return { ...brief, ...Object.fromEntries(Object.entries(told).filter(([field]) => names.includes(field))) };
}

/** As Nova makes it of a rule of Neutron's (`_convert_to_nova_security_group_rule_format`). */
function groupView({ state }: SimCloud, { id, name, description, project_id }: SecurityGroup): object {
  const rules = state.securityGroupRules.where((rule) => rule.security_group_id === id && rule.direction === 'ingress');
  const groupOf = ({ remote_group_id: remote }: SecurityGroupRule): object => {
    const found = remote === null ? undefined : state.securityGroups.get(remote);
    return found === undefined ? {} : { name: found.name, tenant_id: found.project_id };
  };
  return {
    id,
    name,
    description,
    tenant_id: project_id,
    rules: rules.map((rule) => ({
      id: rule.id,
      parent_group_id: id,
      ip_protocol: rule.protocol,
      ...portsView(rule),
      group: groupOf(rule),
      ip_range: rule.remote_group_id === null ? { cidr: rule.remote_ip_prefix ?? '0.0.0.0/0' } : {},
    })),
  };
}

function portsView({ protocol, port_range_min: from, port_range_max: to }: SecurityGroupRule): object {
  if (protocol === null || from !== null || to !== null) return { from_port: from, to_port: to };
  const isPlain = ['tcp', 'udp'].includes(protocol);
  return isPlain ? { from_port: 1, to_port: 65535 } : { from_port: -1, to_port: -1 };
}
