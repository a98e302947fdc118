import { kindNames } from '../resources/kind-name.ts';
import { type MappedThing, namedThings } from './mapping-file.ts';

const things: readonly MappedThing[] = [...kindNames, ...namedThings];

/** The section of a mapping file for things of one sort: `security_groups`. */
export function mappingSection(thing: MappedThing): string {
  const word = thing.replaceAll('-', '_');
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** What a section is about, also when it is written as a kind is elsewhere: `security-group`. */
export function thingOfSection(section: string): MappedThing | undefined {
  const word = section.replaceAll('-', '_');
  return things.find((thing) => mappingSection(thing) === word || thing.replaceAll('-', '_') === word);
}

/** Every section, in the order in which people think of them. */
export const mappingSections: readonly string[] = things.map(mappingSection);
