import type { Shape } from './shape.ts';

/** Something in which the two answers differ. */
export interface Difference {
  /** Dotted, `*` for the members of a list; `$status`, `$states`… for what is not in the body. */
  readonly path: string;
  readonly lab: string;
  readonly sim: string;
}

/** Outside of lists all keys and types must be equal; among the members of a list one side may show fewer of them. */
export function compareShapes(lab: Shape, sim: Shape, path = '', isInList = false): Difference[] {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  if (!agree(lab.types, sim.types, isInList)) return [{ path: path || '$body', lab: words(lab), sim: words(sim) }];
  const names = new Set([...lab.keys.keys(), ...sim.keys.keys()]);
  const differences = [...names].flatMap((name) => {
    const [one, other] = [lab.keys.get(name), sim.keys.get(name)];
    if (one !== undefined && other !== undefined) return compareShapes(one.shape, other.shape, at(name), isInList);
    const isFine = (one ?? other)?.isOptional === true;
    return isFine ? [] : [{ path: at(name), lab: words(one?.shape), sim: words(other?.shape) }];
  });
  return [...differences, ...compareMembers(lab, sim, at('*'), isInList)];
}

function compareMembers(lab: Shape, sim: Shape, path: string, isInList: boolean): Difference[] {
  if (lab.members !== undefined && sim.members !== undefined)
    return compareShapes(lab.members, sim.members, path, true);
  if (lab.members === sim.members || isInList) return [];
  return [{ path, lab: words(lab.members), sim: words(sim.members) }];
}

function agree(one: ReadonlySet<string>, other: ReadonlySet<string>, isInList: boolean): boolean {
  const [small, large] = one.size <= other.size ? [one, other] : [other, one];
  return (isInList || small.size === large.size) && [...small].every((type) => large.has(type));
}

function words(shape: Shape | undefined): string {
  return shape === undefined ? 'absent' : [...shape.types].toSorted().join(' or ');
}
