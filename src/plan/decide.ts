import type { Finding } from '../base/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Chosen, keyOf } from '../inventory/select.ts';
import { kinds } from '../resources/all.ts';
import { diskImageId } from '../resources/disk-image.ts';
import type { Choices, Difference, Lookup, Ref, Resource } from '../resources/kind.ts';
import type { PlanAction } from './plan.ts';
import { placeholder } from './twin-lookup.ts';

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

/**
 * Decides one resource; those it needs are decided before. Adds its twin's id, or a placeholder, to `twins`.
 */
export function decide(chosen: Chosen, input: DecisionInput, twins: Map<string, string>, lookup: Lookup): Decision {
  const { kind: name, resource } = chosen;
  const kind = kinds[name];
  const key = keyOf(name, resource.id);
  const findings = kind.assess?.(resource, input.choices, input.destination.capabilities) ?? [];
  const stopped = whatStops(chosen, input, twins);
  if (stopped !== undefined)
    return { chosen, action: 'blocked', reason: stopped.summary, findings: [...blockersOf(findings), stopped] };

  if (name === 'server' && input.choices.disk === 'snapshot') {
    twins.set(keyOf('image', diskImageId(resource.id)), `<disk of ${chosen.name}>`);
  }
  const there = input.destination.resources[name];
  const draft = kind.mustExist?.(resource) === undefined ? kind.translate(resource, lookup) : undefined;
  const knownId = input.known.get(key);
  const twin = there.find(({ id }) => id === knownId) ?? kind.match(resource, draft ?? {}, there);
  if (twin !== undefined) {
    twins.set(key, twin.id);
    const isOurs = knownId === twin.id || kind.isMarked?.(resource, twin) === true;
    const decision = { chosen, twinId: twin.id, findings };
    return isMapped(input, key, twin)
      ? { ...decision, action: 'adopt', reason: 'mapped' }
      : compareTwin(decision, twin, isOurs, lookup);
  }
  const blocker = findings.find(({ severity }) => severity === 'blocker');
  if (blocker !== undefined)
    return { chosen, action: 'blocked', reason: blocker.summary, findings: blockersOf(findings) };
  const cure = kind.mustExist?.(resource);
  if (cure !== undefined) return missing(chosen, cure, findings);
  twins.set(key, placeholder(name, chosen.name));
  const reason = kind.isBuiltIn?.(resource) === true ? 'comes with its project' : chosen.reason;
  return { chosen, action: 'create', reason, findings, ...(draft && { draft }) };
}

/** What stays behind loses nothing: only why it stays matters. */
function blockersOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'blocker');
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
  if (unequal.length === 0 && isOurs) return { ...found, action: 'skip', reason: 'moved already', findings: [] };
  if (unequal.length === 0) return { ...found, action: 'adopt', reason: 'the same is there' };
  if (isOurs && name !== 'server') return { ...found, action: 'create', reason: `unfinished: ${attributes(unequal)}` };
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

function missing(chosen: Chosen, cure: string, findings: readonly Finding[]): Decision {
  const { kind, resource, name } = chosen;
  const summary = `the destination has no ${kind} ${name}, and Pumphouse does not create it`;
  const about = { kind, id: resource.id, name };
  const blocker: Finding = { severity: 'blocker', rule: `${kind}-missing`, summary, resource: about, cure };
  return { chosen, action: 'blocked', reason: summary, findings: [...findings, blocker] };
}

function whatStops(
  { kind: name, resource, name: label }: Chosen,
  input: DecisionInput,
  twins: ReadonlyMap<string, string>,
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
  const unmet = kinds[name].needs(resource, input.choices).find((ref) => isUnmet(ref, twins));
  if (unmet === undefined) return undefined;
  const summary = `${name} ${label} needs ${unmet.kind} ${unmet.id}, which does not move`;
  return {
    severity: 'blocker',
    rule: 'need-blocked',
    summary,
    resource: about,
    cure: 'See the blocker of what it needs.',
  };
}

function isUnmet({ kind, id, optional }: Ref, twins: ReadonlyMap<string, string>): boolean {
  return optional !== true && !twins.has(keyOf(kind, id));
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
