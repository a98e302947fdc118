import { addEvent } from '../store/events.ts';
import { listNodes } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { dropWish, noteGoing, readWish, type Wish, type WishRow } from '../store/wishes.ts';
import { type HeedingStep, heeds } from './heeds.ts';

/** What this process has heard, and what goes on in it. */
export interface Hearing {
  readonly store: Store;
  readonly runId: string;
  readonly attempt: number;
  wish: Wish | undefined;
  /** Nodes that go on, each with the step that it is at. */
  readonly going: Map<string, string>;
  /** Nodes that were begun and hold. */
  readonly held: Set<string>;
  readonly underWay: Set<{ readonly heeding: HeedingStep; readonly controller: AbortController }>;
  /** Aborted and replaced whenever another thing is wished. */
  changed: AbortController;
}

/** Looks once what is wished, breaks off what heeds it, and confirms it as soon as nothing goes on. */
export async function hearWish(hearing: Hearing): Promise<void> {
  const { store, runId } = hearing;
  const row = await readWish(store, runId);
  const wish = row?.wish === 'go' ? undefined : row?.wish;
  if (wish !== hearing.wish) {
    hearing.wish = wish;
    for (const { heeding, controller } of hearing.underWay) if (heeds(wish, heeding)) controller.abort();
    hearing.changed.abort();
    hearing.changed = new AbortController();
    await addEvent(store, runId, { type: 'note', message: newsOf(wish) });
  }
  if (row?.wish === 'go') await dropWish(store, runId, ['go']);
  else if (row !== undefined && row.heededAt === null) await confirm(hearing, row);
}

async function confirm(hearing: Hearing, row: WishRow): Promise<void> {
  const { store, runId } = hearing;
  const left = await whatGoes(hearing);
  // That a run is cancelled is confirmed by its end.
  if (left.length === 0 && row.wish === 'cancel') return;
  if (left.length > 0 && left.join() === row.going.join()) return;
  await noteGoing(store, runId, row, left);
  const message = `paused: nothing is running; \`pumphouse resume ${runId}\` lets it go on`;
  if (left.length === 0) await addEvent(store, runId, { type: 'note', message });
}

/** Nodes that a killed process left under way count, though they have not been taken up here yet. */
async function whatGoes({ store, runId, attempt, going, held }: Hearing): Promise<string[]> {
  const nodes = await listNodes(store, runId);
  const left = nodes.filter((node) => node.state === 'running' && node.attempt === attempt && !held.has(node.key));
  return [...going.values(), ...left.filter(({ key }) => !going.has(key)).map(({ key }) => key)];
}

function newsOf(wish: Wish | undefined): string {
  if (wish === 'pause') return 'pausing: servers that are down for their move go on to its end, all else holds';
  if (wish === 'pause-now') return 'pausing at once: servers that are down for their move stay so until it goes on';
  if (wish === 'cancel') return 'cancelling: what is in between is put back as it was';
  return 'it goes on';
}
