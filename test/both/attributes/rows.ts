import type { Cloud, CloudRequest } from '../../../src/openstack/cloud.ts';
import type { Service } from '../../../src/openstack/service.ts';

/** Each kind has one specimen of each: nothing said, everything empty or off, everything unusual. */
export const caseNames = ['default', 'falsy', 'odd'] as const;
export type CaseName = (typeof caseNames)[number];

/** What an API answers for one specimen. */
export type Answer = Readonly<Record<string, unknown>>;

/** The values that an attribute is given; without one the specimen has what the API makes of silence. */
export interface Values {
  readonly falsy?: unknown;
  readonly odd?: unknown;
}

/** The specimens while they are made, on the source. */
export interface Making {
  readonly cloud: Cloud;
  /** What all names begin with. */
  readonly name: string;
  /** Ids of what was made, by `kind/case`, such as `network/odd`; the project that owns it all is `owner`. */
  readonly ids: Map<string, string>;
  send(request: CloudRequest): Promise<void>;
  /** Sent at the end, the last one first. */
  later(request: CloudRequest): void;
}

/** Whose things are looked at on one of the clouds. */
export interface Owners {
  /** What all names begin with. */
  readonly name: string;
  readonly projectId: string;
  readonly userId: string;
  /** The specimens of the kind project. */
  readonly projectIds: ReadonlyMap<CaseName, string>;
}

/** One kind with its attributes, as its API names them; a dot leads into an object, or into each of a list. */
export interface Rows {
  readonly kind: string;
  readonly service: Service;
  readonly path: string;
  /** What one of them is called in a body; undefined where the body is not wrapped. */
  readonly key: string | undefined;
  readonly microversion?: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** The field by which a specimen is found on either cloud: `name` unless given. */
  readonly label?: string;
  readonly attributes: Readonly<Record<string, Values>>;
  /** The cases that there are specimens of: all unless given, since some cost a gibibyte to copy. */
  readonly cases?: readonly CaseName[];
  /** Attributes that creating does not take; `after` gives them. */
  readonly notInBody?: readonly string[];
  /** What stands for creating, where a specimen is part of another: it is known by its case then. */
  make?(making: Making, which: CaseName): Promise<void>;
  /** Attributes that carry the mark: nothing said reads as empty until the mark is taken out. */
  readonly emptyIsNothing?: readonly string[];
  /** What creating needs besides. */
  body?(making: Making, which: CaseName): object;
  /** What creating needs beside the wrapped fields. */
  beside?(making: Making, which: CaseName): object;
  after?(making: Making, id: string, which: CaseName): Promise<void>;
  /** Who creates it: the administrator unless given. */
  creator?(making: Making): Promise<Cloud>;
  /** Where one list does not show them all, or the answer hides what is known. */
  list?(cloud: Cloud, owners: Owners): Promise<readonly Answer[]>;
}

export function idOf({ ids }: Making, key: string): string {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`${key} is not made yet`);
  return id;
}

/** Legal everywhere, and nothing that is easy to carry: quotation marks of two kinds, three scripts, an escape. */
export const oddText = 'Überprüfung “odd” \'"☂ \\n %00 </b>';
export const description: Values = { falsy: '', odd: oddText };
export const oddTags = ['0', 'b', 'x y', 'ä:ö'];
