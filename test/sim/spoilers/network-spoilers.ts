import { first, isTwin, made, type Spoilers, spoils } from './spoiler.ts';

/** Spoilers of Neutron's records, by the words of a kind. */
export const networkSpoilers: Spoilers = {
  'security group: a rule': spoils(/^security-group .*: rules were/, ({ securityGroupRules, securityGroups }) => {
    const ids = new Set(securityGroups.where(isTwin).map(({ id }) => id));
    securityGroupRules.remove(first(securityGroupRules.where((rule) => ids.has(rule.security_group_id))).id);
  }),
  "security group: a rule of somebody else's": spoils(
    /^securityGroupRules has something that nobody asked for/,
    ({ securityGroupRules, securityGroups }, before) => {
      const former = before.destination['securityGroups'] ?? {};
      const group = first(securityGroups.where(({ id, isDefault }) => id in former && !isDefault));
      const rule = first(securityGroupRules.list());
      securityGroupRules.put({ ...rule, id: 'new', security_group_id: group.id, description: 'other' });
    },
  ),
  'network: mtu': spoils(/^network .*: mtu was/, ({ networks }) => {
    Object.assign(first(networks.where(isTwin)), { mtu: 1 });
  }),
  'subnet: gateway': spoils(/^subnet .*: gateway_ip was/, ({ subnets }) => {
    Object.assign(first(subnets.where(isTwin)), { gateway_ip: '1.2.3.4' });
  }),
  'router: an interface': spoils(/^router .*: interfaces were/, ({ ports }) => {
    ports.remove(first(ports.where(isInterface)).id);
  }),
  'router: two interfaces in one port': spoils(/^router .*: interfaces were/, ({ ports }, before) => {
    const [one, two] = made(ports, before.destination['ports']).filter(isInterface);
    if (one === undefined || two === undefined) throw new Error('no router has two interfaces');
    one.fixed_ips = [...one.fixed_ips, ...two.fixed_ips];
    ports.remove(two.id);
  }),
  "router: an interface of somebody else's": spoils(
    /^ports has something that nobody asked for/,
    ({ ports, routers }, before) => {
      const router = first(routers.where(({ id }) => id in (before.destination['routers'] ?? {})));
      ports.put({ ...first(ports.where(isInterface)), id: 'new', device_id: router.id });
    },
  ),
  "network: a DHCP port on somebody else's": spoils(
    /^ports has something that nobody asked for/,
    ({ ports, networks }, before) => {
      const former = before.destination['networks'] ?? {};
      const network = first(networks.where((one) => one.id in former && !one['router:external']));
      const port = first(ports.where(({ device_owner: owner }) => owner === 'network:dhcp'));
      ports.put({ ...port, id: 'new', network_id: network.id });
    },
  ),
  'port: security groups': spoils(/^port .*: security_groups was/, ({ ports }) => {
    const own = ports.where((port) => isTwin(port) && port.security_groups.length > 0);
    Object.assign(first(own), { security_groups: [] });
  }),
  'floating IP: port': spoils(/^floating-ip .*: port_id was/, ({ floatingIps }) => {
    Object.assign(first(floatingIps.where(({ port_id: portId }) => portId !== null)), { port_id: null });
  }),
};

function isInterface({ device_owner: owner }: { readonly device_owner: string }): boolean {
  return owner === 'network:router_interface';
}
