import type { Finding } from '../base/finding.ts';
import { plural } from '../base/units.ts';
import type { HostRoom } from '../openstack/room.ts';
import type { ServerDemand } from './demand.ts';
import { fitServers, isTooLarge, spreadServers } from './fit-servers.ts';
import { amount, type RoomLine, unequal } from './room-line.ts';

/** How the classes of Placement are called; others keep their names. */
const classWords: Readonly<Record<string, { what: string; rule: string; unit?: 'MiB' | 'GiB' }>> = {
  VCPU: { what: 'vCPU', rule: 'capacity-vcpu' },
  PCPU: { what: 'dedicated CPU', rule: 'capacity-pcpu' },
  MEMORY_MB: { what: 'memory', rule: 'capacity-memory', unit: 'MiB' },
  DISK_GB: { what: 'disk', rule: 'capacity-disk', unit: 'GiB' },
};

interface Need extends RoomLine {
  readonly rule: string;
  /** The most that a single host has left. */
  readonly most: number;
}

/** Pure: what the servers take of the hosts together, and what is left there. */
export function hostLines(servers: readonly ServerDemand[], hosts: readonly HostRoom[]): RoomLine[] {
  return needsOf(servers, hosts).map(({ rule: _rule, most: _most, ...line }) => line);
}

/** Pure: what does not fit on the hosts, in sum or one by one. `cure` ends each blocker. */
export function hostFindings(
  servers: readonly ServerDemand[],
  hosts: readonly HostRoom[],
  { place, cure }: { readonly place: string; readonly cure: string },
): Finding[] {
  if (servers.length === 0) return [];
  const blocker = { severity: 'blocker', stopsAll: true, cure } as const;
  const short = needsOf(servers, hosts).filter(({ needed, free }) => needed > free);
  const sums = short.map((need): Finding => {
    const { rule, what } = need;
    const [wanted, free] = unequal(need, need.needed, need.free);
    const where = `${place}: ${free} on ${plural(hosts.length, 'host')}`;
    const summary = `the servers need ${wanted} of ${what}; free on ${where}`;
    return { ...blocker, rule, summary };
  });
  const large = servers.filter((server) => isTooLarge(server, hosts));
  const alone = large.map((server): Finding => {
    const summary = `no host of ${place} has room for server ${server.name}, which needs ${shapeWords(server)}`;
    const detail = `most free on one host: ${mostWords(server, hosts)}`;
    const resource = { kind: 'server', id: server.id, name: server.name };
    return { ...blocker, rule: 'capacity-host', summary, detail, resource };
  });
  const found = [...sums, ...alone];
  const rest = found.length > 0 ? found : packingFindings(servers, hosts, blocker, place);
  return [...rest, ...sharedDisk(servers, hosts, place), ...particular(servers)];
}

/**
 * Hosts on Ceph report the whole pool each, and Placement adds it up: no answer tells them from hosts whose own disks
 * are equal.
 */
function sharedDisk(servers: readonly ServerDemand[], hosts: readonly HostRoom[], place: string): Finding[] {
  const disks = hosts.flatMap(({ classes }) => classes['DISK_GB'] ?? []);
  const [first] = disks;
  const isAlike = disks.length > 1 && disks.every(({ total }) => total === first?.total);
  if (first === undefined || !isAlike) return [];
  const free = first.total - disks.reduce((sum, one) => sum + one.total - one.free, 0);
  const needed = servers.reduce((sum, { classes }) => sum + (classes['DISK_GB'] ?? 0), 0);
  if (needed <= free) return [];
  const summary =
    `all hosts of ${place} report a disk of ${first.total} GiB: if that is one pool for all of them, as with Ceph, ` +
    `it has ${Math.max(0, free)} GiB free, and the servers may need ${needed} GiB`;
  return [{ severity: 'warning', rule: 'capacity-disk-shared', summary }];
}

/** The sums suffice, and each server fits alone: not so all of them beside each other. */
function packingFindings(
  servers: readonly ServerDemand[],
  hosts: readonly HostRoom[],
  blocker: Pick<Finding, 'severity' | 'stopsAll' | 'cure'>,
  place: string,
): Finding[] {
  const left = fitServers(servers, hosts);
  const names = (list: readonly ServerDemand[]): string => list.map(({ name }) => name).join(', ');
  const says = `what ${plural(hosts.length, 'host')} of ${place} ${hosts.length === 1 ? 'has' : 'have'} free`;
  if (left.length > 0) {
    const summary = `${says} is enough in sum, but ${plural(left.length, 'server')} would find no single host`;
    return [{ ...blocker, rule: 'capacity-host', summary, detail: names(left) }];
  }
  const spread = spreadServers(servers, hosts);
  if (spread.length === 0) return [];
  const summary = `${says} is enough, but only just: as Nova spreads servers, some may find no single host`;
  return [{ severity: 'warning', rule: 'capacity-tight', summary, detail: names(spread) }];
}

function particular(servers: readonly ServerDemand[]): Finding[] {
  const count = servers.filter(({ isParticular }) => isParticular).length;
  if (count === 0) return [];
  const summary = `the flavors of ${plural(count, 'server')} ask for hosts with certain traits or in aggregates`;
  const detail = 'whether such hosts have room was not checked';
  return [{ severity: 'note', rule: 'capacity-traits', summary, detail }];
}

/** The first classes always, so that a reader sees them; others where a server wants them. */
function needsOf(servers: readonly ServerDemand[], hosts: readonly HostRoom[]): Need[] {
  if (servers.length === 0) return [];
  const wanted = new Set(['VCPU', 'MEMORY_MB', 'DISK_GB', ...servers.flatMap(({ classes }) => Object.keys(classes))]);
  return [...wanted].map((name) => {
    const { what, rule, unit } = classWords[name] ?? { what: name, rule: `capacity-${name.toLowerCase()}` };
    const needed = servers.reduce((sum, { classes }) => sum + (classes[name] ?? 0), 0);
    const rooms = hosts.flatMap(({ classes }) => classes[name] ?? []);
    const free = rooms.reduce((sum, one) => sum + Math.max(0, one.free), 0);
    const most = Math.max(0, ...rooms.map((one) => Math.min(one.free, one.most)));
    return { what, where: 'hosts', needed, free, ...(unit && { unit }), rule, most };
  });
}

function shapeWords(server: ServerDemand): string {
  return needsOf([server], [])
    .filter(({ needed }) => needed > 0)
    .map((need) => `${amount(need, need.needed)} ${need.what}`)
    .join(', ');
}

function mostWords(server: ServerDemand, hosts: readonly HostRoom[]): string {
  return needsOf([server], hosts)
    .filter(({ needed }) => needed > 0)
    .map((need) => `${amount(need, need.most)} ${need.what}`)
    .join(', ');
}
