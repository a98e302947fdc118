import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { plural } from '../base/units.ts';
import type { QuotaTable } from '../openstack/quotas.ts';
import type { Room } from '../openstack/room.ts';
import { quotaTable } from '../resources/quota-entries.ts';
import { limitsThere, wantedLimitSchema } from '../resources/wanted-limits.ts';
import type { Decision } from './decide.ts';
import type { QuotaDemand } from './demand.ts';
import { amount, type RoomLine } from './room-line.ts';

export interface QuotaSides {
  /** Names of the clouds in clouds.yaml. */
  readonly source: string;
  readonly destination: string;
  /** What a project of the destination has for which nothing is set. */
  readonly defaults: QuotaTable;
  /** Ids of the destination's volume types by name, those too that the plan makes. */
  readonly volumeTypes: Readonly<Record<string, string>>;
}

/** One limit of one project that the plan comes near to. */
export interface QuotaRoom extends QuotaDemand {
  readonly project: string;
  /** Undefined for a project that the plan creates. */
  readonly twinId?: string | undefined;
  readonly limit: number;
  readonly used: number;
}

/** How people and the openstack client call what Nova, Cinder and Neutron limit. */
const words: Readonly<Record<string, readonly [what: string, option: string, unit?: 'MiB']>> = {
  instances: ['instances', '--instances'],
  cores: ['cores', '--cores'],
  ram: ['RAM', '--ram', 'MiB'],
  server_groups: ['server groups', '--server-groups'],
  volumes: ['volumes', '--volumes'],
  gigabytes: ['volume GiB', '--gigabytes'],
  snapshots: ['volume snapshots', '--snapshots'],
  network: ['networks', '--networks'],
  subnet: ['subnets', '--subnets'],
  port: ['ports', '--ports'],
  router: ['routers', '--routers'],
  floatingip: ['floating IPs', '--floating-ips'],
  security_group: ['security groups', '--secgroups'],
  security_group_rule: ['security group rules', '--secgroup-rules'],
};

/** Cinder limits each volume type as `volumes_TYPE`, `gigabytes_TYPE` and `snapshots_TYPE`, too. */
function wordsOf(name: string): readonly [what: string, option: string, unit?: 'MiB'] {
  const [, base = '', type = ''] = /^(volumes|gigabytes|snapshots)_(.+)$/s.exec(name) ?? [];
  const [what, option] = words[base] ?? [];
  if (what === undefined) return words[name] ?? [name, ''];
  return [`${what} of type ${type}`, `--volume-type ${/^[\w.-]+$/.test(type) ? type : `'${type}'`} ${option}`];
}

const plannedQuota = z.looseObject({ limits: z.array(wantedLimitSchema) });

/**
 * Pure: each demand beside its limit: the one that the plan sets, else the project's own, else the cloud's default.
 * What is not limited is left out. `unread` names the projects whose limits or use the destination did not tell.
 */
export function quotaRooms(
  demands: readonly QuotaDemand[],
  decisions: readonly Decision[],
  { quotas }: Pick<Room, 'quotas'>,
  { defaults, volumeTypes }: QuotaSides,
): { readonly rooms: readonly QuotaRoom[]; readonly unread: readonly string[] } {
  const byKey = new Map(decisions.map((one) => [`${one.chosen.kind}/${one.chosen.resource.id}`, one]));
  const rooms: QuotaRoom[] = [];
  const unread = new Set<string>();
  for (const demand of demands) {
    const { projectId, service, name } = demand;
    const project = byKey.get(`project/${projectId}`);
    if (project === undefined) continue;
    const { twinId } = project;
    const present = twinId === undefined ? undefined : quotas?.get(twinId);
    const used = twinId === undefined ? 0 : present?.used[service]?.[name];
    const planned = plannedLimits(byKey.get(`quota/${projectId}`), volumeTypes)[service]?.[name];
    const limit = planned ?? (twinId === undefined ? defaults : (present?.limits ?? {}))[service]?.[name];
    if (twinId !== undefined && (present === undefined || (limit !== undefined && used === undefined))) {
      unread.add(project.chosen.name);
    }
    if (limit === undefined || used === undefined || limit < 0) continue;
    rooms.push({ ...demand, project: project.chosen.name, twinId, limit, used });
  }
  return { rooms, unread: [...unread] };
}

/** What the run sets before anything of the project is made. */
function plannedLimits(quota: Decision | undefined, volumeTypes: QuotaSides['volumeTypes']): QuotaTable {
  if (quota?.action !== 'create' || quota.draft === undefined) return {};
  return quotaTable(limitsThere(plannedQuota.parse(quota.draft).limits, volumeTypes));
}

/** Pure: what each limit leaves free. */
export function quotaLines(rooms: readonly QuotaRoom[]): RoomLine[] {
  return rooms.map(({ name, project, needed, limit, used }) => {
    const [what, , unit] = wordsOf(name);
    return { what, where: `project ${project}`, needed, free: Math.max(0, limit - used), ...(unit && { unit }) };
  });
}

/** True when fewer servers need less of it. */
export function isOfServers({ service, name }: Pick<QuotaDemand, 'service' | 'name'>): boolean {
  return service === 'compute' && ['instances', 'cores', 'ram'].includes(name);
}

/** Pure: the limits that are too small. `cureOfServers` says how many servers would fit. */
export function quotaFindings(rooms: readonly QuotaRoom[], sides: QuotaSides, cureOfServers: string): Finding[] {
  return rooms
    .filter(({ needed, limit, used }) => used + needed > limit)
    .map((room): Finding => {
      const { name, project, projectId, needed, limit, used } = room;
      const [what, , unit] = wordsOf(name);
      const inUnit = (value: number): string => amount({ ...(unit && { unit }) }, value);
      const place = room.twinId === undefined ? `project ${project}, still to be made` : `project ${project}`;
      const summary =
        `${place}, needs ${inUnit(needed)} more of the quota of ${what} on ${sides.destination}: ` +
        `${inUnit(used)} of ${inUnit(limit)} are used`;
      return {
        severity: 'blocker',
        rule: `quota-${ruleWord(name)}`,
        stopsAll: true,
        summary: room.twinId === undefined ? summary : summary.replace(`${place}, needs`, `${place} needs`),
        resource: { kind: 'project', id: projectId, name: project },
        cure: `${isOfServers(room) ? `${cureOfServers} ` : ''}${raiseWords(room, sides)}`,
      };
    });
}

/** Rules have no names of types in them. */
function ruleWord(name: string): string {
  return name.replace(/^(volumes|gigabytes|snapshots)_.+$/s, '$1_of_type').replaceAll('_', '-');
}

/** A project that is not there yet gets what is set for it on the source, so that is where to raise it. */
function raiseWords(room: QuotaRoom, { source, destination }: QuotaSides): string {
  const { name, project, projectId, twinId, needed, used } = room;
  const [, option] = wordsOf(name);
  const isPlain = /^[\w.-]+$/.test(project);
  const id = twinId ?? projectId;
  const cloud = twinId === undefined ? source : destination;
  const command = `openstack --os-cloud ${cloud} quota set ${option} ${used + needed} ${isPlain ? project : id}`;
  if (twinId !== undefined) return `Raise the limit: ${command}`;
  const other = 'or give it the defaults of the source: --default-quotas set';
  return `Set it on the source, from where it is carried: ${command}; ${other}.`;
}

export interface KeypairRoom {
  readonly user: string;
  readonly needed: number;
  readonly used: number;
}

/** Pure: Nova counts the keypairs of a user against the limit of the project that asks: the one we are logged in to. */
export function keypairFindings(rooms: readonly KeypairRoom[], limit: number, sides: QuotaSides): Finding[] {
  if (limit < 0) return [];
  return rooms
    .filter(({ needed, used }) => used + needed > limit)
    .map(({ user, needed, used }): Finding => {
      const { destination } = sides;
      const raise = `openstack --os-cloud ${destination} quota set --key-pairs ${used + needed} PROJECT`;
      return {
        severity: 'blocker',
        rule: 'quota-key-pairs',
        stopsAll: true,
        summary: `user ${user} needs ${plural(needed, 'more keypair')} on ${destination}: it has ${used} of ${limit}`,
        cure: `Raise it for the project that Pumphouse is logged in to: ${raise}`,
      };
    });
}
