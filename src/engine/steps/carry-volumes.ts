import { limits } from '../../base/limits.ts';
import { openGate } from '../../openstack/gate.ts';
import { itineraryAfterCreate, volumeItinerary } from '../../plan/volume-itinerary.ts';
import { volumeTasks } from '../volume-tasks.ts';
import type { Step, Task } from '../work.ts';
import { connect } from './connect.ts';
import { copyDisk } from './copy-disk.ts';
import { createDisk } from './create-disk.ts';
import { create } from './create.ts';
import { clean } from './clean.ts';
import { upload } from './upload.ts';
import { verify } from './verify.ts';

const steps = { upload, 'create-disk': createDisk, 'copy-disk': copyDisk, create, connect, verify, clean };

/** Carries what a resting server has attached, several volumes at a time. One that fails lets the others end. */
export const carryVolumes: Step = async (task) => {
  const gate = openGate(limits.volumesAtOnce);
  const carried = await Promise.allSettled(volumeTasks(task).map((one) => gate.pass(() => carryVolume(one))));
  const failed = carried.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
};

/** One that is there already lacks only what follows its creation. */
async function carryVolume(task: Task): Promise<void> {
  const { work, planned, passage } = task;
  const isThere = passage.lookup.find('volume', planned.id) !== undefined;
  const left = isThere ? itineraryAfterCreate(planned.copier) : volumeItinerary(planned.copier);
  for (const step of left) {
    const about = { kind: planned.kind, resourceId: planned.id, name: planned.name, step };
    const message = `${step} ${planned.kind} ${planned.name}`;
    const startedMs = Date.now();
    await work.tell({ type: 'begun', message, ...about });
    await steps[step](task);
    await work.tell({ type: 'done', message, durationMs: Date.now() - startedMs, ...about });
  }
}
