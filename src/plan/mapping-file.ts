import type { KindName } from '../resources/kind.ts';

/** What an entry is about: a kind that moves, or what only has a name on each side. */
export type MappedThing = KindName | (typeof namedThings)[number];

/** What only has a name on each side. */
export const namedThings = ['availability-zone', 'physical-network'] as const;

/** A word of the file and where it stands, as `file:line:column`. */
export interface PlacedWord {
  readonly text: string;
  readonly place: string;
}

/** One line of a mapping file: what stands for `from`, or the new name that its twin gets. */
export interface MappingEntry {
  readonly thing: MappedThing;
  readonly isRename: boolean;
  readonly from: PlacedWord;
  readonly to: PlacedWord;
}

/** One mistake in a mapping file; all of them are told at once. */
export interface MappingFault {
  /** `file:line:column`. */
  readonly place: string;
  readonly summary: string;
  readonly cure?: string | undefined;
}

/** A mapping file as it was read: its entries, and what in it cannot be one. */
export interface MappingFile {
  readonly path: string;
  readonly entries: readonly MappingEntry[];
  readonly faults: readonly MappingFault[];
}
