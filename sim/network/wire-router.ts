import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Router } from './records.ts';
import { touch } from './touch.ts';
import { wirePort } from './wire-port.ts';

/** The agent of a router takes so long to plug its ports in. */
const agentMs = 1_000;

/** A router that leads anywhere has an agent from then on, which wires its ports as long as it is switched on. */
export function wireRouter(cloud: SimCloud, router: Router): void {
  const { ports } = cloud.state;
  const isOwn = ({ device_id }: { readonly device_id: string }): boolean => device_id === router.id;
  router.isScheduled ||= ports.find(isOwn) !== undefined;
  cloud.clock.after(agentMs, () => {
    if (!router.admin_state_up) return;
    for (const port of ports.where(isOwn).filter(({ status }) => status === 'DOWN')) {
      port['binding:host_id'] = `${cloud.name}-compute-1`;
      touch(cloud, port);
      wirePort(cloud, port);
    }
  });
}
