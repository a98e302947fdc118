import type { RunTally } from '../operations/tally-run.ts';
import type { Paint } from './caller.ts';

/** A run at rest in one line: `Run 1a2b3c4d paused: 3 of 12 servers moved, 20 of 61 parts done, nothing is running.` */
export function tallyWords({ run, state, servers, nodes }: RunTally, paint: Paint): string {
  const { total, moved, movedSince, inBetween, putBack } = servers;
  const words = [
    `${moved} of ${total} servers moved${movedSince > 0 ? ` (${movedSince} since the command)` : ''}`,
    ...(putBack > 0 ? [`${putBack} put back as before`] : []),
    ...(inBetween > 0 ? [`${inBetween} in between`] : []),
    `${nodes.done} of ${nodes.total} parts done`,
    ...(nodes.failed > 0 ? [`${nodes.failed} failed`] : []),
    'nothing is running',
  ];
  return `${paint(inBetween > 0 ? 'yellow' : 'green', `Run ${run} ${state}`)}: ${words.join(', ')}.`;
}
