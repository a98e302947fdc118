import { assert } from '../base/assert.ts';
import { connectKey } from '../plan/graph.ts';
import { kinds } from '../resources/all.ts';
import { carriageOf } from './carriage-of.ts';
import type { Task, Work } from './work.ts';

/** A resource of the plan, parsed and ready for the steps of a node, or for being undone. */
export function taskOf(work: Work, key: string): Task {
  const planned = work.plan.resources.find(({ kind, id }) =>
    [`${kind}/${id}`, connectKey(`${kind}/${id}`)].includes(key),
  );
  assert(planned !== undefined, `the plan has no resource for node ${key}`);
  const { id, name } = planned;
  const node = work.plan.nodes.find((one) => one.key === key) ?? {
    key,
    kind: planned.kind,
    id,
    name,
    steps: [],
    needs: [],
  };
  const kind = kinds[planned.kind];
  const { source, destination, lookup } = work;
  return {
    work,
    node,
    planned,
    kind,
    resource: kind.schema.parse(planned.resource),
    isFollower: planned.kind === 'server' && carriageOf(work.plan).leaderOf(id) !== undefined,
    passage: { source, destination, lookup },
  };
}
