import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { bindPort, makePort, removePort, unbindPort } from '../network/port-binding.ts';
import type { BootOrder, NicOrder } from './boot-order.ts';
import type { Server } from './records.ts';

/** Plugs in the ports of a new server, and makes those that it needs. False when something is in the way. */
export function plugPorts(cloud: SimCloud, server: Server, host: string, order: BootOrder): boolean {
  const { securityGroupIds, isByAdmin } = order;
  return order.nics.every((nic) => plugNic(cloud, server, { nic, host, securityGroupIds, isByAdmin }));
}

export interface NicPlug {
  readonly nic: NicOrder;
  readonly host: string;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly isByAdmin: boolean;
}

/** Plugs one interface into a server, if it can be. */
export function plugNic(cloud: SimCloud, server: Server, plug: NicPlug): boolean {
  const { nic, host, securityGroupIds, isByAdmin } = plug;
  const binding = { deviceId: server.id, deviceOwner: 'compute:nova', host };
  if ('portId' in nic) {
    const port = cloud.state.ports.get(nic.portId);
    if (port?.project_id !== server.projectId || port.device_id !== '') return false;
    bindPort(cloud, nic.portId, binding);
    server.portIds = [...server.portIds, nic.portId];
    return true;
  }
  const { networkId, fixedIp } = nic;
  const network = cloud.state.networks.get(networkId);
  if (network?.['router:external'] === true && !network.shared && !isByAdmin) return false;
  try {
    const port = makePort(cloud, {
      projectId: server.projectId,
      networkId,
      ...binding,
      ...(fixedIp === undefined ? {} : { fixedIp }),
      ...(securityGroupIds === undefined ? {} : { securityGroupIds }),
    });
    server.portIds = [...server.portIds, port.id];
    server.ownPortIds = [...server.ownPortIds, port.id];
    return true;
  } catch (fault) {
    if (fault instanceof ApiFault) return false;
    throw fault;
  }
}

/** Gives back the ports that its user brought, and takes away those that Nova made. */
export function unplugPorts(cloud: SimCloud, server: Server): void {
  for (const id of server.portIds) unplugPort(cloud, server, id);
}

export function unplugPort(cloud: SimCloud, server: Server, id: string): void {
  if (server.ownPortIds.includes(id)) removePort(cloud, id);
  else if (cloud.state.ports.get(id)?.device_id === server.id) unbindPort(cloud, id);
  server.portIds = server.portIds.filter((one) => one !== id);
  server.ownPortIds = server.ownPortIds.filter((one) => one !== id);
}
