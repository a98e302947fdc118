import type { RunStep } from '../run-step.ts';
import type { Step } from '../work.ts';
import { carryVolumes } from './carry-volumes.ts';
import { carry } from './carry.ts';
import { clean } from './clean.ts';
import { connect } from './connect.ts';
import { cutover } from './cutover.ts';
import { copyDisk } from './copy-disk.ts';
import { copy } from './copy.ts';
import { createDisk } from './create-disk.ts';
import { create } from './create.ts';
import { preCopy } from './pre-copy.ts';
import { putBack } from './put-back.ts';
import { quiesce } from './quiesce.ts';
import { shutDown } from './shut-down.ts';
import { snapshot } from './snapshot.ts';
import { start } from './start.ts';
import { undo } from './undo.ts';
import { upload } from './upload.ts';
import { verify } from './verify.ts';

/** Every step by its name. */
export const steps: Readonly<Record<RunStep, Step>> = {
  carry,
  'carry-volumes': carryVolumes,
  clean,
  connect,
  copy,
  'copy-disk': copyDisk,
  create,
  'create-disk': createDisk,
  cutover,
  'pre-copy': preCopy,
  'put-back': putBack,
  quiesce,
  'shut-down': shutDown,
  snapshot,
  start,
  undo,
  upload,
  verify,
};
