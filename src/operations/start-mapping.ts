import { draftedThings, draftMapping } from '../plan/draft-mapping.ts';
import { readMappingSide } from './mapping-side.ts';
import type { Pair } from './open-pair.ts';

/** The text of a mapping file to begin with, from what both clouds have. Writes nothing to a cloud. */
export async function startMapping({ source, destination }: Pair): Promise<string> {
  const [ours, theirs] = await Promise.all([
    readMappingSide(source, draftedThings),
    readMappingSide(destination, draftedThings),
  ]);
  return draftMapping({ source: ours, destination: theirs }, { source: source.name, destination: destination.name });
}
