import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Room, RoomPart } from '../openstack/room.ts';
import { chosenCopier } from '../resources/chosen-copier.ts';
import type { Choices } from '../resources/kind.ts';
import { addressFindings, addressLines } from './address-findings.ts';
import { hostFindings, hostLines } from './host-findings.ts';
import {
  isOfServers,
  type KeypairRoom,
  keypairFindings,
  quotaFindings,
  quotaLines,
  quotaRooms,
} from './quota-findings.ts';
import type { Decision } from './decide.ts';
import { type Creation, inOrderOfLimit, isCreation, quotaDemands, type ServerDemand, serverDemands } from './demand.ts';
import { fitServers } from './fit-servers.ts';
import { poolFindings, poolLines, volumeDemands } from './pool-findings.ts';
import type { RoomLine } from './room-line.ts';
import { placeholder } from './twin-lookup.ts';

export interface CapacityInput {
  readonly source: Pick<Inventory, 'cloud'>;
  readonly destination: Inventory;
  readonly room: Room;
  /** Tells which disks make no images on their way. */
  readonly choices?: Choices | undefined;
}

export interface Capacity {
  readonly lines: readonly RoomLine[];
  readonly findings: readonly Finding[];
}

/**
 * Pure: whether the destination has room for all that the plan creates, before anything is written. What does not fit
 * is a blocker that holds back the whole plan, since a run would fail half-way; what could not be read is a warning.
 */
export function checkCapacity(decisions: readonly Decision[], input: CapacityInput): Capacity {
  const creations = decisions.filter((one) => isCreation(one));
  const servers = serverDemands(creations);
  const { room, destination } = input;
  const place = destination.cloud.name;
  const sides = {
    source: input.source.cloud.name,
    destination: place,
    defaults: destination.capabilities.quotaDefaults ?? {},
    volumeTypes: volumeTypesThere(decisions, destination),
  };
  const volumes = volumeDemands(creations, decisions, destination.resources['volume-type']);
  const typeNames = new Map(volumes.map(({ id, typeName }) => [id, typeName]));
  const quotasOf = (some: readonly ServerDemand[]) =>
    quotaRooms(quotaDemands(creations, some, typeNames), decisions, room, sides);
  const quotas = quotasOf(servers);
  const fits = (count: number): boolean => {
    const some = servers.slice(0, count);
    const own = quotasOf(some).rooms.filter((one) => isOfServers(one));
    const isShort = own.some(({ needed, used, limit }) => used + needed > limit);
    return !isShort && (room.hosts === undefined || fitServers(some, room.hosts).length === 0);
  };
  const makesImage = ({ chosen: { kind, resource } }: Creation): boolean =>
    kind !== 'volume' || chosenCopier(input.choices ?? {}, kind, resource.id) === 'glance';
  const cure = limitWords(servers, largest(servers.length, fits), decisions);
  const nameOf = networkNames(decisions, destination);
  return {
    lines: [
      ...hostLines(servers, room.hosts ?? []),
      ...poolLines(volumes, room.pools ?? []),
      ...quotaLines(quotas.rooms),
      ...addressLines(creations, room.subnets ?? [], nameOf),
    ],
    findings: [
      ...(room.hosts === undefined ? [] : hostFindings(servers, room.hosts, { place, cure })),
      ...poolFindings(volumes, room.pools ?? [], place),
      ...quotaFindings(quotas.rooms, sides, cure),
      ...keypairFindings(keypairRooms(creations, decisions, destination), keypairLimit(input), sides),
      ...addressFindings(creations, room.subnets ?? [], { place, nameOf }),
      ...imageFindings(creations.filter(makesImage), room, place),
      ...unreadFindings(creations, room, place, quotas.unread),
    ],
  };
}

/** The most servers of the plan's order that fit; 0 when not even the first does. */
function largest(count: number, fits: (count: number) => boolean): number {
  let [least, most] = [0, count];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}

/** A limit counts servers that are blocked too, and passes over those that have moved. */
function limitWords(servers: readonly ServerDemand[], fitting: number, decisions: readonly Decision[]): string {
  const next = servers[fitting];
  if (next === undefined) return 'Choose fewer servers with --host, --limit or --exclude.';
  if (fitting === 0) return 'Not even the first server fits: leave out what is too large with --exclude, or make room.';
  const left = decisions.filter(({ chosen, action }) => chosen.kind === 'server' && action !== 'skip');
  const ordered = left.map(({ chosen }) => chosen.resource).toSorted(inOrderOfLimit);
  const before = ordered.findIndex(({ id }) => id === next.id);
  return `--limit ${before} fits, of ${ordered.length}; --host and --exclude choose fewer too.`;
}

/** By name, with those that the plan makes. */
function volumeTypesThere(decisions: readonly Decision[], destination: Inventory): Record<string, string> {
  const made = decisions.filter(({ chosen, action }) => chosen.kind === 'volume-type' && action === 'create');
  return Object.fromEntries([
    ...made.map(({ chosen: { kind, name } }) => [name, placeholder(kind, name)] as const),
    ...destination.resources['volume-type'].map(({ id, name }) => [name, id] as const),
  ]);
}

function networkNames(decisions: readonly Decision[], destination: Inventory): (id: string) => string {
  const own = decisions.flatMap(({ chosen, twinId }): [string, string][] =>
    chosen.kind === 'network' && twinId !== undefined ? [[twinId, chosen.name]] : [],
  );
  const names = new Map([...own, ...destination.resources.network.map(({ id, name }) => [id, name] as const)]);
  return (id) => names.get(id) ?? id;
}

const keypairPart = z.looseObject({ userId: z.string() });

function keypairRooms(
  creations: readonly Creation[],
  decisions: readonly Decision[],
  destination: Inventory,
): KeypairRoom[] {
  const ownerOf = (resource: object): string => keypairPart.parse(resource).userId;
  const wanted = creations.filter(({ chosen }) => chosen.kind === 'keypair');
  return [...Map.groupBy(wanted, ({ chosen }) => ownerOf(chosen.resource))].map(([userId, own]) => {
    const user = decisions.find(({ chosen }) => chosen.kind === 'user' && chosen.resource.id === userId);
    const there = destination.resources.keypair.filter((resource) => ownerOf(resource) === user?.twinId);
    return { user: user?.chosen.name ?? userId, needed: own.length, used: there.length };
  });
}

function keypairLimit({ destination: { cloud, capabilities }, room }: CapacityInput): number {
  const own = room.quotas?.get(cloud.projectId ?? '')?.limits ?? capabilities.quotaDefaults;
  return own?.compute?.['key_pairs'] ?? -1;
}

/** Glance counts for who creates: it refuses at the count of images, or once its bytes are used up. */
function imageFindings(creations: readonly Creation[], { images = {} }: Room, place: string): Finding[] {
  if (!creations.some(({ chosen }) => partWords.images.kinds.includes(chosen.kind))) return [];
  const full = Object.entries(images).filter(([name, { limit, usage }]) => {
    if (limit < 0) return false;
    return name.startsWith('image_count') ? usage + 1 > limit : usage > limit;
  });
  return full.map(([name, { limit, usage }]) => ({
    severity: 'blocker',
    rule: 'quota-image',
    stopsAll: true,
    summary: `Glance of ${place} takes no more images from us: ${name} is ${usage} of ${limit}`,
    cure: `Raise the limit: openstack --os-cloud ${place} limit set --resource-limit N LIMIT_ID; or delete images.`,
  }));
}

const partWords: Readonly<Record<RoomPart, { what: string; kinds: readonly string[] }>> = {
  hosts: { what: 'free vCPU, memory and disk of hosts', kinds: ['server'] },
  quotas: {
    what: 'quotas',
    kinds: ['server', 'volume', 'volume-snapshot', 'network', 'port', 'router', 'floating-ip', 'security-group'],
  },
  addresses: { what: 'free addresses', kinds: ['floating-ip', 'router', 'port'] },
  pools: { what: 'free room of Cinder’s pools', kinds: ['volume'] },
  images: { what: 'limits of images', kinds: ['image', 'server', 'volume'] },
};

/** Never silent about what was not checked, where the plan needs it. */
function unreadFindings(
  creations: readonly Creation[],
  { unread }: Room,
  place: string,
  projects: readonly string[],
): Finding[] {
  const warn = (what: string, why?: string): Finding => ({
    severity: 'warning',
    rule: 'capacity-unread',
    summary: `whether ${place} has room could not be checked for: ${what}`,
    ...(why === undefined ? {} : { detail: why }),
    cure: 'The run may stop half-way where room ends. An account with the role admin may read it.',
  });
  const parts = Object.entries(unread).flatMap(([part, why]) => {
    const [, words] = Object.entries(partWords).find(([name]) => name === part) ?? [];
    const isNeeded = creations.some(({ chosen }) => words?.kinds.includes(chosen.kind));
    return words !== undefined && isNeeded ? [warn(words.what, why)] : [];
  });
  const isTold = unread.quotas !== undefined || projects.length === 0;
  return [...parts, ...(isTold ? [] : [warn(`quotas of ${projects.join(', ')}`)])];
}
