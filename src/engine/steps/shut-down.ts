import { resumeServer, stopServer, unpauseServer, waitForServer } from '../../openstack/compute.ts';
import { limits } from '../../base/limits.ts';
import type { Step } from '../work.ts';
import { restorePorts } from './restore-ports.ts';
import { silencePorts } from './silence-ports.ts';

/**
 * Shuts the source server down. Nova stops no suspended or paused server, so that one is woken first: behind ports that
 * are switched off, since its twin has the same addresses (Compute API, "Stop Server": ACTIVE or ERROR only). Without
 * Neutron no port can be switched off: there it rests on as it is.
 */
export const shutDown: Step = async (task) => {
  const { source } = task.passage;
  const { id } = task.planned;
  const statuses = ['ACTIVE', 'SUSPENDED', 'SHUTOFF', 'PAUSED', 'ERROR'];
  const { status } = await waitForServer(source, id, { statuses, timeoutMs: limits.serverStateTimeoutMs });
  if (status === 'SUSPENDED' || status === 'PAUSED') {
    if (source.networkApi === 'compute') return;
    await silencePorts(task);
    await (status === 'PAUSED' ? unpauseServer(source, id) : resumeServer(source, id));
  }
  if (status !== 'SHUTOFF') await stopServer(source, id);
  await restorePorts(task);
};
