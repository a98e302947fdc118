import { allKinds, kinds } from '../resources/all.ts';
import { labelOf } from '../resources/label-of.ts';
import type { Choices, KindName, Ref, Resource } from '../resources/kind.ts';
import type { Inventory } from './inventory.ts';
import { isWanted, roots } from './roots.ts';
import type { Selection } from './selection.ts';

/** One resource that is to be on the destination, and why. */
export interface Chosen {
  readonly kind: KindName;
  readonly resource: Resource;
  /** What people call it. */
  readonly name: string;
  /** `selected`, or the resource that needs it, as `server web1`. */
  readonly reason: string;
  /** Its name on the source, where its twin gets another one, which `resource` has already. */
  readonly sourceName?: string;
}

export interface Selected {
  readonly chosen: readonly Chosen[];
  /** References to what the source does not have (any more). */
  readonly dangling: readonly { readonly from: Chosen; readonly ref: Ref }[];
}

/**
 * Pure: the resources that a selection means, and all that they need, links included. A limit passes over the servers
 * of which the ids are in `moved`.
 */
export function select(
  inventory: Inventory,
  selection: Selection,
  choices: Choices,
  moved: ReadonlySet<string> = new Set(),
): Selected {
  const index = new Map(allKinds.flatMap(({ name }) => inventory.resources[name].map((r) => [keyOf(name, r.id), r])));
  const chosen = new Map<string, Chosen>();
  const dangling: { from: Chosen; ref: Ref }[] = [];
  let wave = roots(inventory, selection, choices, moved).map(({ kind, resource }) =>
    choose(kind, resource, 'selected'),
  );
  while (wave.length > 0) {
    const next: Chosen[] = [];
    for (const one of wave) {
      const key = keyOf(one.kind, one.resource.id);
      if (chosen.has(key)) continue;
      chosen.set(key, one);
      const needed = neededBy(one, index, choices);
      next.push(...needed.chosen);
      dangling.push(...needed.dangling);
    }
    wave = next.length > 0 ? next : followers(inventory, selection, chosen);
  }
  return { chosen: [...chosen.values()], dangling };
}

function neededBy(from: Chosen, index: ReadonlyMap<string, Resource>, choices: Choices): Selected {
  const found = refsOf(from, choices).map((ref) => ({ ref, target: index.get(keyOf(ref.kind, ref.id)) }));
  const reason = `${from.kind} ${from.name}`;
  return {
    chosen: found.flatMap(({ ref, target }) => (target === undefined ? [] : [choose(ref.kind, target, reason)])),
    dangling: found.filter(({ target }) => target === undefined).map(({ ref }) => ({ from, ref })),
  };
}

function choose(kind: KindName, resource: Resource, reason: string): Chosen {
  return { kind, resource, name: labelOf(kind, resource), reason };
}

export function keyOf(kind: KindName, id: string): string {
  return `${kind}/${id}`;
}

function refsOf({ kind: name, resource }: Chosen, choices: Choices): Ref[] {
  const kind = kinds[name];
  return [...kind.needs(resource, choices), ...(kind.links?.(resource) ?? [])].filter(
    ({ optional }) => optional !== true,
  );
}

function followers(inventory: Inventory, selection: Selection, chosen: ReadonlyMap<string, Chosen>): Chosen[] {
  return allKinds.flatMap((kind) =>
    inventory.resources[kind.name]
      .map((resource) => ({ kind: kind.name, resource, leaders: kind.follows?.(resource) ?? [] }))
      .filter(({ resource, leaders }) => leaders.length > 0 && !chosen.has(keyOf(kind.name, resource.id)))
      .filter(({ leaders }) => leaders.every((leader) => chosen.has(keyOf(leader.kind, leader.id))))
      .filter(({ resource }) => isWanted(kind.name, resource, selection))
      .map(({ resource, leaders }) => choose(kind.name, resource, `goes with ${leaders[0]?.kind ?? ''}`)),
  );
}
