import type { Finding } from '../base/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Chosen, keyOf } from '../inventory/select.ts';
import { kinds } from '../resources/all.ts';
import { diskImageId } from '../resources/disk-image.ts';
import type { Choices, Difference, Lookup, Ref, Resource } from '../resources/kind.ts';
import { accessFindings } from './access-findings.ts';
import type { PlanAction } from './plan.ts';
import { ownerFindings } from './owner-findings.ts';
import { partingFindings } from './parting-findings.ts';
import { placeholder, twinLookup } from './twin-lookup.ts';

/** The reason of a twin of ours that is as it should be. */
export const movedAlready = 'moved already';

/** The reason of what the operator says stands for it, equal or not. */
export const mappedReason = 'mapped';

/** What the plan does with one resource. */
export interface Decision {
  readonly chosen: Chosen;
  readonly action: PlanAction;
  readonly reason: string;
  readonly twinId?: string;
  readonly draft?: object;
  readonly findings: readonly Finding[];
}

export interface DecisionInput {
  readonly destination: Inventory;
  readonly choices: Choices;
  /** Destination ids that the operator or an earlier run gave, by `kind/source id`. */
  readonly known: ReadonlyMap<string, string>;
  /** Resources whose references lead nowhere, by key. */
  readonly dangling: ReadonlyMap<string, Ref>;
}

/** A resource with what stands for it on the destination, if anything does. */
interface Matched {
  readonly chosen: Chosen;
  readonly findings: readonly Finding[];
  readonly stopped?: Finding;
  readonly twin?: Resource;
  readonly draft?: object;
}

/**
 * Decides what to do with each resource, given in an order in which each comes after what it needs. First all twins are
 * found, then each is compared: what links to each other, in a circle maybe, is compared with all twins known.
 */
export function decide(chosen: readonly Chosen[], input: DecisionInput): Decision[] {
  const twins = new Map<string, string>();
  const lookup = twinLookup(twins, input.choices, input.destination.capabilities);
  const matched = chosen.map((one) => matchTwin(one, input, twins, lookup));
  return judgeAll(matched, input, lookup);
}

/** Judged again as long as one is found whose companion does not move: what needs that does not move either. */
function judgeAll(matched: readonly Matched[], input: DecisionInput, lookup: Lookup): Decision[] {
  const unusable = new Set<string>();
  const decisions = matched.map((one) => {
    const decision = judge(one, input, unusable, lookup);
    const isUsable = decision.action !== 'blocked' && decision.action !== 'conflict';
    if (!isUsable) unusable.add(keyOf(one.chosen.kind, one.chosen.resource.id));
    return decision;
  });
  const partings = new Map([
    ...ownerFindings(decisions, input.destination),
    ...accessFindings(decisions, input.destination),
    ...partingFindings(decisions),
  ]);
  if (partings.size === 0) return decisions;
  const parted = matched.map((one) => {
    const stopped = partings.get(one.chosen);
    return stopped === undefined ? one : { ...one, stopped };
  });
  return judgeAll(parted, input, lookup);
}

/** Finds the twin of one resource, and notes its id, or a placeholder for one to come. */
function matchTwin(chosen: Chosen, input: DecisionInput, twins: Map<string, string>, lookup: Lookup): Matched {
  const { kind: name, resource } = chosen;
  const kind = kinds[name];
  const key = keyOf(name, resource.id);
  const findings = kind.assess?.(resource, lookup) ?? [];
  const stopped = whatStops(chosen, input, ({ kind: needed, id }) => !twins.has(keyOf(needed, id)));
  if (stopped !== undefined) return { chosen, findings, stopped };
  if (name === 'volume' || (name === 'server' && input.choices.disk === 'snapshot')) {
    twins.set(keyOf('image', diskImageId(resource.id)), `<disk of ${chosen.name}>`);
  }
  const listed = input.destination.resources[name].filter((one) => kind.isUnfinished?.(one) !== true);
  const there = kind.isUnmarkable === true ? listed.filter(({ id }) => !isTaken(key, id, input, twins)) : listed;
  const cure = kind.mustExist?.(resource);
  // What must exist is never created, and may belong to what does not move; its draft only tells where to look.
  const lenient: Lookup = { ...lookup, id: (of, id) => lookup.find(of, id) ?? '' };
  const sought = kind.translate(resource, cure === undefined ? lookup : lenient);
  const draft = cure === undefined ? sought : undefined;
  const knownId = input.known.get(key);
  const twin = there.find(({ id }) => id === knownId) ?? kind.match(resource, sought, there);
  const blocker = findings.find(({ severity }) => severity === 'blocker');
  if (twin === undefined && blocker !== undefined) return { chosen, findings, stopped: blocker };
  if (twin === undefined && cure !== undefined) return { chosen, findings, stopped: missing(chosen, cure) };
  twins.set(key, twin?.id ?? placeholder(name, chosen.name));
  return { chosen, findings, ...(twin && { twin }), ...(draft && { draft }) };
}

/** Of things without a mark, one that stands for another already is not looked at. */
function isTaken(key: string, id: string, { known }: DecisionInput, twins: ReadonlyMap<string, string>): boolean {
  const ofKind = key.slice(0, key.indexOf('/') + 1);
  const isOther = ([other, twinId]: readonly [string, string]): boolean =>
    twinId === id && other !== key && other.startsWith(ofKind);
  return [...twins, ...known].some(isOther);
}

function judge(matched: Matched, input: DecisionInput, unusable: ReadonlySet<string>, lookup: Lookup): Decision {
  const { chosen, findings, twin, draft } = matched;
  const kind = kinds[chosen.kind];
  const stopped = matched.stopped ?? whatStops(chosen, input, (ref) => unusable.has(keyOf(ref.kind, ref.id)));
  if (stopped !== undefined) {
    const blockers = findings.filter(({ severity }) => severity === 'blocker');
    // What stays behind loses nothing: only why it stays matters.
    return { chosen, action: 'blocked', reason: stopped.summary, findings: [...new Set([...blockers, stopped])] };
  }
  if (twin === undefined) {
    const reason = kind.isBuiltIn?.(chosen.resource) === true ? 'comes with its project' : chosen.reason;
    return { chosen, action: 'create', reason, findings, ...(draft && { draft }) };
  }
  const key = keyOf(chosen.kind, chosen.resource.id);
  const found = { chosen, twinId: twin.id, findings };
  if (isMapped(input, key, twin)) {
    // It does not move, so that nothing keeps it from moving.
    const others = findings.filter(({ severity }) => severity !== 'blocker');
    return { ...found, findings: others, action: 'adopt', reason: mappedReason };
  }
  const isOurs = input.known.get(key) === twin.id || kind.isMarked?.(chosen.resource, twin) === true;
  return compareTwin(found, twin, isOurs, lookup);
}

interface Found {
  readonly chosen: Chosen;
  readonly twinId: string;
  readonly findings: readonly Finding[];
}

function compareTwin(found: Found, twin: Resource, isOurs: boolean, lookup: Lookup): Decision {
  const { kind: name, resource, name: label } = found.chosen;
  const unequal = kinds[name].compare(resource, twin, lookup);
  // Findings of the source no longer matter for what has moved already.
  if (unequal.length === 0 && isOurs) return { ...found, action: 'skip', reason: movedAlready, findings: [] };
  if (unequal.length === 0) return { ...found, action: 'adopt', reason: 'the same is there' };
  const isWorkload = kinds[name].category === 'workload';
  if (isOurs && !isWorkload) return { ...found, action: 'create', reason: `unfinished: ${attributes(unequal)}` };
  const about = { kind: name, id: resource.id, name: label };
  const detail = unequal.map((one) => describeDifference(one)).join('; ');
  if (isOurs) {
    const summary = `${name} ${label} has moved already, and differs now`;
    const finding: Finding = { severity: 'warning', rule: 'moved-and-differs', summary, detail, resource: about };
    return { ...found, action: 'skip', reason: `moved already; differs: ${attributes(unequal)}`, findings: [finding] };
  }
  const conflict: Finding = {
    severity: 'blocker',
    rule: 'conflict',
    summary: `a different ${name} ${label} is on the destination already`,
    detail,
    resource: about,
    cure: 'Make them equal or rename one, exclude it, or say which one stands for it with --map.',
  };
  return {
    ...found,
    action: 'conflict',
    reason: `differs: ${attributes(unequal)}`,
    findings: [...found.findings, conflict],
  };
}

function isMapped({ known }: DecisionInput, key: string, twin: Resource): boolean {
  return known.get(`mapped:${key}`) === twin.id;
}

function missing({ kind, resource, name }: Chosen, cure: string): Finding {
  const summary = `the destination has no ${kind} ${name}, and Pumphouse does not create it`;
  return { severity: 'blocker', rule: `${kind}-missing`, summary, resource: { kind, id: resource.id, name }, cure };
}

function whatStops(
  { kind: name, resource, name: label }: Chosen,
  input: DecisionInput,
  isUnmet: (ref: Ref) => boolean,
): Finding | undefined {
  const about = { kind: name, id: resource.id, name: label };
  const lost = input.dangling.get(keyOf(name, resource.id));
  if (lost !== undefined) {
    return {
      severity: 'blocker',
      rule: 'reference-missing',
      summary: `${name} ${label} needs ${lost.kind} ${lost.id}, which the source does not have`,
      resource: about,
      cure: 'Mend it on the source, or exclude it.',
    };
  }
  const needs = kinds[name].needs(resource, input.choices).filter(({ optional }) => optional !== true);
  const unmet = needs.find((ref) => isUnmet(ref));
  if (unmet === undefined) return undefined;
  const summary = `${name} ${label} needs ${unmet.kind} ${unmet.id}, which does not move`;
  const cure = 'See the blocker of what it needs.';
  return { severity: 'blocker', rule: 'need-blocked', summary, resource: about, cure };
}

function attributes(unequal: readonly Difference[]): string {
  return unequal.map(({ attribute }) => attribute).join(', ');
}

/** One difference as words: `enabled: true on the source, false on the destination`. */
export function describeDifference({ attribute, source, destination }: Difference): string {
  return `${attribute}: ${show(source)} on the source, ${show(destination)} on the destination`;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
