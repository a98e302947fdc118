/**
 * blocker: the resource cannot move as planned, and nothing overrides that; warning: it moves, but something is lost or
 * different; note: worth knowing.
 */
export type Severity = 'blocker' | 'warning' | 'note';

/** A fact about the clouds that the operator should know: a value, saved with the plan, all shown at once. */
export interface Finding {
  readonly severity: Severity;
  /** Stable name of the rule, such as `server-needs-volume`. */
  readonly rule: string;
  /** One line in plain words. */
  readonly summary: string;
  readonly detail?: string | undefined;
  /** Which resource, when it is about one. */
  readonly resource?: { readonly kind: string; readonly id: string; readonly name: string } | undefined;
  /** What the operator can do about it. */
  readonly cure?: string | undefined;
  /** The whole plan waits for it, also where what is blocked may stay behind: a run would fail half-way. */
  readonly stopsAll?: boolean | undefined;
}
