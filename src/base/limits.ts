/** Every bound of the program in one place; the unit ends the name. */
export const limits = {
  /** A request without a body to copy: connect, then headers, then body. */
  connectTimeoutMs: 10_000,
  requestTimeoutMs: 120_000,
  /** No byte of a disk for so long means a dead connection. */
  copyIdleTimeoutMs: 300_000,
  /** How often a safe request is tried, the first time included. */
  requestTries: 5,
  retryDelayMs: 500,
  retryDelayMaxMs: 20_000,
  /** The longest Retry-After that is obeyed; a longer one ends the request with remedy 'wait'. */
  retryAfterMaxMs: 120_000,
  pageSize: 500,
  pagesMax: 10_000,
  /** A token is renewed when it has less than this left. */
  tokenMarginMs: 120_000,
  /** Requests under way at once, for each cloud and service. */
  concurrency: { identity: 6, compute: 6, image: 4, network: 2, 'block-storage': 4, placement: 2 },
  /** Waiting for a state: the first look comes soon, then ever later. */
  pollFirstMs: 500,
  pollMaxMs: 3_000,
  serverActiveTimeoutMs: 600_000,
  serverStateTimeoutMs: 300_000,
  portsActiveTimeoutMs: 120_000,
  serverSnapshotTimeoutMs: 3_600_000,
  imageActiveTimeoutMs: 3_600_000,
  deleteTimeoutMs: 300_000,
  /** How often a step is tried within one attempt of a run. */
  stepTries: 4,
  /** Nodes of a plan that are worked on at once, and servers among them: each is down while it moves. */
  nodesAtOnce: 16,
  serversAtOnce: { snapshot: 3, rebuild: 5 },
  imageCopiesAtOnce: 2,
  eventPollMs: 400,
  enginePollMs: 200,
  copyProgressMs: 1_000,
  postgresStartTimeoutMs: 60_000,
  postgresStopTimeoutMs: 20_000,
} as const;
