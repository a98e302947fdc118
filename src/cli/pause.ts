import type { WishOutcome } from '../operations/await-wish.ts';
import type { RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { describeExitCodes, exitCodes } from './exit-codes.ts';
import { onInterrupt } from './interrupt.ts';
import { tellGoing } from './tell-going.ts';
import { wishCommand } from './wish-command.ts';
import { withStore } from './with-clouds.ts';

export function pauseCommand(caller: Caller) {
  return wishCommand('pause')
    .summary('hold a run that another terminal carries out')
    .description(
      'Asks the process that works on the run to hold it, and waits until it has confirmed that nothing is ' +
        'running. No step begins any more and no disk is copied by us; what the destination fetches by itself it ' +
        'goes on fetching. A copy through Glance that is broken off begins anew later, one from Ceph to Ceph goes ' +
        'on where it was. A server that is down for its move goes on to its end, since its users wait: --now ' +
        'holds it too, and it stays down. The process waits until `pumphouse resume`; where it has ended, that ' +
        'command, `pumphouse run` and the same `pumphouse migrate` take the run up again.',
    )
    .option('--now', 'hold also servers that are down for their move: they stay down', false)
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage', 'interrupted'])}`)
    .action(async (word, options) => {
      await withStore(caller, options.database, async (store) => {
        const { findUnendedRun } = await import('./find-unended-run.ts');
        const { pauseRun } = await import('../operations/pause-run.ts');
        const run = await findUnendedRun(store, word);
        const since = new Date();
        const words =
          `pumphouse: not waited for: run ${run.id} pauses all the same. ` +
          `\`pumphouse resume ${run.id}\` takes that back.`;
        const disarm = onInterrupt(caller, words);
        const outcome = await pauseRun(store, run, options.now, tellGoing(caller)).finally(disarm);
        await showOutcome(caller, store, run, { outcome, since, format: options.format });
      });
    });
}

const examples = `Examples:
  pumphouse pause
  pumphouse pause 1a2b --now
  pumphouse pause 1a2b -f json`;

interface Paused {
  readonly outcome: WishOutcome;
  readonly since: Date;
  readonly format: 'text' | 'json';
}

async function showOutcome(caller: Caller, store: Store, run: RunRow, { outcome, since, format }: Paused) {
  const { tallyRun } = await import('../operations/tally-run.ts');
  const { tallyWords } = await import('./tally-words.ts');
  const { id } = run;
  if (outcome === 'over') {
    const { findWantedRun } = await import('./find-wanted-run.ts');
    const { endedAt, state } = await findWantedRun(store, id);
    const why = endedAt === null ? 'another command lets it go on' : `it has ended (${state})`;
    caller.tell(`pumphouse: run ${id} is not paused: ${why}.`);
    caller.end(exitCodes.problem);
    return;
  }
  const tally = await tallyRun(store, id, outcome === 'idle' ? 'at rest' : 'paused', since);
  caller.print(format === 'json' ? JSON.stringify(tally, null, 2) : tallyWords(tally, caller.paint));
  const next =
    outcome === 'idle'
      ? `No process works on it: \`pumphouse resume ${id}\` or the same command goes on with it.`
      : `Its process waits: \`pumphouse resume ${id}\` lets it go on, \`pumphouse cancel ${id}\` ends it.`;
  caller.tell(next);
}
