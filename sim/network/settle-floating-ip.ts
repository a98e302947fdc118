import type { SimCloud } from '../cloud/sim-cloud.ts';

/** The router's agent takes so long to set up an address. */
const agentMs = 2_000;

/** A floating IP is ACTIVE while a router carries it to a port, and DOWN otherwise, as its agent reports later. */
export function settleFloatingIp(cloud: SimCloud, id: string): void {
  cloud.clock.after(agentMs, () => {
    const floatingIp = cloud.state.floatingIps.get(id);
    if (floatingIp !== undefined) floatingIp.status = floatingIp.router_id === null ? 'DOWN' : 'ACTIVE';
  });
}

/** Those of one port. */
export function settleFloatingIps(cloud: SimCloud, portId: string): void {
  for (const { id } of cloud.state.floatingIps.where(({ port_id }) => port_id === portId)) settleFloatingIp(cloud, id);
}
