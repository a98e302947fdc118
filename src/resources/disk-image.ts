/**
 * The source id under which the image that carries a server's root disk is known: it is no image of the source, but its
 * twin on the destination is found by it.
 */
export function diskImageId(serverId: string): string {
  return `disk-of-${serverId}`;
}
