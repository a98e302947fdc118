import { nearestName } from '../openstack/nearest-name.ts';
import { kinds } from '../resources/all.ts';
import type { Resource } from '../resources/kind.ts';
import { kindNames } from '../resources/kind-name.ts';
import { findByWord, qualifiedName } from './find-by-word.ts';
import type { MappedThing, MappingEntry, MappingFault, MappingFile, PlacedWord } from './mapping-file.ts';

/** What one cloud has, sort by sort; a sort that could not be listed is absent, and not checked. */
export type MappingSide = ReadonlyMap<MappedThing, readonly Resource[]>;

export interface MappingSides {
  readonly source: MappingSide;
  readonly destination: MappingSide;
}

/** Names that a fault lists at most. */
const shownNames = 8;

/** Sorts of which one may stand for several of the source; a network only if it is there for all. */
const shareable: ReadonlySet<string> = new Set([
  'domain',
  'role',
  'flavor',
  'image',
  'network',
  'availability-zone',
  'physical-network',
  'volume-type',
]);

/** Pure: all that is wrong with a mapping file, in the order of its lines. */
export function checkMapping(file: MappingFile, sides: MappingSides): MappingFault[] {
  const meant = file.entries.map((entry) => meaningOf(entry, sides));
  const faults = [...file.faults, ...meant.flatMap((one) => one.faults), ...twiceFrom(meant), ...twiceTo(meant)];
  const lineOf = ({ place }: MappingFault): number => Number(/:(\d+):\d+$/.exec(place)?.[1] ?? 0);
  return faults.toSorted((a, b) => lineOf(a) - lineOf(b));
}

interface Meaning {
  readonly entry: MappingEntry;
  readonly faults: readonly MappingFault[];
  readonly from?: Resource | undefined;
  readonly to?: Resource | undefined;
}

function meaningOf(entry: MappingEntry, { source, destination }: MappingSides): Meaning {
  const from = search(entry.thing, entry.from, 'source', source);
  const to = entry.isRename ? {} : search(entry.thing, entry.to, 'destination', destination);
  const faults = [from.fault, to.fault, entry.isRename ? fixedName(entry, from.found) : undefined];
  return { entry, faults: faults.flatMap((fault) => fault ?? []), from: from.found, to: to.found };
}

/** What the destination makes by itself, or has to have beforehand, gets no name from us. */
function fixedName({ thing, from }: MappingEntry, found: Resource | undefined): MappingFault | undefined {
  const kind = kindNames.find((name) => name === thing);
  if (kind === undefined || found === undefined) return undefined;
  if (kinds[kind].isBuiltIn?.(found) !== true && kinds[kind].mustExist?.(found) === undefined) return undefined;
  const summary = `${kind.replaceAll('-', ' ')} ${from.text} is never created by Pumphouse, so it gets no new name`;
  return { place: from.place, summary, cure: 'leave the line out' };
}

interface Sought {
  readonly found?: Resource | undefined;
  readonly fault?: MappingFault;
}

function search(thing: MappedThing, { text, place }: PlacedWord, name: string, side: MappingSide): Sought {
  const among = side.get(thing);
  if (among === undefined) return {};
  const projects = side.get('project') ?? [];
  const found = findByWord(thing, text, among, projects);
  const [only, second] = found;
  if (only !== undefined && second === undefined) return { found: only };
  const what = thing.replaceAll('-', ' ');
  if (second === undefined) {
    const fault = { place, summary: `the ${name} has no ${what} ${text}`, cure: namesCure(text, among) };
    return { fault };
  }
  const words = [...new Set(found.map((one) => qualifiedName(one, projects)))];
  const cure = `write ${(words.length === found.length ? words : found.map(({ id }) => id)).join(' or ')}`;
  return { fault: { place, summary: `the ${name} has ${found.length} of the ${what} name ${text}`, cure } };
}

function namesCure(word: string, among: readonly Resource[]): string {
  const names = [...new Set(among.map(({ name }) => name))].filter((name) => name !== '').toSorted();
  const near = nearestName(word, names);
  if (near !== undefined) return `did you mean ${near}?`;
  if (names.length === 0) return 'it has none that you may see';
  const more = names.length > shownNames ? `, and ${names.length - shownNames} more` : '';
  return `it has: ${names.slice(0, shownNames).join(', ')}${more}`;
}

/** One thing of the source by two words; what is mapped gets no new name either, since its twin is there already. */
function twiceFrom(meant: readonly Meaning[]): MappingFault[] {
  const seen = new Map<string, MappingEntry>();
  return meant.flatMap(({ entry, from }): MappingFault[] => {
    if (from === undefined) return [];
    const key = `${entry.thing}/${from.id}`;
    const before = seen.get(key);
    if (before === undefined) {
      seen.set(key, entry);
      return [];
    }
    const summary = `${entry.from.text} is the same ${entry.thing.replaceAll('-', ' ')} as at ${before.from.place}`;
    return [{ place: entry.from.place, summary, cure: 'keep one of the two lines' }];
  });
}

function twiceTo(meant: readonly Meaning[]): MappingFault[] {
  const seen = new Map<string, Meaning>();
  return meant.flatMap((one): MappingFault[] => {
    const { entry, from, to } = one;
    if (to === undefined || from === undefined || canStandForSeveral(entry.thing, to)) return [];
    const key = `${entry.thing}/${to.id}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, one);
    if (before === undefined || before.from?.id === from.id) return [];
    const what = entry.thing.replaceAll('-', ' ');
    const other = before.entry;
    const summary = `${what} ${entry.to.text} stands for ${other.from.text} already, at ${other.to.place}`;
    return [{ place: entry.to.place, summary, cure: `one ${what} cannot stand for two: name another one` }];
  });
}

function canStandForSeveral(thing: MappedThing, to: Resource): boolean {
  if (!shareable.has(thing)) return false;
  const isExternal = 'isExternal' in to && to.isExternal === true;
  const isShared = 'isShared' in to && to.isShared === true;
  return thing !== 'network' || isExternal || isShared;
}
