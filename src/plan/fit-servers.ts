import type { HostRoom } from '../openstack/room.ts';
import type { ServerDemand } from './demand.ts';

/** A host while it is being filled. */
interface Filling {
  readonly host: HostRoom;
  readonly free: Map<string, number>;
}

type Sized = Pick<ServerDemand, 'classes'>;

/** Pure: the servers that find no host, when the largest are placed first and each where it fits: none, if all fit. */
export function fitServers<S extends Sized>(servers: readonly S[], hosts: readonly HostRoom[]): S[] {
  const sized = servers.map((server) => ({ server, size: sizeOf(server, hosts) }));
  const ordered = sized.toSorted((a, b) => b.size - a.size).map(({ server }) => server);
  return place(ordered, hosts, (fitting) => fitting[0]);
}

/**
 * Pure: the servers that find no host, when they come in their order and each goes where most memory is free, as Nova
 * spreads them. That may leave one over that would have fitted.
 */
export function spreadServers<S extends Sized>(servers: readonly S[], hosts: readonly HostRoom[]): S[] {
  const memory = ({ free }: Filling): number => free.get('MEMORY_MB') ?? 0;
  return place(servers, hosts, (fitting) => fitting.toSorted((a, b) => memory(b) - memory(a))[0]);
}

/** True when an empty-handed host, as it is now, could take it alone. */
export function isTooLarge(server: Sized, hosts: readonly HostRoom[]): boolean {
  return place([server], hosts, (fitting) => fitting[0]).length > 0;
}

function place<S extends Sized>(
  servers: readonly S[],
  hosts: readonly HostRoom[],
  pick: (fitting: Filling[]) => Filling | undefined,
): S[] {
  const fillings = hosts.map((host) => ({ host, free: freeOf(host) }));
  return servers.filter((server) => {
    const taken = pick(fillings.filter((filling) => canTake(filling, server)));
    if (taken === undefined) return true;
    for (const [name, amount] of Object.entries(server.classes)) {
      taken.free.set(name, (taken.free.get(name) ?? 0) - amount);
    }
    return false;
  });
}

function freeOf({ classes }: HostRoom): Map<string, number> {
  return new Map(Object.entries(classes).map(([name, { free }]) => [name, free]));
}

function canTake({ host, free }: Filling, { classes }: Sized): boolean {
  return Object.entries(classes).every(
    ([name, amount]) => amount <= (free.get(name) ?? 0) && amount <= (host.classes[name]?.most ?? 0),
  );
}

/** The largest part of a host that it takes: of whatever the hosts have least. */
function sizeOf({ classes }: Sized, hosts: readonly HostRoom[]): number {
  const parts = Object.entries(classes).map(([name, amount]) => {
    const total = hosts.reduce((sum, host) => sum + (host.classes[name]?.total ?? 0), 0);
    return total === 0 ? 1 : amount / total;
  });
  return Math.max(0, ...parts);
}
