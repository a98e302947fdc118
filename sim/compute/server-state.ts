import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { Server, ServerStatus } from './records.ts';

const vmStates: Readonly<Record<ServerStatus, string>> = {
  BUILD: 'building',
  ACTIVE: 'active',
  SHUTOFF: 'stopped',
  SUSPENDED: 'suspended',
  PAUSED: 'paused',
  ERROR: 'error',
};

export function vmStateOf({ status }: Server): string {
  return vmStates[status];
}

/** What an answer calls the status: a server that reboots is ACTIVE for Nova itself. */
export function shownStatus({ status, taskState }: Server): string {
  if (status !== 'ACTIVE') return status;
  if (taskState?.startsWith('reboot') !== true) return status;
  return taskState.endsWith('_hard') ? 'HARD_REBOOT' : 'REBOOT';
}

const powerStates: Readonly<Record<ServerStatus, number>> = {
  BUILD: 0,
  ACTIVE: 1,
  SHUTOFF: 4,
  SUSPENDED: 4,
  PAUSED: 3,
  ERROR: 0,
};

/** Nova's number of it: 1 runs, 3 is paused, 4 is off. */
export function powerStateOf({ status }: Server): number {
  return powerStates[status];
}

export interface StateRule {
  /** As the fault names it: `stop`. */
  readonly action: string;
  readonly from: readonly ServerStatus[];
  /** True for what may be done while Nova is doing something else. */
  readonly isPatient?: boolean;
  /** True for what needs no server that has run. */
  readonly isEarly?: boolean;
}

/** Nova's `check_instance_state`: a fault 409 that says what is in the way. */
export function checkServerState(server: Server, rule: StateRule): void {
  const { action, from, isPatient = false, isEarly = false } = rule;
  if (!from.includes(server.status)) refuse(server, action, `vm_state ${vmStateOf(server)}`);
  if (!isPatient && server.taskState !== null) refuse(server, action, `task_state ${server.taskState}`);
  if (isEarly || server.launchedAt !== null) return;
  throw new ApiFault(409, `Instance ${server.id} is in an invalid state for '${action}'`);
}

/** Nova's `check_instance_lock`: a locked server obeys administrators only. */
export function checkServerLock(request: FastifyRequest, { id, lockedBy }: Server): void {
  if (lockedBy === undefined || isAdmin(callerOf(request))) return;
  throw new ApiFault(409, `Instance ${id} is locked`);
}

function refuse({ id }: Server, action: string, state: string): never {
  throw new ApiFault(409, `Cannot '${action}' instance ${id} while it is in ${state}`);
}
