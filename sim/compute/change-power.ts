import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Server, ServerStatus } from './records.ts';
import { passTasks } from './pass-tasks.ts';
import { followServer } from './follow-server.ts';
import { checkServerLock, checkServerState } from './server-state.ts';

/** A change of power state: what it is called, where it may start, and where it leads to. */
export interface PowerChange {
  /** As the fault names it. */
  readonly action: string;
  readonly from: readonly ServerStatus[];
  /** What Nova says that it is doing: the first at once, then the others. */
  readonly tasks: readonly [string, ...string[]];
  readonly to: ServerStatus;
  readonly durationMs: number;
}

/** Nova's own table (nova/compute/api.py, `check_instance_state` of each call), by the name of the action. */
export const powerChanges: Readonly<Record<string, PowerChange>> = {
  'os-start': { action: 'start', from: ['SHUTOFF'], tasks: ['powering-on'], to: 'ACTIVE', durationMs: 1_500 },
  'os-stop': { action: 'stop', from: ['ACTIVE', 'ERROR'], tasks: ['powering-off'], to: 'SHUTOFF', durationMs: 2_000 },
  suspend: { action: 'suspend', from: ['ACTIVE'], tasks: ['suspending'], to: 'SUSPENDED', durationMs: 1_000 },
  resume: { action: 'resume', from: ['SUSPENDED'], tasks: ['resuming'], to: 'ACTIVE', durationMs: 1_000 },
  pause: { action: 'pause', from: ['ACTIVE'], tasks: ['pausing'], to: 'PAUSED', durationMs: 300 },
  unpause: { action: 'unpause', from: ['PAUSED'], tasks: ['unpausing'], to: 'ACTIVE', durationMs: 300 },
};

const hardFrom: readonly ServerStatus[] = ['ACTIVE', 'SHUTOFF', 'PAUSED', 'SUSPENDED', 'ERROR'];

/** A soft reboot needs a server that runs; a hard one brings it up from wherever it is. */
export function rebootChange(isHard: boolean): PowerChange {
  const change = { action: 'reboot', to: 'ACTIVE', durationMs: 2_000 } as const;
  return isHard
    ? { ...change, from: hardFrom, tasks: ['rebooting_hard', 'reboot_pending_hard', 'reboot_started_hard'] }
    : { ...change, from: ['ACTIVE'], tasks: ['rebooting', 'reboot_pending', 'reboot_started'] };
}

/** Lets a server change its power state in the background; a fault 409 where Nova has one. */
export function changePower(cloud: SimCloud, request: FastifyRequest, server: Server, change: PowerChange): void {
  const { action, from, tasks, to, durationMs } = change;
  checkServerLock(request, server);
  if (server.host === null && action !== 'reboot') throw new ApiFault(409, `Instance ${server.id} is not ready`);
  checkServerState(server, { action, from });
  server.updatedAt = cloud.clock.now();
  passTasks(cloud, server, tasks);
  cloud.clock.after(
    durationMs,
    () => {
      const found = cloud.state.servers.get(server.id);
      if (found === undefined || !tasks.some((task) => found.taskState === task)) return;
      Object.assign(found, { status: to, taskState: null, updatedAt: cloud.clock.now() });
      followServer(cloud, found);
    },
    `server ${server.id}: ${tasks[0]}`,
  );
}
