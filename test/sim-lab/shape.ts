/**
 * What an answer looks like, whatever its values. A list has the union of its members' shapes, in which a key that
 * not every member has is optional.
 */
export interface Shape {
  /** `string`, `number`, `boolean`, `null`, `object`, `list`, `nothing`. */
  readonly types: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, { readonly shape: Shape; readonly isOptional: boolean }>;
  /** Undefined for what is no list, or an empty one. */
  readonly members: Shape | undefined;
}

/** `nameOf` gives keys that are values of this cloud alone, such as ids, one name for both sides. */
export function shapeOf(value: unknown, nameOf: (key: string) => string): Shape {
  if (Array.isArray(value)) {
    const members = value.map((member) => shapeOf(member, nameOf));
    return { types: new Set(['list']), keys: new Map(), members: members.length === 0 ? undefined : union(members) };
  }
  if (typeof value !== 'object' || value === null) {
    const type = value === null ? 'null' : value === undefined ? 'nothing' : typeof value;
    return { types: new Set([type]), keys: new Map(), members: undefined };
  }
  const keys = Object.entries(value).map(
    ([key, part]) => [nameOf(key), { shape: shapeOf(part, nameOf), isOptional: false }] as const,
  );
  return { types: new Set(['object']), keys: new Map(keys), members: undefined };
}

function union(shapes: readonly Shape[]): Shape {
  const objects = shapes.filter(({ types }) => types.has('object'));
  const names = new Set(objects.flatMap(({ keys }) => [...keys.keys()]));
  const keys = [...names].map((name) => {
    const found = objects.flatMap((shape) => shape.keys.get(name) ?? []);
    const isOptional = found.length < objects.length || found.some((entry) => entry.isOptional);
    return [name, { shape: union(found.map(({ shape }) => shape)), isOptional }] as const;
  });
  const members = shapes.flatMap((shape) => shape.members ?? []);
  return {
    types: new Set(shapes.flatMap(({ types }) => [...types])),
    keys: new Map(keys),
    members: members.length === 0 ? undefined : union(members),
  };
}
