import { limits } from '../../base/limits.ts';
import { Problem } from '../../base/problem.ts';
import { list } from '../../openstack/collection.ts';
import { portStateSchema } from '../../openstack/network.ts';
import { waitUntil } from '../../openstack/wait.ts';
import { describeDifference } from '../../plan/decide.ts';
import type { Difference, Resource } from '../../resources/kind.ts';
import { powerStateDifferences, wantedStatus } from '../../resources/power-state.ts';
import type { Step, Task } from '../work.ts';
import { serverOf } from './server-of.ts';
import { twin } from './twin.ts';

/** Reads the destination and compares it with the plan; the source is not shut down before this holds. */
export const verify: Step = async (task) => {
  const { kind, resource, planned, passage } = task;
  const found = await twin(task);
  const unequal = [...kind.compare(resource, found, passage.lookup), ...powerDifferences(task, found)];
  if (unequal.length > 0) {
    throw new Problem({
      summary: `${planned.kind} ${planned.name} did not come out equal to its source`,
      detail: unequal.map((one) => describeDifference(one)).join('; '),
      cure: 'Mend what differs, then run the same command again.',
      remedy: 'ask',
    });
  }
  if (planned.kind === 'server' && wantedStatus(serverOf(task).status) === 'ACTIVE') await portsActive(task);
};

function powerDifferences(task: Task, found: Resource): Difference[] {
  return task.planned.kind === 'server' ? powerStateDifferences(serverOf(task), serverOf({ resource: found })) : [];
}

/** A server that runs behind a port that is not wired yet is not there for its users. */
async function portsActive({ planned, passage }: Task): Promise<void> {
  const { destination, lookup } = passage;
  await waitUntil({
    what: `the ports of server ${planned.name} to become ACTIVE`,
    timeoutMs: limits.portsActiveTimeoutMs,
    firstMs: 0,
    look: () =>
      list(destination, {
        service: 'network',
        path: '/ports',
        key: 'ports',
        item: portStateSchema,
        query: { device_id: lookup.id('server', planned.id) },
      }),
    isDone: (ports) => ports.every(({ status, admin_state_up: isUp }) => status === 'ACTIVE' || !isUp),
    describe: (ports) => ports.map(({ id, status }) => `${id} ${status}`).join(', '),
  });
}
