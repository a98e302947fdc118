import { formatDuration, plural } from '../base/units.ts';
import { listWaiting } from '../store/cutovers.ts';
import { loadPlan } from '../store/plans.ts';
import { listNodes, type NodeRow, type RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { listTransfers, type Transfer } from '../store/transfers.ts';
import { transferPace } from '../store/transfer-pace.ts';
import { readWish, type WishRow } from '../store/wishes.ts';
import { padDisplay } from './display-width.ts';
import { plainText } from './plain-text.ts';
import { diskLine } from './progress-lines.ts';
import type { ReportTextOptions } from './report-text.ts';
import { describePurpose, liveState } from './status-listing.ts';
import { wrapText } from './wrap-text.ts';

/** Where one run stands, for a person. */
export async function statusText(store: Store, run: RunRow, { paint, columns }: ReportTextOptions): Promise<string> {
  const [plan, nodes, transfers, state, wish, gated] = await Promise.all([
    loadPlan(store, run.id),
    listNodes(store, run.id),
    listTransfers(store, run.id),
    liveState(store, run),
    readWish(store, run.id),
    listWaiting(store, run.id),
  ]);
  const keys = new Set(plan.nodes.map(({ key }) => key));
  const own = nodes.filter(({ key }) => keys.has(key));
  const inState = (wanted: string): NodeRow[] => own.filter((node) => node.state === wanted);
  const waiting = keys.size - own.length;
  const counts = [
    `${inState('done').length} of ${keys.size} done`,
    `${inState('running').length} under way`,
    `${inState('failed').length} failed`,
    `${inState('stopped').length} not tried`,
    ...(inState('cancelled').length > 0 ? [`${inState('cancelled').length} put back`] : []),
    run.state.startsWith('cancel') ? `${waiting} never begun` : `${waiting} waiting`,
  ];
  const failed = nodes.filter((node) => node.state === 'failed');
  const moving = run.endedAt === null ? transfers.filter(({ digest }) => digest === undefined) : [];
  const now = Date.now();
  const labels = new Map(plan.nodes.map(({ key, kind, name }) => [key, `${kind} ${name}`]));
  const labelOf = ({ key }: NodeRow): string => plainText(labels.get(key) ?? key);
  return [
    `${paint('bold', `Run ${run.id}`)}: ${plainText(describePurpose(run.purpose))}`,
    `  from ${run.source} to ${run.destination}, ${state}, ${plural(run.attempt, 'attempt')}`,
    `  ${timesOf(run, now)}`,
    `  ${counts.join(', ')}`,
    ...goingLines(wish),
    ...(run.endedAt === null ? gateLines(run, gated.length) : []),
    ...inState('running').map((node) => `  ${padDisplay(labelOf(node), 50)} ${ageOf(node, now)}`),
    ...moving.map((transfer) => `  ${transferLine(transfer, new Date(now))}`),
    ...failed.map((node) => {
      const words = plainText(node.problem ?? 'no reason was noted');
      return wrapText(`  ${paint('red', 'failed')} ${labelOf(node)}: ${words}`, columns, '    ');
    }),
    ...nextLine(run, state),
  ].join('\n');
}

function timesOf({ startedAt, endedAt }: RunRow, now: number): string {
  const began = `began ${startedAt.toISOString()}`;
  if (endedAt === null) return `${began}, ${formatDuration(now - startedAt.getTime())} ago`;
  return `${began}, took ${formatDuration(endedAt.getTime() - startedAt.getTime())}`;
}

function ageOf({ startedAt }: NodeRow, now: number): string {
  return formatDuration(now - startedAt.getTime());
}

function transferLine(transfer: Transfer, now: Date): string {
  const words = diskLine({ ...transfer, ...transferPace(transfer, now), isDone: false });
  return `${plainText(transfer.name)}: ${words}`;
}

/** What a pause or a cancel waits for. */
function goingLines(wish: WishRow | undefined): string[] {
  if (wish === undefined || wish.heededAt !== null || wish.going.length === 0) return [];
  return [`  waits for ${plainText(wish.going.join(', '))}`];
}

/** Servers that wait for the operator, or a window. */
function gateLines({ id }: RunRow, count: number): string[] {
  if (count === 0) return [];
  const ready = `${plural(count, 'server')} ready, not down yet`;
  return [`  ${ready}: \`pumphouse cutover ${id}\` lets ${count === 1 ? 'it' : 'them'} go`];
}

function nextLine({ id }: RunRow, state: string): string[] {
  if (['running', 'undoing', 'pausing', 'cancelling'].includes(state)) return [];
  if (state.startsWith('paused')) return [`Next: pumphouse resume ${id}`];
  if (state.startsWith('cancelling')) return [`Next: pumphouse cancel ${id}`];
  if (state.startsWith('undoing')) return [`Next: pumphouse undo ${id}`];
  if (state === 'failed' || state.startsWith('running')) return [`Next: pumphouse run ${id}`];
  return [`More: pumphouse report ${id}`];
}
