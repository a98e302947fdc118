import type { SimCloud } from '../cloud/sim-cloud.ts';
import { setPortStatus } from './port-binding.ts';
import type { Port } from './records.ts';

/** The agent of a host takes so long to find a new device of it, and then so long to wire it. */
const findMs = 500;
const wireMs = 500;

/**
 * Lets the agent of its host find the device of a port, and wire it: the port is BUILD, then ACTIVE, as Neutron has it
 * (neutron/plugins/ml2/rpc.py, `get_device_details` and `update_device_up`).
 */
export function wirePort(cloud: SimCloud, { id, device_id: deviceId }: Port): void {
  cloud.clock.after(findMs, () => findPort(cloud, id, deviceId));
  cloud.clock.after(findMs + wireMs, () => {
    const port = cloud.state.ports.get(id);
    if (port?.device_id === deviceId && port.status === 'BUILD') setPortStatus(cloud, id, 'ACTIVE');
  });
}

/** The agent has found the device of a port that is plugged into it still, and asked Neutron for its details. */
export function findPort(cloud: SimCloud, portId: string, deviceId: string): void {
  const port = cloud.state.ports.get(portId);
  if (port?.device_id === deviceId && port.status === 'DOWN') setPortStatus(cloud, portId, 'BUILD');
}

/** The agent finds that a device is gone. */
export function losePort(cloud: SimCloud, { id, device_id: deviceId }: Port): void {
  cloud.clock.after(findMs, () => {
    const port = cloud.state.ports.get(id);
    if (port?.device_id === deviceId && port.status !== 'DOWN') setPortStatus(cloud, id, 'DOWN');
  });
}
