import type { Choices } from '../resources/kind.ts';
import { type MappingEntry, namedThings } from './mapping-file.ts';

export interface MappingWords {
  /** `kind:source word` to destination word. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly zones?: Choices['zones'];
  readonly physicalNetworks?: Choices['physicalNetworks'];
  readonly rename?: Choices['rename'];
}

/** Pure: the entries of a file as a plan keeps them, with the pairs of the options over them. */
export function mappingWords(
  entries: readonly MappingEntry[],
  options: Readonly<Record<string, string>>,
): MappingWords {
  const ofKinds = entries.filter(({ thing }) => !namedThings.some((named) => named === thing));
  const pairs = ofKinds.filter(({ isRename }) => !isRename).map(keyed);
  const names = ofKinds.filter(({ isRename }) => isRename).map(keyed);
  const named = (wanted: (typeof namedThings)[number]): Readonly<Record<string, string>> | undefined => {
    const own = entries.filter(({ thing }) => thing === wanted).map(({ from, to }) => [from.text, to.text]);
    return own.length === 0 ? undefined : Object.fromEntries(own);
  };
  const [zones, physicalNetworks] = [named('availability-zone'), named('physical-network')];
  // An option comes last, and so wins where it means by another word what the file maps too.
  const ofFile = pairs.filter(([from]) => !Object.hasOwn(options, from));
  return {
    mapping: Object.fromEntries([...ofFile, ...Object.entries(options)]),
    ...(zones && { zones }),
    ...(physicalNetworks && { physicalNetworks }),
    ...(names.length === 0 ? {} : { rename: Object.fromEntries(names) }),
  };
}

function keyed({ thing, from, to }: MappingEntry): [string, string] {
  return [`${thing}:${from.text}`, to.text];
}
