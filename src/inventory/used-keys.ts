import { kinds } from '../resources/all.ts';
import type { Choices, KindName, Resource } from '../resources/kind.ts';
import type { Inventory } from './inventory.ts';

/** Kinds that make the project in use that owns one. */
const marksOfUse = ['role-assignment', 'server', 'image', 'volume', 'network'] as const satisfies readonly KindName[];

/**
 * Pure: what these servers use, as `kind/id`, with what leads to that, such as floating IPs; and the projects that own
 * users, servers, images, volumes or networks.
 * The image that a server was booted from is used, also where the move itself would not need it.
 */
export function usedKeys(inventory: Inventory, servers: readonly Resource[], choices: Choices): ReadonlySet<string> {
  const asBooted: Choices = { ...choices, disk: 'rebuild' };
  const byKey = new Map(
    Object.values(kinds).flatMap(({ name }) => inventory.resources[name].map((one) => [`${name}/${one.id}`, one])),
  );
  const used = new Set<string>();
  const waiting: { kind: KindName; resource: Resource }[] = servers.map((resource) => ({ kind: 'server', resource }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { kind, resource } = next;
    const refs = [...kinds[kind].needs(resource, asBooted), ...(kinds[kind].links?.(resource) ?? [])];
    for (const ref of refs.filter(({ optional }) => optional !== true)) {
      const key = `${ref.kind}/${ref.id}`;
      const target = byKey.get(key);
      if (target === undefined || used.has(key)) continue;
      used.add(key);
      waiting.push({ kind: ref.kind, resource: target });
    }
  }
  for (const key of followers(inventory, used)) used.add(key);
  const owners = marksOfUse.flatMap((kind) =>
    inventory.resources[kind]
      .filter((resource) => kinds[kind].isMovable?.(resource) !== false)
      .flatMap(({ projectId }) => projectId ?? []),
  );
  const projects = [...used].filter((key) => !key.startsWith('project/'));
  return new Set([...projects, ...owners.map((id) => `project/${id}`)]);
}

/** What goes along with what is used, of kinds that can be chosen so. */
function followers(inventory: Inventory, used: ReadonlySet<string>): string[] {
  return Object.values(kinds)
    .filter(({ strategies }) => strategies.includes('used'))
    .flatMap((kind) =>
      inventory.resources[kind.name]
        .map((resource) => ({ key: `${kind.name}/${resource.id}`, leaders: kind.follows?.(resource) ?? [] }))
        .filter(
          ({ leaders }) => leaders.length > 0 && leaders.every((leader) => used.has(`${leader.kind}/${leader.id}`)),
        )
        .map(({ key }) => key),
    );
}
