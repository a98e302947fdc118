import { memberCall, networkCall } from './network-call.ts';
import { networkFloatingIps } from './network-floating-ips.ts';
import { networkNetworks } from './network-networks.ts';
import { networkPorts } from './network-ports.ts';
import { networkQuotas } from './network-quotas.ts';
import { networkRouters } from './network-routers.ts';
import { networkSecurityGroups } from './network-security-groups.ts';
import { networkSubnets } from './network-subnets.ts';
import type { Scenario, Step } from './step.ts';

const basics: readonly Step[] = [
  networkCall('versions', 'GET /', undefined, { as: 'nobody', same: ['versions.*.id', 'versions.*.status'] }),
  networkCall('the version', 'GET ', undefined, { same: ['resources.*.name', 'resources.*.collection'] }),
  networkCall('nobody asks for the version', 'GET ', undefined, { as: 'nobody' }),
  networkCall('extensions', 'GET extensions'),
  networkCall('one extension', 'GET extensions/router', undefined, { same: ['extension.alias', 'extension.name'] }),
  networkCall('agents', 'GET agents'),
  networkCall('agents of one sort', 'GET agents?binary=neutron-l3-agent', undefined, {
    same: ['agents.*.agent_type', 'agents.*.alive'],
  }),
  networkCall('an agent that is none', 'GET agents/nothing'),
  memberCall('agents', 'GET agents', undefined, { same: ['agents'] }),
  networkCall('availability zones', 'GET availability_zones', undefined, {
    same: ['availability_zones.*.name', 'availability_zones.*.state'],
  }),
  memberCall('availability zones', 'GET availability_zones'),
  networkCall('how much is free everywhere', 'GET network-ip-availabilities'),
  memberCall('how much is free', 'GET network-ip-availabilities', undefined, { same: ['network_ip_availabilities'] }),
  networkCall('subnet pools', 'GET subnetpools', undefined, { same: ['subnetpools'] }),
  networkCall('a subnet pool that is none', 'GET subnetpools/nothing'),
  networkCall('address groups', 'GET address-groups', undefined, { same: ['address_groups'] }),
  networkCall('address scopes', 'GET address-scopes', undefined, { same: ['address_scopes'] }),
  networkCall('a path that is none', 'GET nothing'),
  networkCall('the external network', 'GET networks/{externalNetworkId}', undefined, {
    same: ['network.name', 'network.shared', 'network.mtu', 'network.is_default'],
  }),
  networkCall('its subnet', 'GET subnets?network_id={externalNetworkId}', undefined, {
    same: ['subnets.*.name', 'subnets.*.enable_dhcp'],
  }),
];

export const networkScenario: Scenario = {
  name: 'network',
  steps: [
    ...basics,
    ...networkNetworks,
    ...networkSubnets,
    ...networkPorts,
    ...networkSecurityGroups,
    ...networkRouters,
    ...networkFloatingIps,
    ...networkQuotas,
  ],
};
