import { checkMapping } from '../plan/check-mapping.ts';
import type { MappingFile } from '../plan/mapping-file.ts';
import { mappingProblem } from './checked-destination.ts';
import { readMappingSide } from './mapping-side.ts';
import type { Pair } from './open-pair.ts';

/** Checks a mapping file against all of both clouds. Throws a Problem with every mistake. */
export async function validateMappingFile({ source, destination }: Pair, file: MappingFile): Promise<void> {
  const things = file.entries.map(({ thing }) => thing);
  const [ours, theirs] = await Promise.all([readMappingSide(source, things), readMappingSide(destination, things)]);
  const faults = checkMapping(file, { source: ours, destination: theirs });
  if (faults.length > 0) throw mappingProblem(file, faults);
}
