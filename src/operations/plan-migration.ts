import { Problem } from '../base/problem.ts';
import { collectDestination, collectSource, type FirstResources } from '../inventory/collect.ts';
import { completeInventory } from '../inventory/complete-inventory.ts';
import { findNeighbours } from '../inventory/find-neighbours.ts';
import { findUnmoved } from '../inventory/find-unmoved.ts';
import { findUserQuotas } from '../inventory/find-user-quotas.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { movedServers } from '../inventory/moved-servers.ts';
import { type Chosen, select, type Selected } from '../inventory/select.ts';
import type { Selection } from '../inventory/selection.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { type ProjectQuotas, readQuotas } from '../openstack/quotas.ts';
import { readRoom } from '../openstack/room.ts';
import type { Cutover } from '../plan/cutover.ts';
import { findByWord } from '../plan/find-by-word.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { MappingFile } from '../plan/mapping-file.ts';
import { mappingWords } from '../plan/mapping-words.ts';
import type { Plan } from '../plan/plan.ts';
import { renameTwins } from '../plan/rename-twins.ts';
import type { Choices, KindName, Resource, Scope } from '../resources/kind.ts';
import { kindNames } from '../resources/kind-name.ts';
import { savePlan, sealPlan } from '../store/plans.ts';
import type { Store } from '../store/store.ts';
import { knownTwins } from '../store/twins.ts';
import { checkedDestination } from './checked-destination.ts';
import { choicesOf } from './choices-of.ts';
import { copierFactsOf } from './copier-facts-of.ts';
import type { Pair } from './open-pair.ts';

export interface PlanWishes {
  readonly selection: Selection;
  readonly disk: Choices['disk'];
  readonly quiesce: Choices['quiesce'];
  readonly warm?: Choices['warm'];
  readonly defaultQuotas?: Choices['defaultQuotas'];
  /** Of options and file together. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly zones?: Choices['zones'];
  readonly physicalNetworks?: Choices['physicalNetworks'];
  readonly rename?: Choices['rename'];
  /** What is to copy disks; Ceph where that is possible when absent. */
  readonly copier?: Choices['copier'];
  /** What the mapping file says, with the places of its words. */
  readonly mappingFile?: MappingFile | undefined;
  readonly leaveBlocked: boolean;
  /** How many servers may be down for their move at once. */
  readonly serversAtOnce?: number | undefined;
  /** When servers may be brought to rest. */
  readonly cutover?: Cutover | undefined;
}

/** Looks at both clouds, makes the plan and saves it. Writes nothing to a cloud. */
export async function planMigration(pair: Pair, store: Store, wishes: PlanWishes): Promise<Plan> {
  const { selection, mapping, mappingFile, leaveBlocked, serversAtOnce, cutover } = wishes;
  const choices = await choicesOf(pair, wishes);
  const known = await knownTwins(store, pair.source.name, pair.destination.name);
  const selectFrom = (inventory: Inventory): Selected => select(inventory, selection, choices, movedServers(known));
  const source = await completeSource(pair.source, selection, selectFrom);
  const { chosen } = selectFrom(source);
  const renamed = renameTwins(chosen, source, choices.rename);
  const narrow = await collectDestination(pair.destination, (first) => scopeOf(first, renamed, mapping));
  const destination = await checkedDestination(pair, mappingFile, { source, destination: narrow });
  validateMapping(optionsOf(mapping, mappingFile), source, destination);
  const idsOf = (kind: KindName): string[] => chosen.flatMap((one) => (one.kind === kind ? [one.resource.id] : []));
  const scope = { projectIds: idsOf('project'), userIds: idsOf('user'), isAll: selection.all };
  const [room, unmoved, userQuotas, neighbours, sourceQuotas] = await Promise.all([
    readRoom(pair.destination, projectsToCount(destination, renamed, mapping)),
    findUnmoved(pair.source, source, scope),
    findUserQuotas(pair.source, source, scope.projectIds),
    isNarrow(selection) ? findNeighbours(pair.source, source, chosen) : [],
    chosen.some(({ kind }) => kind === 'volume') ? quotasOfOurs(pair.source, source) : undefined,
  ]);
  const ofKind = (name: KindName) => renamed.filter(({ kind }) => kind === name).map(({ resource }) => resource);
  const servers = choices.disk === 'snapshot' ? ofKind('server') : [];
  const disks = { volumes: ofKind('volume'), images: ofKind('image'), servers };
  const copying = await copierFactsOf(pair, choices.copier ?? 'auto', disks, room.pools ?? []);
  const createdAt = new Date().toISOString();
  const parts = {
    source,
    destination,
    selection,
    choices,
    mapping,
    known,
    room,
    sourceQuotas,
    unmoved: {
      unmoved: [...unmoved.unmoved, ...userQuotas.unmoved],
      findings: [...unmoved.findings, ...userQuotas.findings],
    },
    neighbours,
    copying,
    leaveBlocked,
    serversAtOnce,
    cutover,
    createdAt,
  };
  const plan = sealPlan(makePlan(parts));
  await savePlan(store, plan);
  return plan;
}

/** Whether only what some projects have was looked at. */
function isNarrow({ all, projects }: Selection): boolean {
  return !all && projects.length > 0;
}

/** All of the source that is chosen; only one that was narrowed to projects can lack what these need. */
async function completeSource(
  cloud: Cloud,
  selection: Selection,
  selectFrom: (inventory: Inventory) => Selected,
): Promise<Inventory> {
  const inventory = await collectSource(cloud, selection);
  return isNarrow(selection) ? await completeInventory(cloud, inventory, selectFrom) : inventory;
}

/** Of the project that we are logged in to; undefined where the cloud does not tell. */
async function quotasOfOurs(cloud: Cloud, { cloud: { projectId } }: Inventory): Promise<ProjectQuotas | undefined> {
  if (projectId === undefined) return undefined;
  try {
    return await readQuotas(cloud, projectId);
  } catch (problem) {
    if (problem instanceof Problem) return undefined;
    throw problem;
  }
}

/** The destination's projects and users that may stand for chosen ones: of the same name in any domain, or mapped. */
function scopeOf(first: FirstResources, chosen: readonly Chosen[], mapping: Readonly<Record<string, string>>): Scope {
  const mapped = new Set(Object.values(mapping));
  const isMapped = (own: Resource): boolean => [own.name, own.id, nameInDomain(own)].some((word) => mapped.has(word));
  const idsOf = (kind: 'project' | 'user'): string[] => {
    const wanted = new Set(chosen.filter((one) => one.kind === kind).map(({ resource }) => resource.name));
    return first[kind].filter((one) => wanted.has(one.name) || isMapped(one)).map(({ id }) => id);
  };
  return { projectIds: idsOf('project'), userIds: idsOf('user') };
}

/** Those in which something may be created, and the one that we are logged in to: keypairs count there. */
function projectsToCount(
  { cloud, resources }: Inventory,
  chosen: readonly Chosen[],
  mapping: Readonly<Record<string, string>>,
): string[] {
  const { projectIds = [] } = scopeOf({ ...resources }, chosen, mapping);
  return [...new Set([...projectIds, ...(cloud.projectId === undefined ? [] : [cloud.projectId])])];
}

/** The pairs that options give: those of the file are checked with their places. */
function optionsOf(mapping: Readonly<Record<string, string>>, file: MappingFile | undefined): Record<string, string> {
  const ofFile = mappingWords(file?.entries ?? [], {}).mapping;
  return Object.fromEntries(Object.entries(mapping).filter(([from, to]) => ofFile[from] !== to));
}

function nameInDomain(resource: Resource): string {
  const domain = 'domainName' in resource ? String(resource.domainName) : '';
  return `${domain}/${resource.name}`;
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
      { side: 'source', word, from: source },
      { side: 'destination', word: to, from: destination },
    ];
    for (const one of sides) {
      const among = one.from.resources[kind];
      const count = findByWord(kind, one.word, among, one.from.resources.project).length;
      if (count === 1) continue;
      const howMany = count === 0 ? 'no' : 'more than one';
      const summary = `the mapping ${from}=${to} names ${howMany} ${kind} of the ${one.side}`;
      const names = [...new Set(among.map(({ name }) => name))].slice(0, 8).join(', ');
      const cure = count === 0 ? `The ${one.side} has: ${names || `no ${kind}`}.` : 'Name it by its id.';
      throw new Problem({ summary, cure, remedy: 'ask' });
    }
  }
}
