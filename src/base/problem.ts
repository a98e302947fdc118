/**
 * What the caller should do about a failed operation.
 * retry: the same again at once; wait: the same again later; ask: a person has to decide or mend; stop: never again.
 */
export type Remedy = 'retry' | 'wait' | 'ask' | 'stop';

export interface ProblemParts {
  /** What happened, as one sentence without a final period. */
  readonly summary: string;
  readonly remedy: Remedy;
  /** What the operator does about it, as one or more sentences. */
  readonly cure?: string;
  /** Which thing, as `kind name (id)` or `file:line:column`. */
  readonly resource?: string;
  /** OpenStack's own id of the request that failed, to be found in the service's log. */
  readonly requestId?: string;
  /** HTTP status of the answer, when there was one. */
  readonly status?: number;
  /** The service's own words, for a person who reads on. Never a secret. */
  readonly detail?: string;
  /** Each mistake of a file that the operator wrote, as `file:line:column: what; cure`: shown one a line. */
  readonly mistakes?: readonly string[];
  readonly cause?: unknown;
}

/** An operation failed because of the world outside: a cloud, a file, an operator's words. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly remedy: Remedy;
  readonly cure: string | undefined;
  readonly resource: string | undefined;
  readonly requestId: string | undefined;
  readonly status: number | undefined;
  readonly detail: string | undefined;
  readonly mistakes: readonly string[];

  constructor(parts: ProblemParts) {
    super(parts.summary, parts.cause === undefined ? {} : { cause: parts.cause });
    this.remedy = parts.remedy;
    this.cure = parts.cure;
    this.resource = parts.resource;
    this.requestId = parts.requestId;
    this.status = parts.status;
    this.detail = parts.detail;
    this.mistakes = parts.mistakes ?? [];
  }

  /** The whole problem as one paragraph: where, what, the service's words, the request id, the cure. */
  paragraph(): string {
    const where = this.resource === undefined ? '' : `${this.resource}: `;
    const detail = this.detail === undefined ? '' : ` (${this.detail})`;
    const request = this.requestId === undefined ? '' : ` [${this.requestId}]`;
    const cure = this.cure === undefined ? '' : ` ${this.cure}`;
    return `${where}${this.message}${detail}${request}.${cure}`;
  }
}
