import type { SimCloud } from '../../../sim/cloud/sim-cloud.ts';
import type { Write } from '../../../sim/cloud/write.ts';

/** An event of a run as its store has it. */
export interface StepEvent {
  readonly atMs: number;
  readonly type: string;
  /** Which step of which resource. */
  readonly step: string;
}

interface Span {
  readonly step: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The end of a step is told right before it is recorded: a kill in between may let it run again. */
const recordingMs = 100;
/** Times are whole milliseconds. */
const roundingMs = 1;

/**
 * No write is made again that belonged to a recorded step. To which step a write belongs is not known, but while which
 * steps it came: when all of these had ended before the kill, the same request afterwards is a fault. `usual` are
 * those that a run makes more than once anyway.
 */
export function checkReruns(
  clouds: readonly SimCloud[],
  events: readonly StepEvent[],
  killedMs: number,
  usual: ReadonlySet<string>,
): string[] {
  const spans = spansOf(events.filter(({ atMs }) => atMs <= killedMs));
  const open = new Set(spans.filter(({ toMs }) => toMs > killedMs - recordingMs).map(({ step }) => step));
  return clouds.flatMap(({ name, writes }) => {
    const again = new Set(writes.filter(({ receivedMs }) => receivedMs > killedMs).map(requestOf));
    return writes
      .filter(({ receivedMs, status = 500 }) => receivedMs <= killedMs && status < 300)
      .filter((write) => again.has(requestOf(write)) && !usual.has(usualOf(write)))
      .filter(({ receivedMs }) => {
        const during = spans.filter(
          ({ fromMs, toMs }) => fromMs <= receivedMs + roundingMs && toMs >= receivedMs - roundingMs,
        );
        return during.length > 0 && during.every(({ step }) => !open.has(step));
      })
      .map(({ method, path }) => `${name}: ${method} ${path} was made again, after what it was part of was recorded`);
  });
}

/** What an undisturbed run asks for more than once in the very same words. */
export function usualReruns(clouds: readonly SimCloud[]): Set<string> {
  return new Set(
    clouds.flatMap(({ writes }) =>
      [...Map.groupBy(writes, requestOf).values()].flatMap(([first, second]) =>
        first === undefined || second === undefined ? [] : [usualOf(first)],
      ),
    ),
  );
}

function spansOf(events: readonly StepEvent[]): Span[] {
  return events.flatMap(({ type, step, atMs }, index) => {
    if (type !== 'begun') return [];
    const end = events
      .slice(index + 1)
      .find((one) => one.step === step && ['done', 'failed', 'held'].includes(one.type));
    return [{ step, fromMs: atMs, toMs: end?.atMs ?? Infinity }];
  });
}

function requestOf({ method, path, body }: Write): string {
  return `${method} ${path} ${JSON.stringify(body)}`;
}

/** The credential that an owner logs in with is a new one in each run, and is removed by all that may have made it. */
function usualOf(write: Write): string {
  return requestOf(write).replace(/(?<=^DELETE \/identity\/v3\/credentials\/)[0-9a-f]{64}/, '*');
}
