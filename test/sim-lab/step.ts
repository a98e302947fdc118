/** One call that is sent to a simulated and to a real cloud, whose answers are then compared. */
export interface Step {
  /** Unique within its scenario, in words: `a member may not make a flavor`. */
  readonly title: string;
  /** Who calls: an administrator (the default), a member of a project of the scenario's own, or nobody at all. */
  readonly as?: 'admin' | 'member' | 'nobody';
  readonly service: 'identity' | 'compute' | 'image' | 'network' | 'block-storage' | 'placement';
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the service's endpoint; `{name}` stands for a value that an earlier step kept. */
  readonly path: string;
  /** Texts within it may hold `{name}` too. Text or bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  /** The value of OpenStack-API-Version, such as `compute 2.90`. */
  readonly microversion?: string;
  /** Values for later steps: name → dotted path of the answer: `network.id`, `networks.0.id`, `headers.location`. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Asks again until the field at the path has one of the values; the states of the lab have to be simulated. */
  readonly until?: { readonly field: string; readonly is: readonly (string | number | null)[] };
  /** Dotted paths (`*` for any member or key) whose values, not only their types, must be equal. */
  readonly same?: readonly string[];
  /** As `same`, for values that a service lists in no order of its own: by times, of which several are equal. */
  readonly sameSet?: readonly string[];
  /**
   * Dotted paths in which the two may differ, each with the reason; all that lies below one is covered. What is not in
   * the body: `$status`, `$mediaType`, `$headers.<name>`, `$keep`, `$states`, `$bytes`.
   */
  readonly except?: Readonly<Record<string, string>>;
}

export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}
