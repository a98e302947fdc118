import { isSameJson } from '../base/json.ts';
import type { Difference } from './kind.ts';

/** The attributes, by name, that do not have the same JSON value on both sides. */
export function differences(
  pairs: Readonly<Record<string, readonly [source: unknown, destination: unknown]>>,
): Difference[] {
  return Object.entries(pairs)
    .filter(([, [source, destination]]) => !isSameJson(source, destination))
    .map(([attribute, [source, destination]]) => ({ attribute, source, destination }));
}

/** A list in which the order carries no meaning, made comparable. */
export function unordered(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).toSorted();
}
