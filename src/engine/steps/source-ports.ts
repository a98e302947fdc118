import { z } from 'zod';
import { sendJson } from '../../openstack/calls.ts';
import { list } from '../../openstack/collection.ts';
import { type PortState, portStateSchema } from '../../openstack/network.ts';
import type { Task } from '../work.ts';

/** The ports of the source server as they are now. */
export function sourcePorts({ passage, planned }: Task): Promise<PortState[]> {
  return list(passage.source, {
    service: 'network',
    path: '/ports',
    key: 'ports',
    item: portStateSchema,
    query: { device_id: planned.id },
  });
}

/** Switches a port of the source on or off. */
export async function switchPort({ passage }: Task, id: string, isUp: boolean): Promise<void> {
  const body = { port: { admin_state_up: isUp } };
  await sendJson(passage.source, { service: 'network', method: 'PUT', path: `/ports/${id}`, body }, z.unknown());
}
