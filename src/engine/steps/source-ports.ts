import { z } from 'zod';
import { sendJson } from '../../openstack/calls.ts';
import { list } from '../../openstack/collection.ts';
import { type PortState, portStateSchema } from '../../openstack/network.ts';
import { port } from '../../resources/port.ts';
import type { Task } from '../work.ts';

/** Switches off the source server's ports, so that it wakes without a network. */
export async function silencePorts(task: Task): Promise<void> {
  for (const { id, admin_state_up: isUp } of await portsOf(task)) if (isUp) await setUp(task, id, false);
}

/** Switches on again what `silencePorts` switched off: the ports that were on when the plan was made. */
export async function restorePorts(task: Task): Promise<void> {
  const planned = task.work.plan.resources
    .filter(({ kind }) => kind === 'port')
    .map(({ resource }) => port.schema.parse(resource));
  for (const { id, admin_state_up: isUp } of await portsOf(task)) {
    const wasUp = planned.find((one) => one.id === id);
    if (!isUp && wasUp !== undefined && isPortUp(wasUp)) await setUp(task, id, true);
  }
}

function isPortUp(resource: object): boolean {
  return 'isUp' in resource && resource.isUp === true;
}

function portsOf({ passage, planned }: Task): Promise<PortState[]> {
  return list(passage.source, {
    service: 'network',
    path: '/ports',
    key: 'ports',
    item: portStateSchema,
    query: { device_id: planned.id },
  });
}

async function setUp({ passage }: Task, id: string, isUp: boolean): Promise<void> {
  const body = { port: { admin_state_up: isUp } };
  await sendJson(passage.source, { service: 'network', method: 'PUT', path: `/ports/${id}`, body }, z.unknown());
}
