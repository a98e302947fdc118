import type { Resource } from '../resources/kind.ts';
import { volume } from '../resources/volume.ts';

/** Which server's move takes each volume along. */
export interface VolumeCarriage {
  /** The server that takes the volume along; undefined for one that is attached to nothing. */
  carrierOf(volumeId: string): string | undefined;
  /** Servers that share volumes with this one and rest when it does, since it takes along what they share. */
  followersOf(serverId: string): readonly string[];
  /** The server that takes along what this one shares; undefined when it is that itself, or shares nothing. */
  leaderOf(serverId: string): string | undefined;
}

/**
 * Pure: a volume travels while all servers that have it rest, and once. What one server has alone goes with that; of
 * servers that share volumes, in a chain maybe, one leads, and takes all along that is shared.
 */
export function volumeCarriage(volumes: readonly Resource[]): VolumeCarriage {
  const attached = volumes.map((one) => volume.schema.parse(one)).filter(({ serverIds }) => serverIds.length > 0);
  const leaders = new Map<string, string>();
  const leaderOf = (id: string): string => leaders.get(id) ?? id;
  const shared = attached.filter(({ serverIds }) => serverIds.length > 1);
  for (const serverId of shared.flatMap(({ serverIds }) => serverIds)) leaders.set(serverId, serverId);
  for (const { serverIds } of shared) {
    const groups = new Set(serverIds.map(leaderOf));
    const [first = ''] = [...groups].toSorted();
    for (const [id, leader] of leaders) if (groups.has(leader)) leaders.set(id, first);
  }
  const carriers = new Map(attached.map(({ id, serverIds: [first = ''] }) => [id, leaderOf(first)]));
  for (const { id, serverIds } of attached) {
    if (serverIds.length === 1) carriers.set(id, serverIds[0] ?? '');
  }
  return {
    carrierOf: (volumeId) => carriers.get(volumeId),
    followersOf: (serverId) =>
      [...leaders].flatMap(([id, leader]) => (leader === serverId && id !== serverId ? [id] : [])).toSorted(),
    leaderOf(serverId) {
      const leader = leaderOf(serverId);
      return leader === serverId ? undefined : leader;
    },
  };
}
