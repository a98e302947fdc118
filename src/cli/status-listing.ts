import { z } from 'zod';
import type { Json } from '../base/json.ts';
import { formatDuration } from '../base/units.ts';
import { describeSelection, selectionSchema } from '../inventory/selection.ts';
import { diskImageId } from '../resources/disk-image.ts';
import { loadPlan } from '../store/plans.ts';
import { listNodes, listRuns, type RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { transferPace } from '../store/transfer-pace.ts';
import { listTransfers, type Transfer } from '../store/transfers.ts';
import { listUnstartedPlans } from '../store/unstarted-plans.ts';
import { haltWord } from './halt-word.ts';
import type { Listing } from './listing.ts';

const plansMost = 20;
const unended = ['running', 'cancelling', 'undoing'];
const purposeSchema = z.looseObject({ selection: selectionSchema });

/** All runs, the newest first, and after them the newest plans that were never started. */
export async function statusListing(store: Store): Promise<Listing> {
  const [runs, plans] = await Promise.all([listRuns(store), listUnstartedPlans(store, plansMost)]);
  const states = await Promise.all(runs.map((run) => liveState(store, run)));
  const started = runs.map((run, index): Json[] => {
    const { id, source, destination, purpose, startedAt, endedAt, attempt } = run;
    const took = endedAt === null ? null : formatDuration(endedAt.getTime() - startedAt.getTime());
    const state = states[index] ?? run.state;
    return [id, state, source, destination, describePurpose(purpose), startedAt.toISOString(), took, attempt];
  });
  const unstarted = plans.map(({ id, source, destination, purpose, createdAt }): Json[] => {
    return [id, 'planned', source, destination, describePurpose(purpose), createdAt.toISOString(), null, 0];
  });
  return {
    columns: ['ID', 'State', 'Source', 'Destination', 'Selection', 'Started', 'Took', 'Attempts'],
    rows: [...started, ...unstarted],
  };
}

/** The nodes of one run, one a row, also those that are still to come. */
export async function nodeListing(store: Store, run: RunRow): Promise<Listing> {
  const [plan, nodes, transfers] = await Promise.all([
    loadPlan(store, run.id),
    listNodes(store, run.id),
    listTransfers(store, run.id),
  ]);
  const now = new Date();
  const rows = plan.nodes.map(({ key, kind, name, steps }): Json[] => {
    const node = nodes.find((one) => one.key === key);
    const endedAt = node?.endedAt ?? null;
    const took = node === undefined || endedAt === null ? null : endedAt.getTime() - node.startedAt.getTime();
    const id = key.slice(key.indexOf('/') + 1);
    const transfer = transfers.find((one) => one.key === (kind === 'image' ? id : diskImageId(id)));
    const state = node?.state ?? 'waiting';
    return [kind, name, state, [...steps], took, node?.problem ?? null, key, ...copyCells(transfer, now)];
  });
  return {
    columns: ['Kind', 'Name', 'State', 'Steps', 'Took ms', 'Problem', 'Node', ...copyColumns],
    rows,
    longColumns: ['Node', 'Problem', 'Steps', ...copyColumns],
  };
}

const copyColumns = ['Copied bytes', 'Total bytes', 'Bytes per second', 'Left ms'];

/** How far the disk of a node is; nulls for one without. */
function copyCells(transfer: Transfer | undefined, now: Date): Json[] {
  if (transfer === undefined) return copyColumns.map(() => null);
  const { bytesPerSecond, leftMs } = transferPace(transfer, now);
  const whole = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value));
  return [transfer.copiedBytes, transfer.totalBytes, whole(bytesPerSecond), whole(leftMs)];
}

/** The run's state, and whether a process is at it: `stopped` is one that no process works on. */
export async function liveState(store: Store, run: RunRow): Promise<string> {
  const { id, state, endedAt } = run;
  if (!unended.includes(state)) return state;
  const isBusy = await store.isBusy(id);
  const word = (endedAt === null ? haltWord(run) : undefined) ?? state;
  if (isBusy) return word;
  return `${word === 'pausing' ? 'paused' : word} (stopped)`;
}

/** The selection within a purpose, as a person would say it. */
export function describePurpose(purpose: string): string {
  const parsed = purposeSchema.safeParse(JSON.parse(purpose));
  return parsed.success ? describeSelection(parsed.data.selection) : '';
}
