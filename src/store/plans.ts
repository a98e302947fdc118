import { createHash } from 'node:crypto';
import { canonicalJson } from '../base/json.ts';
import { Problem } from '../base/problem.ts';
import type { PlanBody } from '../plan/make-plan.ts';
import { type Plan, planFormat, planSchema } from '../plan/plan.ts';
import type { Store } from './store.ts';

/** Gives the plan its hash, and the short id that people use. */
export function sealPlan(body: PlanBody): Plan {
  const hash = hashOf(body);
  return planSchema.parse({ ...body, hash, id: hash.slice(0, 8) });
}

/** Saves a plan; the same plan twice is the same row. */
export async function savePlan({ db }: Store, plan: Plan): Promise<void> {
  await db
    .insertInto('pumphouse.plan')
    .values({
      id: plan.id,
      created_at: plan.createdAt,
      source: plan.source.name,
      destination: plan.destination.name,
      purpose: purposeOf(plan),
      body: JSON.stringify(plan),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** What a plan is for: two plans for the same purpose are two tries at the same move. */
export function purposeOf(plan: Pick<Plan, 'source' | 'destination' | 'selection' | 'choices' | 'mapping'>): string {
  const { source, destination, selection, mapping } = plan;
  // What both clouds allowed on the day is no wish.
  const { copiers: _copiers, copierRefused: _refused, fetchFrom: _from, ...choices } = plan.choices;
  return canonicalJson({ source, destination, selection, choices, mapping });
}

/** The plan of that id, or of an id that begins so. Throws a Problem when there is none or the text was changed. */
export async function loadPlan({ db }: Store, word: string): Promise<Plan> {
  const rows = await db.selectFrom('pumphouse.plan').select('body').where('id', 'like', `${word}%`).limit(2).execute();
  const [row, second] = rows;
  if (row === undefined || second !== undefined || !/^[0-9a-f]+$/.test(word)) {
    throw new Problem({
      summary: second === undefined ? `there is no plan ${word}` : `several plans begin with ${word}`,
      cure: '`pumphouse status` lists them with their ids; `pumphouse plan` makes a new one.',
      remedy: 'ask',
    });
  }
  return readPlan(row.body, `plan ${word}`);
}

/** Reads a saved plan; `place` says where it came from. Throws a Problem for another version or a changed text. */
export function readPlan(value: unknown, place: string): Plan {
  const cure = 'Make a new one with `pumphouse plan`.';
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (format !== planFormat) {
    const summary =
      format === undefined
        ? 'this is no plan of Pumphouse'
        : `it was made by another version (format ${JSON.stringify(format)})`;
    throw new Problem({ summary, resource: place, cure, remedy: 'ask' });
  }
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const detail = issue === undefined ? 'unknown' : `${issue.path.join('.')}: ${issue.message}`;
    throw new Problem({ summary: 'the plan cannot be read', detail, resource: place, cure, remedy: 'ask' });
  }
  const { id, hash, ...body } = parsed.data;
  if (hashOf(body) !== hash || id !== hash.slice(0, 8)) {
    const summary = 'the plan was changed after it was made, so it is not what was shown';
    throw new Problem({ summary, resource: place, cure, remedy: 'ask' });
  }
  return parsed.data;
}

function hashOf(body: PlanBody): string {
  // Through JSON once, so that what is hashed is exactly what a reader of the saved text sees.
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(JSON.stringify(body))))
    .digest('hex');
}
