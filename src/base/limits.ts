/**
 * Simulated clouds do in milliseconds what real ones do in minutes: `PUMPHOUSE_PACE=100` divides every time that is
 * spent on waiting for a cloud by 100, down to `leastMs`.
 */
const pace = Math.max(1, Number(process.env['PUMPHOUSE_PACE'] ?? 1) || 1);

function paced(durationMs: number, leastMs = 10): number {
  return Math.max(Math.min(durationMs, leastMs), Math.round(durationMs / pace));
}

/** Every bound of the program in one place; the unit ends the name. */
export const limits = {
  /** A request without a body to copy: connect, then headers, then body. */
  connectTimeoutMs: paced(10_000, 5_000),
  requestTimeoutMs: paced(120_000, 5_000),
  /** No byte of a disk for so long means a dead connection. */
  copyIdleTimeoutMs: paced(300_000, 5_000),
  /** How often a safe request is tried, the first time included. */
  requestTries: 5,
  retryDelayMs: paced(500),
  retryDelayMaxMs: paced(20_000),
  /** The longest Retry-After that is obeyed; a longer one ends the request with remedy 'wait'. */
  retryAfterMaxMs: 120_000,
  pageSize: 500,
  pagesMax: 10_000,
  /** What is told of one user or project at a time is looked at for so many. */
  askedOneByOne: 200,
  /** Names that are told of what other projects have on a network that moves. */
  neighboursTold: 3,
  /** Users in projects for whom Nova is asked whether they have a quota of their own. */
  userQuotasAsked: 100,
  /** Names that are told of things that are not moved. */
  unmovedNames: 20,
  /** A token is renewed when it has less than this left. */
  tokenMarginMs: 120_000,
  /** How often one request is sent again with a new token, after the one that it had was refused. */
  tokenRenewals: 6,
  /** Requests under way at once, for each cloud and service. */
  concurrency: { identity: 6, compute: 6, image: 4, network: 2, 'block-storage': 4, placement: 2 },
  /** Waiting for a state: the first look comes soon, then ever later. */
  pollFirstMs: paced(500, 25),
  pollMaxMs: paced(3_000, 50),
  serverActiveTimeoutMs: paced(600_000),
  serverStateTimeoutMs: paced(300_000),
  portsActiveTimeoutMs: paced(120_000),
  serverSnapshotTimeoutMs: paced(3_600_000),
  imageActiveTimeoutMs: paced(3_600_000),
  /** Glance fetches an image by itself, and then puts it into its store. */
  imageImportTimeoutMs: paced(21_600_000),
  volumeTimeoutMs: paced(3_600_000),
  deleteTimeoutMs: paced(300_000),
  /** How often a step is tried within one attempt of a run. */
  stepTries: 4,
  /** Nodes of a plan that are worked on at once, and servers among them: each is down while it moves. */
  nodesAtOnce: 16,
  serversAtOnce: { snapshot: 3, rebuild: 5 },
  /** Disks that travel at once, unless the operator says otherwise, and the most that may be said. */
  imageCopiesAtOnce: 2,
  imageCopiesMost: 16,
  /** A smaller image is hashed where it is copied; a thread takes some 50 ms to begin. */
  hashThreadFromBytes: 32 * 1024 ** 2,
  /** The ring in which bytes wait to be hashed, for each copy. */
  hashSlotBytes: 64 * 1024,
  hashSlots: 8,
  /** A part of a disk that is confirmed, and hashed, by itself when it goes from Ceph to Ceph. */
  rbdSegmentBytes: 64 * 1024 ** 2,
  /** An answer of Ceph that is no copy; a cluster that is not there never answers. */
  rbdTimeoutMs: 30_000,
  /** What is left of a volume to its server's downtime when no more passes come before that. */
  warmEnoughBytes: 64 * 1024 ** 2,
  warmRoundsMost: 5,
  /** How often what was copied of a server that waits for its cutover is brought up to date. */
  warmRefreshMs: paced(300_000),
  /** Volumes of one server that are on their way at once. */
  volumesAtOnce: 4,
  /** What a rate limit makes up for, and so what may pass at once after a rest. */
  rateBurstMs: 200,
  eventPollMs: paced(400, 200),
  enginePollMs: paced(200, 50),
  copyProgressMs: 1_000,
  postgresStartTimeoutMs: 60_000,
  postgresStopTimeoutMs: 20_000,
} as const;
