import { limits } from '../../base/limits.ts';
import { Problem } from '../../base/problem.ts';
import { getImage, type ImageAnswer } from '../../openstack/image.ts';
import { type ImageTask, listImageTasks } from '../../openstack/image-tasks.ts';
import { importTaskOf, isImporting } from '../../openstack/is-importing.ts';
import { type Waiting, waitUntil } from '../../openstack/wait.ts';
import { image } from '../../resources/image.ts';
import { noteTransfer } from '../../store/transfers.ts';
import type { Task } from '../work.ts';

interface Look {
  readonly twin: ImageAnswer | undefined;
  readonly tasks: readonly ImageTask[];
}

/**
 * The twin once Glance is not at its bytes any more: active with them, or queued without. Tells the store how far it
 * is. Throws a Problem when the twin is gone, when that lasts too long, or when the signal fires.
 */
export async function settledImport(task: Task, twinId: string): Promise<ImageAnswer> {
  const { planned, passage, signal } = task;
  const { destination } = passage;
  const look = async (): Promise<Look> => {
    if (signal?.aborted === true) throw brokenOff(task, twinId);
    const [twin, tasks] = await Promise.all([getImage(destination, twinId), listImageTasks(destination, twinId)]);
    await noteProgress(task, twin, tasks);
    return { twin, tasks };
  };
  const isDone = ({ twin, tasks }: Look): boolean => twin === undefined || !isImporting(twin, tasks);
  const first = await look();
  const { twin } = isDone(first)
    ? first
    : await waitForImport(task, twinId, {
        look,
        isDone,
        describe: (seen) => seen.twin?.status ?? 'gone',
      });
  if (twin !== undefined) return twin;
  throw new Problem({
    summary: `image ${planned.name} (${twinId}) of ${destination.name} is gone before its bytes came`,
    cure: 'Run the same command again: it is made again.',
    remedy: 'retry',
    status: 404,
  });
}

/** A Glance that was started anew forgets what it was at: nobody can tell that from a slow one but its operator. */
async function waitForImport(
  { planned, passage }: Task,
  twinId: string,
  looking: Pick<Waiting<Look>, 'look' | 'isDone' | 'describe'>,
): Promise<Look> {
  const { name } = passage.destination;
  const what = `Glance of ${name} to fetch image ${planned.name} (${twinId})`;
  const endMs = performance.now() + limits.imageImportTimeoutMs;
  try {
    return await waitUntil({ what, timeoutMs: limits.imageImportTimeoutMs, ...looking });
  } catch (problem) {
    if (!(problem instanceof Problem) || performance.now() < endMs) throw problem;
    throw new Problem({
      summary: problem.message,
      cure: `If Glance left it, delete image ${twinId} there. Then, or to wait on: run the same command again.`,
      remedy: 'ask',
      cause: problem,
    });
  }
}

function brokenOff({ planned, passage }: Task, twinId: string): Problem {
  return new Problem({
    summary: `Glance of ${passage.destination.name} still fetches image ${planned.name} (${twinId})`,
    cure: 'The same command waits for it again.',
    remedy: 'wait',
  });
}

/** Glance says how much of an image it has stored; of what it is still fetching it says nothing. */
async function noteProgress(task: Task, twin: ImageAnswer | undefined, tasks: readonly ImageTask[]): Promise<void> {
  if (twin === undefined || !isImporting(twin, tasks)) return;
  const lock = importTaskOf(twin);
  const message = tasks.find(({ id }) => id === lock)?.message ?? '';
  const [, copiedMiB = '0'] = /(\d+) MiB/.exec(message) ?? [];
  const { sizeBytes = 0 } = image.schema.parse(task.resource);
  await noteFetched(task, Math.min(Number(copiedMiB) * 1024 ** 2, sizeBytes));
}

/** Notes how many bytes Glance has, and their digest when that is equal on both sides. */
export async function noteFetched(
  { work, planned, resource }: Task,
  copiedBytes: number,
  digest?: string,
): Promise<void> {
  await noteTransfer(work.store, work.runId, {
    key: planned.id,
    name: planned.name,
    copiedBytes,
    totalBytes: image.schema.parse(resource).sizeBytes ?? 0,
    ...(digest === undefined ? {} : { digest }),
  });
}
