import type { MadeProject } from './make-projects.ts';
import { oddName, oddPairs, oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

/** A few volumes without a server, two of one name. `own` speaks for a member of the project. */
export async function makeVolumes({ id, random }: MadeProject, own: SimApi): Promise<void> {
  for (const name of ['disk', 'disk', oddName(random)]) {
    const volume = { name, size: 1, description: oddText(random), metadata: oddPairs(random) };
    await own.make(`/block-storage/v3/${id}/volumes`, { volume });
  }
}
