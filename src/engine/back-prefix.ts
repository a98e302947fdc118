/** How the engine's ids of what a cancel puts back begin. */
export function backPrefix(runId: string): string {
  return `back ${runId}:`;
}
