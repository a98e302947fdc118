import { createHash } from 'node:crypto';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { allocateFixedIps } from './fixed-ips.ts';
import { forgetPort, makePort } from './make-port.ts';
import { setPortStatus } from './port-binding.ts';
import type { Port, Subnet } from './records.ts';
import { touch } from './touch.ts';
import { wirePort } from './wire-port.ts';

/** The DHCP agent hears of a change so much later, and its port is wired later still. */
const agentMs = 1_000;

/** The agent has a port with an address in every subnet of the network that has DHCP, and none where no subnet has. */
export function settleDhcp(cloud: SimCloud, networkId: string): void {
  cloud.clock.after(agentMs, () => {
    try {
      settle(cloud, networkId);
    } catch (fault) {
      // The agent that is refused an address writes a log and goes on without.
      if (!(fault instanceof ApiFault)) throw fault;
    }
  });
}

function dhcpPort({ state }: SimCloud, networkId: string): Port | undefined {
  return state.ports.find((port) => port.network_id === networkId && port.device_owner === 'network:dhcp');
}

function settle(cloud: SimCloud, networkId: string): void {
  const network = cloud.state.networks.get(networkId);
  if (network === undefined) return;
  const served = cloud.state.subnets.where((subnet) => subnet.network_id === networkId && hasAgent(subnet));
  const port = dhcpPort(cloud, networkId);
  if (served.length === 0) {
    if (port !== undefined) forgetPort(cloud, port.id);
    return;
  }
  if (port !== undefined) {
    const kept = port.fixed_ips.filter(({ subnet_id }) => served.some(({ id }) => id === subnet_id));
    const added = served.filter(({ id }) => kept.every(({ subnet_id }) => subnet_id !== id));
    const wishes = added.map(({ id }) => ({ subnet_id: id }));
    const request = { networkId, mac: port.mac_address, deviceOwner: port.device_owner, wishes };
    port.fixed_ips = [...kept, ...allocateFixedIps(cloud, request, kept)];
    touch(cloud, port);
    // The agent of its host asks for its details anew.
    if (port.status === 'ACTIVE') setPortStatus(cloud, port.id, 'BUILD');
    wirePort(cloud, port);
    return;
  }
  const host = `${cloud.name}-compute-1`;
  const draft = {
    network_id: networkId,
    device_id: `dhcp${uuidOf(host)}-${networkId}`,
    device_owner: 'network:dhcp',
    'binding:host_id': host,
    fixed_ips: served.map(({ id }) => ({ subnet_id: id })),
  };
  wirePort(cloud, makePort(cloud, draft, network.project_id));
}

function hasAgent({ enable_dhcp: hasDhcp, service_types: types }: Subnet): boolean {
  return hasDhcp && (types.length === 0 || types.includes('network:dhcp'));
}

/** The same for the same host, as Neutron's version 5 UUID is. */
function uuidOf(host: string): string {
  const digest = createHash('sha1').update(host).digest('hex');
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-a$4-$5');
}
