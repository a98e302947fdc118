import { plural } from '../base/units.ts';
import type { Plan } from '../plan/plan.ts';
import { amount, type RoomLine } from '../plan/room-line.ts';
import { plainText } from './plain-text.ts';
import { serverDisk } from './server-disk.ts';

/** So many quotas are told: those that come nearest to their limits. */
const quotasTold = 3;

/** What the plan takes of what is free on the destination: hosts, networks, and the tightest quotas. */
export function roomText(plan: Plan): string[] {
  const { room = [], destination } = plan;
  const used = room.filter(({ needed }) => needed > 0);
  if (used.length === 0) return [];
  const isQuota = ({ where }: RoomLine): boolean => where.startsWith('project ');
  const quotas = used.filter((line) => isQuota(line)).toSorted((a, b) => share(b) - share(a));
  const told = quotas.slice(0, quotasTold);
  const rest = quotas.length - told.length;
  return [
    `Room on ${destination.name} (needed of free):`,
    ...group(used.filter(({ where }) => where === 'hosts')),
    ...used.filter(({ where }) => where.startsWith('network ')).flatMap((line) => group([line])),
    ...[...Map.groupBy(told, ({ where }) => where).values()].flatMap((lines) => group(lines)),
    ...imageLine(plan),
    ...(rest > 0 ? [`  ${plural(rest, 'more quota')} with more room (in -f json)`] : []),
  ];
}

/** The image that carried a disk stays beside it. */
function imageLine(plan: Plan): string[] {
  const moved = plan.resources.filter(({ kind, action }) => kind === 'server' && action === 'create');
  const sizes = moved.map((server) => serverDisk(server, plan)).flatMap((disk) => (disk.isCarried ? disk.sizeGiB : []));
  const sizeGiB = sizes.reduce((sum: number, size) => sum + (size ?? 0), 0);
  if (sizeGiB === 0) return [];
  return [`  images: up to ${sizeGiB} GiB of these disks stay in Glance too; no API tells its free bytes`];
}

function group(lines: readonly RoomLine[]): string[] {
  const [first] = lines;
  if (first === undefined) return [];
  const words = lines.map((line) => `${line.what} ${amount(line, line.needed)} of ${amount(line, line.free)}`);
  return [plainText(`  ${first.where}: ${words.join(', ')}`)];
}

function share({ needed, free }: RoomLine): number {
  return free === 0 ? Number.POSITIVE_INFINITY : needed / free;
}
