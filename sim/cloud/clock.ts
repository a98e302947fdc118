/** The time of a simulated cloud. What a service does in the background is a change that falls due. */
export interface Clock {
  /** Milliseconds since 1970 as the cloud sees them: its clock may be wrong. */
  nowMs(): number;
  /** Now as `2026-01-31T12:00:00Z`. */
  now(): string;
  /**
   * Carries out a change later; the duration is divided by the pace of the cloud. `work` says at what the cloud is busy
   * until then, where a client has to wait for it: what agents catch up with by themselves has none.
   */
  after(durationMs: number, change: () => void, work?: string): void;
  /** The work that no request has seen the end of yet. */
  pending(): string[];
  /** Carries out what is due. */
  settle(): void;
  /** Carries out all that is still to come, in its order, as if time had passed. */
  settleAll(): void;
  /** Carries out the one change that comes next, due or not, held or not; false when there is none. */
  settleNext(): boolean;
  /** What is still to come stays under way, however late it is, until `release`. */
  hold(): void;
  release(): void;
}

interface Change {
  readonly dueMs: number;
  readonly apply: () => void;
  readonly work: string | undefined;
}

/** `pace` 10 makes a server boot in a tenth of its time; `skewMs` is how far the clock is ahead. */
export function openClock(pace: number, skewMs: number): Clock {
  let changes: Change[] = [];
  let isHeld = false;
  const nowMs = (): number => Date.now() + skewMs;
  const settleNext = (untilMs: number): boolean => {
    const next = changes.find(({ dueMs }) => dueMs <= untilMs);
    if (next === undefined) return false;
    changes = changes.filter((change) => change !== next);
    next.apply();
    return true;
  };
  const settleUntil = (untilMs: number): void => {
    while (settleNext(untilMs));
  };
  return {
    nowMs,
    now: () => `${new Date(nowMs()).toISOString().slice(0, 19)}Z`,
    after(durationMs, apply, work) {
      const change = { dueMs: nowMs() + durationMs / pace, apply, work };
      changes = [...changes, change].toSorted((a, b) => a.dueMs - b.dueMs);
    },
    pending: () => changes.flatMap(({ work }) => work ?? []),
    settle: () => (isHeld ? undefined : settleUntil(nowMs())),
    settleNext: () => settleNext(Number.POSITIVE_INFINITY),
    settleAll: () => settleUntil(Number.POSITIVE_INFINITY),
    hold: () => void (isHeld = true),
    release: () => void (isHeld = false),
  };
}
