import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';

const querySchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** The values of a request's query by name; one that is repeated has several. */
export interface Query {
  readonly names: readonly string[];
  all(name: string): readonly string[];
  /** The last of them. */
  get(name: string): string | undefined;
}

export function queryOf(request: FastifyRequest): Query {
  const values = new Map(
    Object.entries(querySchema.parse(request.query)).map(([name, value]) => [name, [value].flat()]),
  );
  return {
    names: [...values.keys()],
    all: (name) => values.get(name) ?? [],
    get: (name) => values.get(name)?.at(-1),
  };
}

/** Since 2.75 a query may hold nothing that is unknown. */
export function refuseUnknown({ names }: Query, known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ApiFault(400, `Additional properties are not allowed ('${unknown}' was unexpected)`);
}

const trueWords = ['1', 't', 'true', 'on', 'y', 'yes'];
const falseWords = ['0', 'f', 'false', 'off', 'n', 'no'];

/** A boolean as oslo.utils reads it; undefined for what is none. */
export function booleanFrom(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (trueWords.includes(word)) return true;
  return falseWords.includes(word) ? false : undefined;
}

/** The same, with a fault 400 for what is none. */
export function strictBoolean(text: string): boolean {
  const found = booleanFrom(text);
  if (found !== undefined) return found;
  const accepted = [...trueWords, ...falseWords].toSorted().map((word) => `'${word}'`);
  throw new ApiFault(400, `Unrecognized value '${text}', acceptable values are: ${accepted.join(', ')}`);
}
