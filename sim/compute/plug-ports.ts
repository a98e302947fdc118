import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { bindPort, makePort, removePort, setPortStatus, unbindPort } from '../network/port-binding.ts';
import { findPort, losePort, wirePort } from '../network/wire-port.ts';
import type { BootOrder, NicOrder } from './boot-order.ts';
import type { Port } from '../network/records.ts';
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

/** The agent of its host finds the devices of a server that boots. */
export function findPorts(cloud: SimCloud, serverId: string): void {
  for (const id of cloud.state.servers.get(serverId)?.portIds ?? []) findPort(cloud, id, serverId);
}

/** Nova waits for the ports of a server that boots; whatever else changes, the agent finds out after it. */
export function reportPorts(cloud: SimCloud, server: Server): void {
  for (const port of portsOf(cloud, server)) setPortStatus(cloud, port.id, 'ACTIVE');
}

/** Its agent finds that the devices of a server have come or gone. */
export function followServer(cloud: SimCloud, server: Server): void {
  const hasDevices = server.status === 'ACTIVE' || server.status === 'PAUSED';
  for (const port of portsOf(cloud, server)) (hasDevices ? wirePort : losePort)(cloud, port);
}

function portsOf({ state }: SimCloud, { portIds }: Server): Port[] {
  return portIds.flatMap((id) => state.ports.get(id) ?? []);
}
