import { Problem } from '../base/problem.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { checkMapping, type MappingSide } from '../plan/check-mapping.ts';
import { findByWord } from '../plan/find-by-word.ts';
import type { MappedThing, MappingFault, MappingFile } from '../plan/mapping-file.ts';
import { byKind } from '../resources/kind-name.ts';
import type { Pair } from './open-pair.ts';
import { readMappingSide, sideOfInventory } from './mapping-side.ts';

/**
 * The destination with all that a mapping file names there. What an inventory of some projects lacks is looked for in
 * the whole cloud, since a file may serve many moves. Throws a Problem with every mistake of the file.
 */
export async function checkedDestination(
  pair: Pick<Pair, 'source' | 'destination'>,
  file: MappingFile | undefined,
  inventories: { readonly source: Inventory; readonly destination: Inventory },
): Promise<Inventory> {
  if (file === undefined) return inventories.destination;
  const [source, destination] = await Promise.all([
    widen(pair.source, inventories.source, wordsOf(file, 'from')),
    widen(pair.destination, inventories.destination, wordsOf(file, 'to')),
  ]);
  const faults = checkMapping(file, { source, destination });
  if (faults.length > 0) throw mappingProblem(file, faults);
  const { resources } = inventories.destination;
  return { ...inventories.destination, resources: byKind((kind) => destination.get(kind) ?? resources[kind]) };
}

/** Every mistake of a mapping file at once. */
export function mappingProblem({ path }: MappingFile, faults: readonly MappingFault[]): Problem {
  const count = faults.length === 1 ? 'a mistake' : `${faults.length} mistakes`;
  return new Problem({
    summary: `the mapping file ${path} has ${count}, and nothing was written`,
    mistakes: faults.map(({ place, summary, cure }) => `${place}: ${summary}${cure === undefined ? '' : `; ${cure}`}`),
    cure: 'Correct the file and try again.',
    remedy: 'ask',
  });
}

interface Sought {
  readonly thing: MappedThing;
  readonly word: string;
}

function wordsOf({ entries }: MappingFile, side: 'from' | 'to'): Sought[] {
  const own = entries.filter(({ isRename }) => side === 'from' || !isRename);
  return own.map((entry) => ({ thing: entry.thing, word: entry[side].text }));
}

async function widen(cloud: Cloud, inventory: Inventory, sought: readonly Sought[]): Promise<MappingSide> {
  const side = sideOfInventory(inventory);
  const isFound = ({ thing, word }: Sought): boolean =>
    findByWord(thing, word, side.get(thing) ?? [], side.get('project')).length > 0;
  const lacking = sought.filter((one) => !isFound(one)).map(({ thing }) => thing);
  if (lacking.length === 0) return side;
  return new Map([...side, ...(await readMappingSide(cloud, lacking))]);
}
