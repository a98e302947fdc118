/** A request on its way, as a test sees it. */
export interface Tapped {
  readonly cloud: string;
  /** The first part of its path: `compute`, `network`… */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** Counts the requests of this cloud that may change something, from 1; undefined for all others. */
  readonly writeNumber: number | undefined;
}

/**
 * What goes wrong with a request. `answer`: this instead of the service's answer, as a proxy may give it; `wait`: later
 * than usual; `cut`: the connection dies; `truncate`: it dies in the middle of the answer's body; `break-upload`: it
 * dies in the middle of the bytes that the request brings, which only `before` can do.
 */
export type Disruption =
  | { readonly type: 'answer'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly type: 'wait'; readonly durationMs: number }
  | { readonly type: 'cut' }
  | { readonly type: 'truncate' }
  | { readonly type: 'break-upload' };

/** Stands between the wire and the services of a cloud. */
export interface Tap {
  /** Nothing is done with the request yet. */
  before?(request: Tapped): Disruption | undefined;
  /** All is done, and the answer of that status not sent yet. */
  after?(request: Tapped, status: number): Disruption | undefined;
}
