import { assert } from '../base/assert.ts';
import { keyOf } from '../inventory/select.ts';
import { quotaServices } from '../openstack/quotas.ts';
import { kinds } from '../resources/all.ts';
import type { Choices, Ref, Resource } from '../resources/kind.ts';
import type { Decision } from './decide.ts';
import { connectionSteps } from './connection-steps.ts';
import { creationSteps } from './creation-steps.ts';
import type { PlanNode, StepName } from './plan.ts';
import { type VolumeCarriage, volumeCarriage } from './volume-carriage.ts';

/**
 * A milestone of a resource: that its twin is there, or that it is joined to all it links to. Milestones without steps
 * only pass the order on.
 */
interface Milestone {
  readonly key: string;
  readonly decision: Decision;
  readonly steps: readonly StepName[];
  readonly after: Set<string>;
}

/** Pure: the nodes of a plan with their order. What is joined by `connect` may cycle; what `needs` may not. */
export function makeGraph(decisions: readonly Decision[], choices: Choices, isGated: boolean): PlanNode[] {
  const milestones = new Map<string, Milestone>();
  const carriage = volumeCarriage(volumesToMake(decisions));
  const ways = { choices, carriage, isGated };
  for (const decision of decisions) {
    const key = keyOf(decision.chosen.kind, decision.chosen.resource.id);
    const created = { key, decision, steps: creationSteps(decision, ways), after: new Set<string>() };
    const connected = { key: connectKey(key), decision, steps: connectionSteps(decision), after: new Set([key]) };
    milestones.set(key, created).set(connected.key, connected);
  }
  for (const { key, decision, after } of milestones.values()) addEdges(key, decision, after, milestones, choices);
  addCarriageEdges(milestones, carriage);
  addLastEdges(milestones);
  return flatten(milestones);
}

function volumesToMake(decisions: readonly Decision[]): Resource[] {
  const made = decisions.filter(({ chosen, action }) => chosen.kind === 'volume' && action === 'create');
  return made.map(({ chosen }) => chosen.resource);
}

/** A server comes after the one that takes along what both share; what waits for a volume waits for its server. */
function addCarriageEdges(milestones: ReadonlyMap<string, Milestone>, carriage: VolumeCarriage): void {
  for (const {
    key,
    decision: { chosen },
    after,
  } of milestones.values()) {
    const { kind, resource } = chosen;
    const leader = kind === 'server' ? carriage.leaderOf(resource.id) : undefined;
    if (leader !== undefined && key === keyOf(kind, resource.id)) {
      // They rest from the leader's beginning on: what any of them needs is there before.
      for (const need of after) milestones.get(keyOf('server', leader))?.after.add(need);
      after.add(keyOf('server', leader));
    }
    const carrier = kind === 'volume' ? carriage.carrierOf(resource.id) : undefined;
    if (carrier === undefined) continue;
    for (const ref of kinds.volume.precedes?.(resource) ?? []) {
      milestones.get(connectKey(keyOf(ref.kind, ref.id)))?.after.add(keyOf('server', carrier));
    }
  }
}

export function connectKey(key: string): string {
  return `${key}/connect`;
}

function addEdges(
  key: string,
  decision: Decision,
  after: Set<string>,
  milestones: ReadonlyMap<string, Milestone>,
  choices: Choices,
): void {
  const { chosen } = decision;
  const kind = kinds[chosen.kind];
  const target = ({ kind: name, id, state }: Ref): string =>
    state === 'connected' ? connectKey(keyOf(name, id)) : keyOf(name, id);
  const isCreation = key === keyOf(chosen.kind, chosen.resource.id);
  const links = kind.links?.(chosen.resource) ?? [];
  // A workload is joined within its own itinerary: what it links to is there before that begins.
  const isJoinedWithin = kind.category === 'workload';
  const refs = isCreation ? [...kind.needs(chosen.resource, choices), ...(isJoinedWithin ? links : [])] : links;
  for (const ref of refs) if (milestones.has(target(ref))) after.add(target(ref));
  if (!isCreation) return;
  addQuotaEdges(key, decision, after, milestones);
  for (const ref of kind.precedes?.(chosen.resource) ?? []) {
    milestones.get(connectKey(keyOf(ref.kind, ref.id)))?.after.add(key);
  }
}

/** What is joined last comes after everything but what is joined last too. */
function addLastEdges(milestones: ReadonlyMap<string, Milestone>): void {
  const all = [...milestones.values()];
  const isLast = ({ key, decision: { chosen } }: Milestone): boolean =>
    kinds[chosen.kind].connectsLast === true && key !== keyOf(chosen.kind, chosen.resource.id);
  const others = all.filter((one) => !isLast(one));
  for (const { after } of all.filter((one) => isLast(one) && one.steps.length > 0)) {
    for (const { key } of others) after.add(key);
  }
}

/** What a project has comes after its quota, which may be larger than the default; a smaller one is set at the end. */
function addQuotaEdges(
  key: string,
  { chosen: { kind, resource } }: Decision,
  after: Set<string>,
  milestones: ReadonlyMap<string, Milestone>,
): void {
  if (kind === 'quota' || resource.projectId === undefined) return;
  const quotaKey = keyOf('quota', resource.projectId);
  if (!milestones.has(quotaKey) || !quotaServices.some((service) => service === kinds[kind].service)) return;
  after.add(quotaKey);
  milestones.get(connectKey(quotaKey))?.after.add(key);
}

/** Leaves out milestones without steps, and lets what came after them come after what they came after. */
function flatten(milestones: ReadonlyMap<string, Milestone>): PlanNode[] {
  const reached = new Map<string, ReadonlySet<string>>();
  const onTheWay = new Set<string>();
  const before = (key: string): ReadonlySet<string> => {
    const held = reached.get(key);
    if (held !== undefined) return held;
    assert(
      !onTheWay.has(key),
      `the order of creation turns in a circle at ${key}: a kind says needs where it means links`,
    );
    onTheWay.add(key);
    const found = new Set<string>();
    for (const other of milestones.get(key)?.after ?? []) {
      if ((milestones.get(other)?.steps.length ?? 0) > 0) found.add(other);
      for (const further of before(other)) found.add(further);
    }
    onTheWay.delete(key);
    reached.set(key, found);
    return found;
  };
  const nodes: PlanNode[] = [];
  for (const { key, decision, steps } of milestones.values()) {
    const needs = before(key);
    if (steps.length === 0) continue;
    const { kind, resource, name } = decision.chosen;
    nodes.push({ key, kind, id: resource.id, name, steps: [...steps], needs: [...needs].toSorted() });
  }
  return nodes;
}
