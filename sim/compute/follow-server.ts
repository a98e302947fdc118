import type { SimCloud } from '../cloud/sim-cloud.ts';
import { setPortStatus } from '../network/port-binding.ts';
import { findPort, losePort, wirePort } from '../network/wire-port.ts';
import { portsOf } from './ports-of.ts';
import type { Server } from './records.ts';

/** The agent of its host finds the devices of a server that boots. */
export function findPorts(cloud: SimCloud, server: Server): void {
  for (const { id } of portsOf(cloud, server)) findPort(cloud, id, server.id);
}

/** A server that boots is not said to run before its ports are wired. */
export function reportPorts(cloud: SimCloud, server: Server): void {
  for (const { id } of portsOf(cloud, server)) setPortStatus(cloud, id, 'ACTIVE');
}

/** Whatever else a server does, the agent finds only after it that its devices have come or gone. */
export function followServer(cloud: SimCloud, server: Server): void {
  const hasDevices = server.status === 'ACTIVE' || server.status === 'PAUSED';
  for (const port of portsOf(cloud, server)) (hasDevices ? wirePort : losePort)(cloud, port);
}
