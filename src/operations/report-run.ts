import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { describeSelection } from '../inventory/selection.ts';
import type { Unmoved } from '../inventory/unmoved.ts';
import type { TrafficCounts } from '../openstack/traffic.ts';
import type { Plan, PlanAction } from '../plan/plan.ts';
import type { Difference, KindName } from '../resources/kind.ts';
import { type EventRow, eventsAfter } from '../store/events.ts';
import { loadPlan } from '../store/plans.ts';
import { listNodes, type NodeRow, type RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { listTransfers, type Transfer } from '../store/transfers.ts';
import { listTwins } from '../store/twins.ts';
import { type Verdict, verificationSchema } from './verify-run.ts';

/** What became of one resource. */
export interface ResourceReport {
  readonly kind: KindName;
  readonly name: string;
  readonly sourceId: string;
  readonly destinationId: string | undefined;
  /** The twin's own name where it is another, such as a floating IP's new address. */
  readonly destinationName?: string | undefined;
  readonly action: PlanAction;
  readonly origin: 'created' | 'adopted' | undefined;
  /** undefined before the run was verified. */
  readonly verdict: Verdict['verdict'] | undefined;
  readonly differences: readonly Difference[];
  /** Why it failed or stayed behind. */
  readonly problem: string | undefined;
}

/** How one server fared. */
export interface ServerReport {
  readonly name: string;
  readonly sourceId: string;
  readonly destinationId: string | undefined;
  readonly disk: 'carried' | 'lost';
  /** From its rest on the source until it ran on the destination; undefined when it has not moved. */
  readonly downtimeMs: number | undefined;
  /** Milliseconds of each step. */
  readonly steps: Readonly<Record<string, number>>;
}

/** What a run did, as a value; the CLI shows it as text, JSON or HTML. */
export interface Report {
  readonly run: string;
  readonly state: string;
  readonly attempts: number;
  readonly source: string;
  readonly destination: string;
  readonly selection: string;
  readonly disk: Plan['choices']['disk'];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  readonly durationMs: number | undefined;
  readonly counts: Readonly<Record<string, number>>;
  readonly verifiedAt: string | undefined;
  readonly resources: readonly ResourceReport[];
  readonly servers: readonly ServerReport[];
  readonly transfers: readonly Transfer[];
  readonly findings: readonly Finding[];
  /** What stays behind since no run moves such things; undefined in plans of older versions. */
  readonly unmoved?: readonly Unmoved[] | undefined;
  /** HTTP calls of the last process that worked on the run. */
  readonly traffic: Readonly<Record<string, TrafficCounts>> | undefined;
}

/** Gathers all that the store knows of a run. */
export async function reportRun(store: Store, run: RunRow): Promise<Report> {
  const plan = await loadPlan(store, run.id);
  const [nodes, twins, transfers, events] = await Promise.all([
    listNodes(store, run.id),
    listTwins(store, run.id),
    listTransfers(store, run.id),
    allEvents(store, run.id),
  ]);
  const verification = verificationSchema.nullish().catch(undefined).parse(run.verification);
  const resources = plan.resources.map((planned): ResourceReport => {
    const twin = twins.find(({ kind, sourceId }) => kind === planned.kind && sourceId === planned.id);
    const verdict = verification?.verdicts.find(({ kind, id }) => kind === planned.kind && id === planned.id);
    return {
      kind: planned.kind,
      name: planned.name,
      sourceId: planned.id,
      destinationId: twin?.destinationId,
      ...(verdict?.destinationName === undefined ? {} : { destinationName: verdict.destinationName }),
      action: planned.action,
      origin: twin?.origin,
      verdict: verdict?.verdict,
      differences: verdict?.differences ?? [],
      problem: problemOf(nodes, `${planned.kind}/${planned.id}`) ?? verdict?.reason,
    };
  });
  const endedAt = run.endedAt?.toISOString();
  return {
    run: run.id,
    state: run.state,
    attempts: run.attempt,
    source: run.source,
    destination: run.destination,
    selection: describeSelection(plan.selection),
    disk: plan.choices.disk,
    startedAt: run.startedAt.toISOString(),
    endedAt,
    durationMs: run.endedAt === null ? undefined : run.endedAt.getTime() - run.startedAt.getTime(),
    counts: countOf(resources),
    verifiedAt: verification?.at,
    resources,
    servers: serversOf(plan, resources, events),
    transfers,
    findings: plan.findings,
    unmoved: plan.unmoved,
    traffic: trafficOf(run.traffic),
  };
}

function problemOf(nodes: readonly NodeRow[], key: string): string | undefined {
  return nodes.find((node) => node.key.startsWith(key) && node.problem !== null)?.problem ?? undefined;
}

function countOf(resources: readonly ResourceReport[]): Record<string, number> {
  const counts: Record<string, number> = { total: resources.length };
  for (const { verdict = 'unverified', origin } of resources) {
    counts[verdict] = (counts[verdict] ?? 0) + 1;
    if (origin !== undefined) counts[origin] = (counts[origin] ?? 0) + 1;
  }
  return counts;
}

function serversOf(plan: Plan, resources: readonly ResourceReport[], events: readonly EventRow[]): ServerReport[] {
  return resources
    .filter(({ kind }) => kind === 'server')
    .map(({ name, sourceId, destinationId }) => {
      const own = events.filter(({ kind, resource_id }) => kind === 'server' && resource_id === sourceId);
      const done = own.filter(({ type }) => type === 'done');
      const steps = Object.fromEntries(done.map(({ step, duration_ms }) => [step ?? '', duration_ms ?? 0]));
      const rest = own.findLast(({ type }) => type === 'touched');
      const up = done.findLast(({ step }) => step === 'start');
      const downtimeMs = rest === undefined || up === undefined ? undefined : up.at.getTime() - rest.at.getTime();
      const disk = plan.choices.disk === 'snapshot' ? 'carried' : 'lost';
      return { name, sourceId, destinationId, disk, downtimeMs, steps };
    });
}

async function allEvents(store: Store, runId: string): Promise<EventRow[]> {
  const events: EventRow[] = [];
  for (let after = '0'; ; ) {
    const page = await eventsAfter(store, runId, after);
    events.push(...page);
    const last = page.at(-1);
    if (last === undefined) return events;
    after = last.seq;
  }
}

const trafficSchema = z.record(z.string(), z.object({ reads: z.number(), writes: z.number(), logins: z.number() }));

function trafficOf(value: unknown): Report['traffic'] {
  return trafficSchema.nullish().catch(undefined).parse(value) ?? undefined;
}
