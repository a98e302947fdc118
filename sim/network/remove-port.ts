import type { SimCloud } from '../cloud/sim-cloud.ts';
import { forgetPort } from './make-port.ts';
import type { Port } from './records.ts';
import { refuse } from './refuse.ts';
import { settleDhcp } from './settle-dhcp.ts';

/** Ports of routers and floating IPs go with these only; the DHCP agent makes itself a new one. */
export function removePort(cloud: SimCloud, port: Port): void {
  const { routers, floatingIps } = cloud.state;
  const { id, device_owner: owner, device_id: device } = port;
  const isRouters = ['network:router_interface', 'network:router_gateway'].includes(owner);
  const isHeld = isRouters
    ? routers.get(device) !== undefined
    : owner === 'network:floatingip' && floatingIps.get(device) !== undefined;
  if (isHeld) {
    const message = `Port ${id} cannot be deleted directly via the port API: has device owner ${owner}.`;
    throw refuse.conflict('ServicePortInUse', message);
  }
  forgetPort(cloud, id);
  if (owner === 'network:dhcp') settleDhcp(cloud, port.network_id);
}
