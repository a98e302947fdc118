import { Problem } from '../base/problem.ts';

/** What one YAML scalar can be, typed as PyYAML types it: an integer is a bigint, a float a number. */
export type Scalar = string | boolean | bigint | number | null;

/** One value of a cloud's configuration. `place` is `file:line:column`, or the name of an environment variable. */
export type Field =
  | { readonly shape: 'scalar'; readonly place: string; readonly scalar: Scalar }
  | { readonly shape: 'list'; readonly place: string; readonly list: readonly Field[] }
  | Mapping;

export interface Mapping {
  readonly shape: 'mapping';
  readonly place: string;
  readonly fields: ReadonlyMap<string, Field>;
}

/**
 * A field that has to be a mapping; an empty one counts as an empty mapping. Throws a Problem that says `what` it is.
 */
export function mappingOf(field: Field, what: string): Mapping {
  if (field.shape === 'mapping') return field;
  if (field.shape === 'scalar' && field.scalar === null)
    return { shape: 'mapping', place: field.place, fields: new Map() };
  throw wrongType(field, what, 'a mapping (lines of "key: value")');
}

/** The Problem of a field that has the wrong type. Its value is never shown: it may be a secret. */
export function wrongType(field: Field, what: string, expected: string): Problem {
  const found = field.shape === 'scalar' ? scalarWord(field.scalar) : `a ${field.shape}`;
  return new Problem({
    summary: `${what} must be ${expected}, but is ${found}`,
    remedy: 'ask',
    resource: field.place,
    cure: 'Correct it there and try again.',
  });
}

/** Lays `over` on `base`, mapping by mapping, as openstacksdk lays secure.yaml on clouds.yaml. */
export function mergeDeep(base: Field, over: Field): Field {
  if (over.shape !== 'mapping' || base.shape !== 'mapping') return over;
  const fields = new Map(base.fields);
  for (const [key, field] of over.fields) {
    const below = fields.get(key);
    fields.set(key, below === undefined ? field : mergeDeep(below, field));
  }
  return { ...base, fields };
}

/** Lays `over` on `base`: `auth` key by key, all else as a whole, as openstacksdk lays a cloud on its profile. */
export function mergeEntry(base: Mapping, over: Mapping): Mapping {
  const fields = new Map(base.fields);
  for (const [key, field] of over.fields) {
    const below = fields.get(key);
    const isAuth = key === 'auth' && below?.shape === 'mapping' && field.shape === 'mapping';
    fields.set(key, isAuth ? { ...field, fields: new Map([...below.fields, ...field.fields]) } : field);
  }
  return { ...over, fields };
}

/** Writes the keys of the mappings in `field` with underscores: `auth-url` and `auth_url` are one key. */
export function underscoreKeys(mapping: Mapping): Mapping {
  const fields = new Map<string, Field>();
  for (const [key, field] of mapping.fields) {
    fields.set(key.replaceAll('-', '_'), field.shape === 'mapping' ? underscoreKeys(field) : field);
  }
  return { ...mapping, fields };
}

/** The bare value, for a schema to look at. */
export function plainValue(field: Field): unknown {
  if (field.shape === 'scalar') return field.scalar;
  if (field.shape === 'list') return field.list.map(plainValue);
  return Object.fromEntries([...field.fields].map(([key, part]) => [key, plainValue(part)]));
}

/** The field at `path` below `field`, or the deepest one on the way to it. */
export function fieldAt(field: Field, path: readonly PropertyKey[]): Field {
  const [key, ...rest] = path;
  if (field.shape !== 'mapping' || key === undefined) return field;
  const part = field.fields.get(String(key));
  return part === undefined ? field : fieldAt(part, rest);
}

/** The text of a number or text as Python's `str` gives it; undefined for what is neither, and for an empty value. */
export function scalarText(scalar: Scalar): string | undefined {
  if (typeof scalar === 'string') return scalar === '' ? undefined : scalar;
  if (typeof scalar === 'bigint') return String(scalar);
  if (typeof scalar === 'number') return Number.isInteger(scalar) ? scalar.toFixed(1) : String(scalar);
  return undefined;
}

function scalarWord(scalar: Scalar): string {
  if (scalar === null) return 'empty';
  if (typeof scalar === 'boolean') return 'a boolean (yes, no, on, off, true and false are booleans unless quoted)';
  return typeof scalar === 'string' ? 'text' : 'a number';
}
