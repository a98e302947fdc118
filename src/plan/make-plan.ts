import type { Finding } from '../base/finding.ts';
import { limits } from '../base/limits.ts';
import type { Neighbour } from '../inventory/find-neighbours.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { movedServers } from '../inventory/moved-servers.ts';
import { type Chosen, keyOf, select } from '../inventory/select.ts';
import { describeSelection, type Selection } from '../inventory/selection.ts';
import type { Unmoved } from '../inventory/unmoved.ts';
import type { ProjectQuotas } from '../openstack/quotas.ts';
import type { Room } from '../openstack/room.ts';
import { kinds } from '../resources/all.ts';
import { chosenCopier } from '../resources/chosen-copier.ts';
import type { Choices, KindName, Ref } from '../resources/kind.ts';
import { kindNames } from '../resources/kind-name.ts';
import { checkCapacity } from './capacity.ts';
import { type ChosenCopiers, chooseCopiers } from './choose-copiers.ts';
import { type ChosenFetches, chooseFetches } from './choose-fetches.ts';
import { chooseImageCopiers } from './choose-image-copiers.ts';
import type { CopierFacts } from './copier-facts.ts';
import type { Cutover } from './cutover.ts';
import { type Decision, decide } from './decide.ts';
import { findByWord } from './find-by-word.ts';
import { makeGraph } from './graph.ts';
import { partLeftSnapshots } from './left-snapshots.ts';
import { neighbourFindings } from './neighbour-findings.ts';
import { networkFindings } from './network-findings.ts';
import { type Plan, type Planned, planFormat } from './plan.ts';
import { volumeDemands } from './pool-findings.ts';
import { quotaDefaultFindings } from './quota-default-findings.ts';
import { renameTwins } from './rename-twins.ts';
import { segmentFindings } from './segment-findings.ts';
import { temporaryFindings } from './temporary-findings.ts';
import { warmFindings } from './warm-findings.ts';

export interface PlanInput {
  readonly source: Inventory;
  readonly destination: Inventory;
  readonly selection: Selection;
  readonly choices: Choices;
  /** The operator's own pairs, `kind:source word` to destination word. */
  readonly mapping: Readonly<Record<string, string>>;
  /** Destination ids that earlier runs noted, by `kind/source id`. */
  readonly known: ReadonlyMap<string, string>;
  /** What the destination has left; not checked when absent. */
  readonly room?: Room | undefined;
  /** What the source gives to the project there that we are logged in to; not checked when absent. */
  readonly sourceQuotas?: ProjectQuotas | undefined;
  /** What stays behind since it is of no kind that moves, and findings on what could not be looked at. */
  readonly unmoved?: { readonly unmoved: readonly Unmoved[]; readonly findings: readonly Finding[] } | undefined;
  /** What other projects have on the chosen networks; not looked at when absent. */
  readonly neighbours?: readonly Neighbour[] | undefined;
  /** What was seen of ways past us and Glance; all goes through Glance when absent. */
  readonly copying?: CopierFacts | undefined;
  readonly leaveBlocked: boolean;
  readonly serversAtOnce?: number | undefined;
  readonly cutover?: Cutover | undefined;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export type PlanBody = Omit<Plan, 'id' | 'hash'>;

/** Pure: inventories in, plan out. It cannot fail on what the clouds hold: it returns findings. */
export function makePlan(input: PlanInput): PlanBody {
  const { source, destination, selection, mapping, leaveBlocked, serversAtOnce, cutover, createdAt } = input;
  const { chosen, dangling } = select(source, selection, input.choices, movedServers(input.known));
  const lost = new Map<string, Ref>(dangling.map(({ from, ref }) => [keyOf(from.kind, from.resource.id), ref]));
  const known = new Map([...input.known, ...mappedIds(input)]);
  const renamed = renameTwins(chosen, source, input.choices.rename);
  const ordered = inOrder(renamed, input.choices);
  const decideWith = (chosenWays: Choices): Decision[] =>
    decide(ordered, { destination, choices: chosenWays, known, dangling: lost });
  const copiers = copiersOf(input, () => decideWith(input.choices));
  const choices = { ...input.choices, ...copiers.choices };
  const { decisions, unmoved } = partLeftSnapshots(decideWith(choices), choices);
  const capacity = input.room && checkCapacity(decisions, { source, destination, room: input.room, choices });
  return {
    format: planFormat,
    createdAt,
    source: source.cloud,
    destination: destination.cloud,
    selection,
    choices,
    mapping: { ...mapping },
    leaveBlocked,
    ...(serversAtOnce === undefined ? {} : { serversAtOnce }),
    ...(cutover === undefined ? {} : { cutover }),
    capabilities: destination.capabilities,
    resources: decisions.map((one) => planned(one, choices)),
    nodes: makeGraph(decisions, choices, cutover !== undefined),
    findings: [
      ...decisions.flatMap(({ findings }) => findings),
      ...quotaDefaultFindings(input, decisions),
      ...(capacity?.findings ?? []),
      ...temporaryFindings(decisions, {
        cloud: source.cloud,
        quotas: input.sourceQuotas,
        choices,
        serversAtOnce: serversAtOnce ?? limits.serversAtOnce[choices.disk],
      }),
      ...copiers.findings,
      ...warmFindings(decisions, choices),
      ...networkFindings({ source, destination }, decisions),
      ...neighbourFindings(input.neighbours ?? [], decisions),
      ...segmentFindings(destination, decisions),
      ...(input.unmoved?.findings ?? []),
      ...emptyFinding(decisions, selection),
    ],
    ...(capacity === undefined ? {} : { room: [...capacity.lines] }),
    ...(input.unmoved === undefined ? {} : { unmoved: [...unmoved, ...input.unmoved.unmoved] }),
  };
}

/** The chosen resources with all that each needs before it, by kind otherwise. */
function inOrder(chosen: readonly Chosen[], choices: Choices): Chosen[] {
  const byKey = new Map(chosen.map((one) => [keyOf(one.kind, one.resource.id), one]));
  const rank = (one: Chosen): number => kindNames.indexOf(one.kind);
  const ordered = new Map<string, Chosen>();
  const visit = (one: Chosen, trail: ReadonlySet<string>): void => {
    const key = keyOf(one.kind, one.resource.id);
    if (ordered.has(key) || trail.has(key)) return;
    for (const ref of kinds[one.kind].needs(one.resource, choices)) {
      const needed = byKey.get(keyOf(ref.kind, ref.id));
      if (needed !== undefined) visit(needed, new Set([...trail, key]));
    }
    ordered.set(key, one);
  };
  for (const one of chosen.toSorted((a, b) => rank(a) - rank(b) || compareText(a.resource.name, b.resource.name))) {
    visit(one, new Set());
  }
  return [...ordered.values()];
}

/** The operator's words on both sides as ids; words that fit nothing are left to the caller to refuse. */
function mappedIds({ source, destination, mapping }: PlanInput): [string, string][] {
  return Object.entries(mapping).flatMap(([from, to]) => {
    const kind = kindNames.find((name) => from.startsWith(`${name}:`));
    if (kind === undefined) return [];
    const word = from.slice(kind.length + 1);
    const [own] = findByWord(kind, word, source.resources[kind], source.resources.project);
    const [other] = findByWord(kind, to, destination.resources[kind], destination.resources.project);
    if (own === undefined || other === undefined) return [];
    const key = keyOf(kind, own.id);
    const pairs: [string, string][] = [
      [key, other.id],
      [`mapped:${key}`, other.id],
    ];
    return pairs;
  });
}

/** Who copies what: of a volume it hangs on the type that each gets, which is decided first. */
function copiersOf(
  { copying, destination, choices: { disk } }: PlanInput,
  decideFirst: () => readonly Decision[],
): ChosenCopiers & { readonly choices: ChosenFetches } {
  if (copying === undefined) return { choices: {}, findings: [] };
  const decisions = decideFirst();
  const creations = decisions.filter(({ action }) => action === 'create');
  const volumes = chooseCopiers(volumeDemands(creations, decisions, destination.resources['volume-type']), copying);
  const { fetchFrom, ...fetched } = chooseFetches(creations, copying);
  const isJudged = ({ chosen: { kind, resource } }: Decision): boolean =>
    keyOf(kind, resource.id) in { ...fetched.copiers, ...fetched.copierRefused };
  const images = chooseImageCopiers(
    creations.filter((one) => !isJudged(one)),
    copying,
    disk,
  );
  return {
    choices: {
      copiers: { ...volumes.choices.copiers, ...images.choices.copiers, ...fetched.copiers },
      copierRefused: { ...volumes.choices.copierRefused, ...images.choices.copierRefused, ...fetched.copierRefused },
      ...(fetchFrom === undefined ? {} : { fetchFrom }),
    },
    findings: [...volumes.findings, ...images.findings],
  };
}

function planned({ chosen, action, reason, twinId, draft }: Decision, choices: Choices): Planned {
  const { kind, resource, name, sourceName } = chosen;
  const disk = action === 'create' ? kinds[kind].disk?.(resource) : undefined;
  return {
    kind,
    id: resource.id,
    name,
    action,
    reason,
    resource: { ...resource },
    ...(sourceName === undefined ? {} : { sourceName }),
    ...(twinId === undefined ? {} : { twinId }),
    ...(resource.projectId === undefined ? {} : { projectId: resource.projectId }),
    ...(draft === undefined || action !== 'create' ? {} : { draft }),
    ...(disk === undefined ? {} : { copyBytes: disk.sizeBytes }),
    ...(action === 'create' ? copierOf(kind, resource.id, choices) : {}),
  };
}

/** Volumes have two ways, and are told both; of what else goes through Glance only what does not is told. */
function copierOf(kind: KindName, id: string, choices: Choices): Pick<Planned, 'copier'> {
  const copier = chosenCopier(choices, kind, id);
  return kind === 'volume' || copier !== 'glance' ? { copier } : {};
}

function emptyFinding(decisions: readonly Decision[], selection: Selection): Finding[] {
  if (decisions.length > 0) return [];
  return [{ severity: 'note', rule: 'empty', summary: `the source has nothing for: ${describeSelection(selection)}` }];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
