import { Problem } from '../base/problem.ts';
import { allKinds, kinds } from '../resources/all.ts';
import type { Choices, KindName, Resource, Strategy } from '../resources/kind.ts';
import { labelOf } from '../resources/label-of.ts';
import { chooseByName, matches } from './choose-by-name.ts';
import type { Inventory } from './inventory.ts';
import { ownedBy } from './owned-by.ts';
import type { Selection } from './selection.ts';
import { isAbout } from './strategy-fault.ts';
import { usedKeys } from './used-keys.ts';

/** A resource that the selection names, for itself and not because another needs it. */
export interface Root {
  readonly kind: KindName;
  readonly resource: Resource;
}

type Test = (kind: KindName, resource: Resource) => boolean;

const always: Test = () => true;

/**
 * Pure: the resources that a selection names. Its strategies narrow each other; words of one strategy add to each
 * other. `moved` are the ids of servers that a limit passes over. Throws a Problem for words that mean nothing.
 */
export function roots(
  inventory: Inventory,
  selection: Selection,
  choices: Choices,
  moved: ReadonlySet<string> = new Set(),
): Root[] {
  const isOwned = ownedTest(inventory, selection, choices);
  const narrowing: readonly [Strategy, Test][] = [
    ['project', isOwned],
    ['specific', specificTest(inventory, selection, isOwned)],
    ['host', hostTest(inventory, selection)],
    ['user', userTest(inventory, selection)],
  ];
  const isPublic = publicTest(selection);
  const isChosen: Test = (kind, resource) =>
    isPublic(kind, resource) &&
    narrowing.every(([strategy, test]) => isOnlyForServers(selection, kind, strategy) || test(kind, resource));
  const isUsing: Test = (kind, resource) => narrowing.every(([, test]) => test(kind, resource));
  const isUsed = usedTest(inventory, selection, choices, isUsing);
  const isRootKind = rootKinds(selection);
  const isLeftOut = leftOutTest(inventory, selection);
  const isExtra: Test = (kind, resource) =>
    selection.supplementary === 'all' && kinds[kind].category === 'supplementary' && isOwned(kind, resource);
  const found = allKinds.flatMap(({ name: kind }) =>
    inventory.resources[kind]
      .filter((resource) => isWanted(kind, resource, selection) && !isLeftOut(kind, resource))
      .filter(
        (resource) =>
          (isRootKind.has(kind) && isChosen(kind, resource) && isUsed(kind, resource)) || isExtra(kind, resource),
      )
      .map((resource): Root => ({ kind, resource })),
  );
  return limited(found, selection, moved);
}

/** With `used`, a strategy that the kind does not have says which servers' use counts. */
function isOnlyForServers({ used }: Selection, kind: KindName, strategy: Strategy): boolean {
  return used && strategy !== 'specific' && !isAbout(kind, strategy);
}

/** Kinds that may be roots: those that were named, else those that the strategies are about. */
function rootKinds({ kinds: named, specific, servers, hosts, users, limit }: Selection): ReadonlySet<KindName> {
  if (named.length + specific.length > 0) return new Set([...named, ...specific.map(({ kind }) => kind)]);
  if (servers.length + hosts.length > 0 || limit !== undefined) return new Set<KindName>(['server']);
  const able = users.length > 0 ? allKinds.filter(({ strategies }) => strategies.includes('user')) : allKinds;
  return new Set(able.map(({ name }) => name));
}

function ownedTest(inventory: Inventory, { projects }: Selection, choices: Choices): Test {
  if (projects.length === 0) return always;
  const ids = projects.flatMap((word) => chooseByName('project', word, inventory.resources.project));
  return ownedBy(inventory, new Set(ids.map(({ id }) => id)), choices);
}

function specificTest(inventory: Inventory, { specific, servers }: Selection, isOwned: Test): Test {
  const words = [...specific, ...servers.map((word) => ({ kind: 'server', word }) as const)];
  if (words.length === 0) return always;
  const keys = new Set(
    words.flatMap(({ kind, word }) => {
      const among = inventory.resources[kind].filter((resource) => isOwned(kind, resource));
      const { aliases } = kinds[kind];
      const byAlias = among.filter((resource) => aliases?.(resource).includes(word) === true);
      const found = byAlias.length > 0 ? byAlias : chooseByName(kind, word, among);
      if (!word.includes('*')) refuseOwn(kind, found);
      return found.map(({ id }) => `${kind}/${id}`);
    }),
  );
  const named = new Set(words.map(({ kind }) => kind));
  return (kind, { id }) => !named.has(kind) || keys.has(`${kind}/${id}`);
}

/** What belongs to the cloud itself is passed over by patterns; somebody who names it has to be told. */
function refuseOwn(kind: KindName, found: readonly Resource[]): void {
  const [own] = found;
  const isOwn = (resource: Resource): boolean => kinds[kind].isMovable?.(resource) === false;
  if (own === undefined || isMovableByName(kind) || !found.every((one) => isOwn(one))) return;
  throw new Problem({
    summary: `${kind} ${labelOf(kind, own)} belongs to the cloud itself and is not moved`,
    cure: 'Every cloud makes its own. Leave it out, or choose by a pattern, which passes over it.',
    remedy: 'ask',
  });
}

/** The project of the cloud's own services is left out unless it is named. */
function isMovableByName(kind: KindName): boolean {
  return kind === 'project';
}

function hostTest(inventory: Inventory, { hosts }: Selection): Test {
  if (hosts.length === 0) return always;
  const known = [...new Set(inventory.resources.server.flatMap((one) => kinds.server.hostOf?.(one) ?? []))];
  const among = known.map((name) => ({ id: name, name }));
  const wanted = new Set(hosts.flatMap((word) => chooseByName('host with servers', word, among).map(({ id }) => id)));
  return (kind, resource) => wanted.has(kinds[kind].hostOf?.(resource) ?? '');
}

function userTest(inventory: Inventory, { users }: Selection): Test {
  if (users.length === 0) return always;
  const found = users.flatMap((word) => chooseByName('user', word, inventory.resources.user));
  const ids = new Set(found.map(({ id }) => id));
  return (kind, resource) => ids.has(kinds[kind].userOf?.(resource) ?? '');
}

function publicTest({ public: isPublic }: Selection): Test {
  return isPublic ? (kind, resource) => kinds[kind].isPublic?.(resource) === true : always;
}

/** What goes along with something that the operator excluded would bring it back: it is left out too. */
function leftOutTest(inventory: Inventory, { exclude }: Selection): Test {
  if (exclude.length === 0) return () => false;
  const excluded = new Set(
    allKinds.flatMap(({ name }) =>
      inventory.resources[name].filter((one) => isExcluded(name, one, exclude)).map(({ id }) => `${name}/${id}`),
    ),
  );
  return (kind, resource) =>
    (kinds[kind].follows?.(resource) ?? []).some((ref) => excluded.has(`${ref.kind}/${ref.id}`));
}

/** What is used by those servers that the other strategies leave. */
function usedTest(inventory: Inventory, { used }: Selection, choices: Choices, isUsing: Test): Test {
  if (!used) return always;
  const servers = inventory.resources.server.filter(
    (one) => kinds.server.isMovable?.(one) !== false && isUsing('server', one),
  );
  const keys = usedKeys(inventory, servers, choices);
  return (kind, { id }) => keys.has(`${kind}/${id}`);
}

/** The first so many servers by name that have not moved; the next command takes the next ones. */
function limited(found: Root[], { limit }: Selection, moved: ReadonlySet<string>): Root[] {
  if (limit === undefined) return found;
  const servers = found
    .filter(({ kind, resource }) => kind === 'server' && !moved.has(resource.id))
    .toSorted(({ resource: a }, { resource: b }) => compareText(a.name, b.name) || compareText(a.id, b.id));
  return [...found.filter(({ kind }) => kind !== 'server'), ...servers.slice(0, limit)];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** False for what the operator excluded and for what belongs to the cloud itself. */
export function isWanted(kind: KindName, resource: Resource, selection: Selection): boolean {
  const { exclude } = selection;
  const isOwn = kinds[kind].isMovable?.(resource) === false;
  if (isOwn && !(isMovableByName(kind) && isNamed(resource, selection))) return false;
  return !isExcluded(kind, resource, exclude);
}

function isExcluded(kind: KindName, { id, name }: Resource, exclude: Selection['exclude']): boolean {
  return exclude.some((word) => {
    const bare = word.startsWith(`${kind}:`) ? word.slice(kind.length + 1) : word;
    return bare === id || matches(name, bare);
  });
}

/** True for a project that is named by a whole word. */
function isNamed({ id, name }: Resource, { projects, specific }: Selection): boolean {
  const words = [...projects, ...specific.flatMap(({ kind, word }) => (kind === 'project' ? [word] : []))];
  return words.some((word) => word === id || word === name);
}
