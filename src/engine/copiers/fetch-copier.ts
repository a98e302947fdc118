import { formatBytes } from '../../base/units.ts';
import { Problem } from '../../base/problem.ts';
import { deleteImage, type ImageAnswer } from '../../openstack/image.ts';
import { listImageTasks } from '../../openstack/image-tasks.ts';
import { importImage } from '../../openstack/import-image.ts';
import { image } from '../../resources/image.ts';
import { originOf } from '../origin-of.ts';
import type { Task } from '../work.ts';
import type { DiskCopier } from './disk-copier.ts';
import { fetchedDigest } from './fetched-digest.ts';
import { importMethodOf } from './import-method-of.ts';
import { noteFetched, settledImport } from './settled-import.ts';
import { unequalParts } from './unequal-parts.ts';

/**
 * An image whose bytes the destination's Glance fetches by itself: none of them passes through us. A process that was
 * killed leaves Glance at work; the next one waits for that, and asks again only for an image that has no bytes.
 */
export const fetchCopier: DiskCopier = {
  copy: (task) => task.work.lane.pass(() => fetchImage(task), originOf(task)),
};

async function fetchImage(task: Task): Promise<void> {
  const { planned, resource, work, passage } = task;
  const { destination, lookup } = passage;
  const twinId = lookup.id('image', planned.id);
  const before = await settledImport(task, twinId);
  if (before.status === 'queued') await beginImport(task, twinId);
  const twin = before.status === 'queued' ? await settledImport(task, twinId) : before;
  if (twin.status === 'queued') throw await failedProblem(task, twinId);
  if (twin.status !== 'active') throw await uselessProblem(task, twin, [`it is ${twin.status}`], 'retry');
  const digest = await fetchedDigest(task, twin);
  const unequal = unequalParts(image.schema.parse(resource), twin, digest);
  if (unequal.length > 0) throw await uselessProblem(task, twin, unequal, 'ask');
  const sizeBytes = twin.size ?? 0;
  await noteFetched(task, sizeBytes, `${digest.algorithm}:${digest.value}`);
  await work.tell({
    type: 'note',
    message: `${planned.name}: ${formatBytes(sizeBytes)} fetched by Glance of ${destination.name}, equal on both sides`,
    kind: 'image',
    name: planned.name,
  });
}

/** Statuses by which Glance refuses for good, until somebody changes its configuration. */
const refusals = new Set([400, 403, 413]);

async function beginImport(task: Task, twinId: string): Promise<void> {
  const { planned, passage } = task;
  const { destination } = passage;
  const method = await importMethodOf(task);
  try {
    await importImage(destination, twinId, method);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    // Somebody was faster, or an answer was lost: what comes of that is waited for.
    if (problem.status === 409) return;
    const { status, requestId, detail = problem.message } = problem;
    // Without the cause, whose words have the address.
    throw new Problem({
      summary: `Glance of ${destination.name} does not fetch image ${planned.name} from ${placeOf(task)}`,
      detail: withoutAddresses(detail),
      cure:
        'Allow that host and its port under [import_filtering_opts] in glance-api.conf, then run the same command ' +
        'again; or undo, and plan with --copier glance.',
      remedy: refusals.has(status ?? 0) ? 'ask' : problem.remedy,
      ...(status === undefined ? {} : { status }),
      ...(requestId === undefined ? {} : { requestId }),
    });
  }
}

async function failedProblem(task: Task, twinId: string): Promise<Problem> {
  const { planned, passage } = task;
  const { destination } = passage;
  const failed = (await listImageTasks(destination, twinId)).find(({ status }) => status === 'failure');
  const words = withoutAddresses(failed?.message ?? '');
  return new Problem({
    summary: `Glance of ${destination.name} could not fetch image ${planned.name} from ${placeOf(task)}`,
    ...(words === '' ? {} : { detail: words }),
    cure:
      `Look into its log for ${failed === undefined ? twinId : `task ${failed.id}`}: is the image served there, and ` +
      'has the staging area (node_staging_uri) room for it? Then run the same command again; or undo, and plan with ' +
      '--copier rbd or glance.',
    remedy: 'retry',
  });
}

/** Takes a twin of ours away that is of no use, and says why. */
async function uselessProblem(
  task: Task,
  twin: ImageAnswer,
  faults: readonly string[],
  remedy: 'retry' | 'ask',
): Promise<Problem> {
  const { planned, kind, resource, passage } = task;
  const { destination } = passage;
  const found = await kind.read(destination, twin.id);
  const isOurs = found !== undefined && kind.isMarked?.(resource, found) === true;
  if (isOurs) await deleteImage(destination, twin.id);
  return new Problem({
    summary: `what Glance of ${destination.name} fetched from ${placeOf(task)} is not image ${planned.name}`,
    detail: faults.join('; '),
    cure: isOurs
      ? 'It was deleted. See what is served there; then the same command makes and fetches it again. Or plan with ' +
        '--copier glance.'
      : 'It was not made by Pumphouse: delete it, or exclude the image.',
    remedy,
  });
}

function placeOf({ work }: Task): string {
  return work.plan.choices.fetchFrom ?? 'there';
}

/** Glance repeats addresses, which may hold a secret. */
function withoutAddresses(text: string): string {
  return text.replaceAll(/https?:\/\/\S+/g, '(its address)');
}
