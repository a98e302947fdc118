export interface Shares {
  /** Servers of each project that can be moved; the first has the most. */
  readonly movable: readonly number[];
  /** Servers that cannot be moved. */
  readonly legacy: number;
}

/** Below Nova's default quota of 10, so that the destination takes them as it is. */
const serversAtMost = 6;

/** How many servers each project has: few together in one project, many in ever more of them. */
export function shareOut(servers: number): Shares {
  const legacy = servers >= 5 ? 1 : 0;
  const rest = servers - legacy;
  const count = Math.max(1, Math.min(Math.ceil(rest / 3), 3 + Math.ceil(rest / serversAtMost)));
  const movable = Array.from({ length: count }, (_none, index) => Math.ceil((rest - index) / count));
  return { movable, legacy };
}
