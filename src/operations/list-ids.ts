import { type KindName, kindNames } from '../resources/kind-name.ts';
import { loadPlan } from '../store/plans.ts';
import type { RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { listTwins, type Twin } from '../store/twins.ts';

/** A source resource and what stands for it on the destination. */
export interface IdPair {
  readonly kind: KindName;
  readonly name: string;
  /** Name of the project that owns it, where one does. */
  readonly project: string | undefined;
  readonly sourceId: string;
  readonly destinationId: string;
  readonly origin: Twin['origin'];
}

/** The ids of a run, with what tells its destination from others. */
export interface RunIds {
  readonly run: string;
  readonly destination: string;
  readonly region: string | undefined;
  readonly pairs: readonly IdPair[];
}

/** Every twin that a run has made or adopted and not taken back, by kind, project and name. Speaks to no cloud. */
export async function listIds(store: Store, run: RunRow): Promise<RunIds> {
  const [plan, twins] = await Promise.all([loadPlan(store, run.id), listTwins(store, run.id)]);
  const planned = new Map(plan.resources.map((one) => [`${one.kind}/${one.id}`, one]));
  const projectOf = ({ kind, sourceId }: Twin): string | undefined => {
    const id = planned.get(`${kind}/${sourceId}`)?.projectId;
    return id === undefined ? undefined : (planned.get(`project/${id}`)?.name ?? id);
  };
  // What was adopted stays when a run is undone, and stands for nothing any more.
  const pairs = (run.state === 'undone' ? [] : twins).map((twin): IdPair => {
    const { kind, name, sourceId, destinationId, origin } = twin;
    return { kind, name, project: projectOf(twin), sourceId, destinationId, origin };
  });
  const { name: destination, region } = plan.destination;
  return { run: run.id, destination, region, pairs: pairs.toSorted(comparePairs) };
}

function comparePairs(a: IdPair, b: IdPair): number {
  const rank = kindNames.indexOf(a.kind) - kindNames.indexOf(b.kind);
  const words = ({ project = '', name, sourceId }: IdPair): string => [project, name, sourceId].join('\u0000');
  return rank === 0 ? compareText(words(a), words(b)) : rank;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
