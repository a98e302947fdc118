import { limits } from '../../base/limits.ts';
import {
  pauseServer,
  resumeServer,
  startServer,
  stopServer,
  suspendServer,
  waitForServer,
} from '../../openstack/compute.ts';
import { deleteImage } from '../../openstack/image.ts';
import { clean } from './clean.ts';
import { findSnapshot } from './snapshot.ts';
import type { Step, Task } from '../work.ts';
import { diskOf, serverOf } from './server-of.ts';
import { restorePorts } from './restore-ports.ts';
import { undo } from './undo.ts';

/** Deletes the twin with its disk, and brings the source server into the state in which it was planned. */
export const putBack: Step = async (task) => {
  const { work, passage } = task;
  await undo(task);
  const disk = passage.lookup.find('image', diskOf(task)) ?? (await findSnapshot(passage.destination, diskOf(task)));
  if (disk !== undefined) await deleteImage(passage.destination, disk);
  await work.forgetTwin('image', diskOf(task));
  await clean(task);
  await restorePorts(task);
  await restorePower(task);
};

async function restorePower(task: Task): Promise<void> {
  const { source } = task.passage;
  const { id, status: planned } = serverOf(task);
  const statuses = ['ACTIVE', 'SUSPENDED', 'SHUTOFF', 'PAUSED', 'ERROR'];
  const { status } = await waitForServer(source, id, { statuses, timeoutMs: limits.serverStateTimeoutMs });
  if (status === planned) return;
  if (planned === 'SHUTOFF') return await stopServer(source, id);
  if (status === 'SHUTOFF') await startServer(source, id);
  if (status === 'SUSPENDED') await resumeServer(source, id);
  if (planned === 'SUSPENDED') await suspendServer(source, id);
  if (planned === 'PAUSED') await pauseServer(source, id);
}
