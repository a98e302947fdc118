import { Problem } from '../../base/problem.ts';
import { type Digest, hashImage } from '../../copy/hash-image.ts';
import type { ImageAnswer } from '../../openstack/image.ts';
import { image } from '../../resources/image.ts';
import type { Task } from '../work.ts';

/**
 * The digest of what was fetched, by the algorithm that the source's Glance uses. Glance has computed it; where it uses
 * another algorithm the bytes are read once more. Throws a Problem where the source keeps none.
 */
export async function fetchedDigest(task: Task, twin: ImageAnswer): Promise<Digest> {
  const { planned, resource, passage, signal } = task;
  const { digest } = image.schema.parse(resource);
  if (digest === undefined) {
    throw new Problem({
      summary: `Glance of ${passage.source.name} keeps no digest of image ${planned.name}, to compare what was fetched`,
      cure: 'Undo the run, and plan with --copier glance.',
      remedy: 'ask',
    });
  }
  const { algorithm } = digest;
  const { os_hash_algo: kept, os_hash_value: value } = twin;
  if (kept === algorithm && typeof value === 'string') return { algorithm, value };
  return await hashImage({ cloud: passage.destination, imageId: twin.id, algorithm, signal });
}
