import { kinds } from '../resources/all.ts';
import type { Resource } from '../resources/kind.ts';
import { kindNames } from '../resources/kind-name.ts';
import type { MappingSide, MappingSides } from './check-mapping.ts';
import { findByWord, qualifiedName } from './find-by-word.ts';
import { type MappedThing, namedThings } from './mapping-file.ts';
import { mappingSection } from './mapping-section.ts';

/** Names that a line offers at most. */
const shownNames = 12;

/** What is said above a section; a sort without words here is not in a draft. */
const remarks: Readonly<Partial<Record<string, string>>> = {
  project: 'One of the same name and domain is used by itself.',
  domain: 'One of the same name is used by itself.',
  user: 'One of the same name and domain is used by itself.',
  'volume-type': 'One of the same name is used by itself, if it is the same. Several may become one.',
  flavor: 'One of the same name and shape is used by itself. Several may become one.',
  network: 'External networks: never created. One of the same name is used by itself. Several may become one.',
  'physical-network': 'Networks on a wire that is not here get whatever segment the destination chooses.',
  'availability-zone': 'Servers of a zone that is not here go where the destination puts them.',
};

/** Sorts that a draft has a section for. */
export const draftedThings: readonly MappedThing[] = [...kindNames, ...namedThings].filter(
  (thing) => remarks[thing] !== undefined,
);

/** Pure: a mapping file that changes nothing as it stands, with a commented line for all that may be mapped. */
export function draftMapping(
  sides: MappingSides,
  names: { readonly source: string; readonly destination: string },
): string {
  const head = [
    `# What of ${quoted(names.destination)} stands for what of ${quoted(names.source)}.`,
    '# Take the # away from a line to use it; as it stands, this file changes nothing.',
    '# Write names, names with their owner (Default/alice, acme/web) or ids: `source: destination`.',
    '# Check it:  pumphouse map --check FILE     Use it:  pumphouse plan --mapping FILE …',
  ];
  const renaming = ['# New names for what is created:', '# rename:', '#   projects:', '#     acme: acme-new'];
  const sections = draftedThings.flatMap((thing) => sectionOf(thing, sides));
  return [...head, ...sections, '', ...renaming, ''].join('\n');
}

function sectionOf(thing: MappedThing, { source, destination }: MappingSides): string[] {
  const own = offered(thing, source);
  if (own.length === 0) return [];
  const theirs = offered(thing, destination);
  const lines = own
    .map((one) => lineOf(thing, one, { source, destination }, theirs))
    .toSorted()
    .map((line) => `  # ${line}`);
  return ['', `# ${remarks[thing] ?? ''}`, `${mappingSection(thing)}:`, ...lines];
}

/** What an operator may map: not what belongs to the cloud itself, and of networks the external ones. */
function offered(thing: MappedThing, side: MappingSide): readonly Resource[] {
  const kind = kindNames.find((name) => name === thing);
  const isOwn = (one: Resource): boolean => kind === undefined || kinds[kind].isMovable?.(one) !== false;
  const isWanted = (one: Resource): boolean => thing !== 'network' || ('isExternal' in one && one.isExternal === true);
  return (side.get(thing) ?? []).filter((one) => isOwn(one) && isWanted(one));
}

function lineOf(thing: MappedThing, one: Resource, sides: MappingSides, theirs: readonly Resource[]): string {
  const from = wordFor(thing, one, sides.source);
  const same = theirs.filter((other) => qualifiedName(other, []) === qualifiedName(one, []));
  const [twin] = same;
  if (twin !== undefined && same.length === 1)
    return `${from}: ${wordFor(thing, twin, sides.destination)}   # same name`;
  const words = theirs.slice(0, shownNames).map((other) => wordFor(thing, other, sides.destination));
  const more = theirs.length > shownNames ? ', …' : '';
  const choice = words.length === 0 ? 'the destination has none' : `choose one of: ${words.join(', ')}${more}`;
  return `${from}:   # ${isCreated(thing) ? 'no counterpart: will be created' : choice}`;
}

function isCreated(thing: MappedThing): boolean {
  return thing !== 'network' && !namedThings.some((named) => named === thing);
}

/** The shortest word that means only this one, as YAML has it. */
function wordFor(thing: MappedThing, one: Resource, side: MappingSide): string {
  const [among, projects] = [side.get(thing) ?? [], side.get('project') ?? []];
  const words = [one.name, qualifiedName(one, projects)].filter((word) => word !== '');
  return quoted(words.find((word) => findByWord(thing, word, among, projects).length === 1) ?? one.id);
}

/** Letters that could move a cursor, change the order of a line or end it are escaped. */
function quoted(word: string): string {
  if (/^[\w./][\w./@+-]*( [\w./@+-]+)*$/u.test(word)) return word;
  return JSON.stringify(word).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
