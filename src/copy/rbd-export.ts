import { startRbd } from './rbd-command.ts';
import { type DiffPart, readRbdDiff } from './rbd-diff.ts';
import { type RbdImage, rbdImageSpec } from './rbd-image.ts';

export interface RbdExport {
  readonly image: RbdImage;
  /** The state that is wanted; what it is now when absent. */
  readonly snapshot?: string | undefined;
  /** Only what changed since that snapshot; all that there is when absent. */
  readonly since?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What an image holds, as it comes. Throws a Problem in Ceph's own words when it does not come whole. */
export async function* rbdExport({ image, snapshot, since, signal }: RbdExport): AsyncGenerator<DiffPart> {
  const from = since === undefined ? [] : ['--from-snap', since];
  const words = ['export-diff', '--no-progress', ...from, rbdImageSpec(image, snapshot), '-'];
  const { child, ended } = startRbd(image.access, words, { signal });
  child.stdin.end();
  try {
    yield* readRbdDiff(child.stdout);
    child.stdout.resume();
    await ended;
  } catch (problem) {
    if (child.stdout.readableEnded) await ended;
    throw problem;
  } finally {
    child.kill('SIGKILL');
  }
}
