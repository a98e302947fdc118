import { Problem } from '../base/problem.ts';
import { collectDestination, collectSource, type FirstResources } from '../inventory/collect.ts';
import { findUnmoved } from '../inventory/find-unmoved.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { movedServers } from '../inventory/moved-servers.ts';
import { select } from '../inventory/select.ts';
import type { Selection } from '../inventory/selection.ts';
import { readRoom } from '../openstack/room.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Choices, KindName, Scope } from '../resources/kind.ts';
import { kindNames } from '../resources/kind-name.ts';
import { savePlan, sealPlan } from '../store/plans.ts';
import type { Store } from '../store/store.ts';
import { knownTwins } from '../store/twins.ts';
import { choicesOf } from './choices-of.ts';
import type { Pair } from './open-pair.ts';

export interface PlanWishes {
  readonly selection: Selection;
  readonly disk: Choices['disk'];
  readonly quiesce: Choices['quiesce'];
  readonly defaultQuotas?: Choices['defaultQuotas'];
  readonly mapping: Readonly<Record<string, string>>;
  readonly leaveBlocked: boolean;
  /** How many servers may be down for their move at once. */
  readonly serversAtOnce?: number | undefined;
}

/** Looks at both clouds, makes the plan and saves it. Writes nothing to a cloud. */
export async function planMigration(pair: Pair, store: Store, wishes: PlanWishes): Promise<Plan> {
  const { selection, mapping, leaveBlocked, serversAtOnce } = wishes;
  const choices = await choicesOf(pair, wishes);
  const source = await collectSource(pair.source, selection);
  const known = await knownTwins(store, pair.source.name, pair.destination.name);
  const { chosen } = select(source, selection, choices, movedServers(known));
  const isChosen = new Set(chosen.map(({ kind, resource }) => `${kind}/${resource.id}`));
  const destination = await collectDestination(pair.destination, (first) => scopeOf(first, source, isChosen, mapping));
  validateMapping(mapping, source, destination);
  const idsOf = (kind: KindName): string[] => chosen.flatMap((one) => (one.kind === kind ? [one.resource.id] : []));
  const scope = { projectIds: idsOf('project'), userIds: idsOf('user'), isAll: selection.all };
  const [room, unmoved] = await Promise.all([
    readRoom(pair.destination, projectsToCount(destination, source, isChosen, mapping)),
    findUnmoved(pair.source, source, scope),
  ]);
  const createdAt = new Date().toISOString();
  const parts = {
    source,
    destination,
    selection,
    choices,
    mapping,
    known,
    room,
    unmoved,
    leaveBlocked,
    serversAtOnce,
    createdAt,
  };
  const plan = sealPlan(makePlan(parts));
  await savePlan(store, plan);
  return plan;
}

/** The destination's projects and users that may stand for chosen ones: of the same name, in any domain, or mapped. */
function scopeOf(
  first: FirstResources,
  source: Inventory,
  isChosen: ReadonlySet<string>,
  mapping: Readonly<Record<string, string>>,
): Scope {
  const mapped = new Set(Object.values(mapping));
  const idsOf = (kind: 'project' | 'user'): string[] => {
    const wanted = new Set(
      source.resources[kind].filter(({ id }) => isChosen.has(`${kind}/${id}`)).map(({ name }) => name),
    );
    return first[kind]
      .filter((own) => wanted.has(own.name) || mapped.has(own.name) || mapped.has(own.id))
      .map(({ id }) => id);
  };
  return { projectIds: idsOf('project'), userIds: idsOf('user') };
}

/** Those in which something may be created, and the one that we are logged in to: keypairs count there. */
function projectsToCount(
  { cloud, resources }: Inventory,
  source: Inventory,
  isChosen: ReadonlySet<string>,
  mapping: Readonly<Record<string, string>>,
): string[] {
  const { projectIds = [] } = scopeOf({ ...resources }, source, isChosen, mapping);
  return [...new Set([...projectIds, ...(cloud.projectId === undefined ? [] : [cloud.projectId])])];
}

/** Each pair must name one thing on each side. */
function validateMapping(mapping: Readonly<Record<string, string>>, source: Inventory, destination: Inventory): void {
  for (const [from, to] of Object.entries(mapping)) {
    const kind = kindNames.find((name) => from.startsWith(`${name}:`));
    if (kind === undefined) {
      const cure = `Write it as --map KIND:SOURCE=DESTINATION with a kind of ${kindNames.join(', ')}.`;
      throw new Problem({ summary: `the mapping ${from}=${to} names no kind`, cure, remedy: 'ask' });
    }
    const word = from.slice(kind.length + 1);
    const sides = [
      { side: 'source', word, found: source.resources[kind] },
      { side: 'destination', word: to, found: destination.resources[kind] },
    ];
    for (const one of sides) {
      const count = one.found.filter(({ id, name }) => id === one.word || name === one.word).length;
      if (count === 1) continue;
      const howMany = count === 0 ? 'no' : 'more than one';
      const summary = `the mapping ${from}=${to} names ${howMany} ${kind} of the ${one.side}`;
      const names = [...new Set(one.found.map(({ name }) => name))].slice(0, 8).join(', ');
      const cure = count === 0 ? `The ${one.side} has: ${names || `no ${kind}`}.` : 'Name it by its id.';
      throw new Problem({ summary, cure, remedy: 'ask' });
    }
  }
}
