import type { SimCloud } from '../cloud/sim-cloud.ts';
import { bindPort, makePort, removePort, setPortStatus, unbindPort } from '../network/port-binding.ts';
import type { BootOrder, NicOrder } from './boot-order.ts';
import type { Server } from './records.ts';

/** Plugs in the ports of a new server, and makes those that it needs. Returns what went wrong. */
export function plugPorts(cloud: SimCloud, server: Server, host: string, order: BootOrder): string | undefined {
  const { securityGroupIds, isByAdmin } = order;
  for (const nic of order.nics) {
    const problem = plugNic(cloud, server, { nic, host, securityGroupIds, isByAdmin });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export interface NicPlug {
  readonly nic: NicOrder;
  readonly host: string;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly isByAdmin: boolean;
}

/** Plugs one interface into a server; returns what is in the way. */
export function plugNic(cloud: SimCloud, server: Server, plug: NicPlug): string | undefined {
  const { nic, host, securityGroupIds, isByAdmin } = plug;
  const binding = { deviceId: server.id, deviceOwner: 'compute:nova', host };
  if ('portId' in nic) {
    const port = cloud.state.ports.get(nic.portId);
    if (port === undefined) return `Port id ${nic.portId} could not be found.`;
    if (port.project_id !== server.projectId) return `Port ${nic.portId} not usable for instance ${server.id}.`;
    if (port.device_id !== '') return `Port ${nic.portId} is still in use.`;
    bindPort(cloud, nic.portId, binding);
    server.portIds = [...server.portIds, nic.portId];
    return undefined;
  }
  const { networkId, fixedIp } = nic;
  const network = cloud.state.networks.get(networkId);
  if (network?.['router:external'] === true && !network.shared && !isByAdmin) {
    return `It is not allowed to create an interface on external network ${networkId}`;
  }
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
    return undefined;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
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

/** What the agent of its host sees: the devices of a server are there while it runs or is paused. */
export function reportPorts(cloud: SimCloud, server: Server): void {
  const status = server.status === 'ACTIVE' || server.status === 'PAUSED' ? 'ACTIVE' : 'DOWN';
  for (const id of server.portIds) {
    if (cloud.state.ports.get(id)?.status !== status) setPortStatus(cloud, id, status);
  }
}
