import type { Caller } from './caller.ts';
import { plainText } from './plain-text.ts';
import { nextProgress, noProgress, type Progress, type Reading } from './progress.ts';
import { progressBlock } from './progress-block.ts';
import { diskLine, progressLine, stamp } from './progress-lines.ts';

/** Shows readings of a run as they come. */
export interface ProgressView {
  show(reading: Reading): void;
  end(): void;
}

/** In a log, a disk on its way gets a line so often. */
const diskLineEveryMs = 10_000;

/** A block that is drawn again on a terminal, plain lines elsewhere. */
export function openProgressView(caller: Caller, total: number | undefined): ProgressView {
  return caller.columns() === undefined ? lineView(caller) : blockView(caller, total);
}

function lineView(caller: Caller): ProgressView {
  let progress: Progress = noProgress;
  let toldMs = 0;
  return {
    show(reading) {
      progress = nextProgress(progress, reading);
      for (const event of reading.events) {
        const line = progressLine(event, reading.elapsedMs, caller.isVerbose());
        if (line !== undefined) caller.tell(line);
      }
      if (reading.elapsedMs - toldMs < diskLineEveryMs) return;
      toldMs = reading.elapsedMs;
      for (const disk of progress.disks.filter(({ isDone }) => !isDone)) {
        caller.tell(`${stamp(reading.elapsedMs)} ${plainText(disk.name)}: ${diskLine(disk)}`);
      }
    },
    end() {},
  };
}

function blockView(caller: Caller, total: number | undefined): ProgressView {
  let progress: Progress = noProgress;
  let height = 0;
  const above = (): string => (height === 0 ? '' : `\u001b[${height}A\u001b[J`);
  return {
    show(reading) {
      progress = nextProgress(progress, reading);
      // What went wrong, or server by server well, stays on the screen above the block.
      const lasting = reading.events
        .filter(({ type, kind, step }) => type === 'failed' || type === 'note' || isMilestone(kind, step, type))
        .flatMap((event) => progressLine(event, reading.elapsedMs, caller.isVerbose()) ?? []);
      const columns = caller.columns() ?? 80;
      const block = progressBlock(progress, { columns, total, paint: caller.paintError });
      caller.draw(`${above()}${[...lasting, ...block].map((line) => `${line}\n`).join('')}`);
      height = block.length;
    },
    end() {
      caller.draw(above());
      height = 0;
    },
  };
}

function isMilestone(kind: string | null, step: string | null, type: string): boolean {
  return type === 'done' && kind === 'server' && (step === 'verify' || step === 'put-back');
}
