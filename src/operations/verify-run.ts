import { z } from 'zod';
import { assert } from '../base/assert.ts';
import { collectDestination } from '../inventory/collect.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { mappedReason } from '../plan/decide.ts';
import type { Plan, Planned } from '../plan/plan.ts';
import { twinLookup } from '../plan/twin-lookup.ts';
import { kinds } from '../resources/all.ts';
import type { Difference, Resource } from '../resources/kind.ts';
import { powerStateDifferences } from '../resources/power-state.ts';
import { server } from '../resources/server.ts';
import { kindNames } from '../resources/kind-name.ts';
import { noteVerification } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { listTwins } from '../store/twins.ts';

const differenceSchema = z.object({ attribute: z.string(), source: z.unknown(), destination: z.unknown() });

/** differs: some carried attribute is not equal; missing: it should be there and is not; left: it was not to move. */
const verdictSchema = z.object({
  kind: z.enum(kindNames),
  id: z.string(),
  name: z.string(),
  verdict: z.enum(['verified', 'differs', 'missing', 'left']),
  destinationId: z.string().optional(),
  /** The twin's own name where it is another: a floating IP's new address. */
  destinationName: z.string().optional(),
  differences: z.array(differenceSchema).default([]),
  reason: z.string().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;

export const verificationSchema = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  verdicts: z.array(verdictSchema),
});
export type Verification = z.infer<typeof verificationSchema>;

/** Reads the destination anew and compares every resource of the plan with its twin. Writes nothing to a cloud. */
export async function verifyRun(plan: Plan, destination: Cloud, store: Store): Promise<Verification> {
  const twins = await listTwins(store, plan.id);
  const ids = new Map(twins.map((twin) => [`${twin.kind}/${twin.sourceId}`, twin.destinationId]));
  const ofKind = (kind: string): string[] =>
    twins.filter((twin) => twin.kind === kind).map((twin) => twin.destinationId);
  const scope = { projectIds: ofKind('project'), userIds: ofKind('user') };
  const { resources } = await collectDestination(destination, () => scope);
  const lookup = twinLookup(ids, plan.choices, plan.capabilities);
  const verdicts = plan.resources.map((planned): Verdict => {
    const { kind: name, id } = planned;
    const base = { kind: name, id, name: planned.name, differences: [] };
    const destinationId = ids.get(`${name}/${id}`);
    if (destinationId === undefined) return isLeft(planned) ? left(planned) : { ...base, verdict: 'missing' };
    const twin = resources[name].find((one) => one.id === destinationId);
    if (twin === undefined) return { ...base, destinationId, verdict: 'missing' };
    const unequal = isMapped(planned) ? [] : compare(planned, twin, lookup);
    const renamed = twin.name === planned.resource['name'] ? {} : { destinationName: twin.name };
    return {
      ...base,
      ...renamed,
      destinationId,
      verdict: unequal.length === 0 ? 'verified' : 'differs',
      differences: unequal,
    };
  });
  const verification = { at: new Date().toISOString(), verdicts };
  await noteVerification(store, plan.id, verification);
  return verification;
}

function compare(
  { kind: name, resource, action }: Planned,
  twin: Resource,
  lookup: ReturnType<typeof twinLookup>,
): Difference[] {
  const kind = kinds[name];
  const parsed = kind.schema.safeParse(resource);
  assert(parsed.success, `a planned ${name} does not fit its own schema`);
  const unequal = kind.compare(parsed.data, twin, lookup);
  // One that moved before this plan was planned as we left it on the source: shut down.
  if (name !== 'server' || action !== 'create') return unequal;
  return [...unequal, ...powerStateDifferences(server.schema.parse(resource), server.schema.parse(twin))];
}

function isLeft({ action }: Planned): boolean {
  return action === 'blocked' || action === 'conflict';
}

function left({ kind, id, name, reason }: Planned): Verdict {
  return { kind, id, name, verdict: 'left', differences: [], reason };
}

/** What the operator paired by hand is meant to differ. */
function isMapped({ action, reason }: Planned): boolean {
  return action === 'adopt' && reason === mappedReason;
}
