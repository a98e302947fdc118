import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { getIfThere, getJson, type Query, removeIfThere } from './calls.ts';
import { compareVersions } from './compare-versions.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import type { CloudConfig } from './credentials.ts';
import { safeJson } from './session.ts';
import { waitUntil } from './wait.ts';

const addressSchema = z.looseObject({
  addr: z.string(),
  'OS-EXT-IPS-MAC:mac_addr': z.string().optional(),
});

/** A flavor within a server: its id alone before 2.47, since then its shape. Swap may be `''` for none. */
const embeddedFlavorSchema = z.looseObject({
  id: z.string().optional(),
  original_name: z.string().optional(),
  vcpus: z.number().optional(),
  ram: z.number().optional(),
  disk: z.number().optional(),
  ephemeral: z.number().optional(),
  swap: z.union([z.number(), z.literal('')]).optional(),
  extra_specs: z.record(z.string(), z.string()).optional(),
});

/**
 * A server as Nova gives it. Older clouds and those whose policy hides a field leave out much; a server of a cell that
 * is down has little more than its id (Compute API, "Handling Down Cells").
 */
export const serverSchema = z.looseObject({
  id: z.string(),
  name: z.string().default(''),
  status: z.string(),
  tenant_id: z.string().default(''),
  user_id: z.string().default(''),
  description: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).default({}),
  tags: z.array(z.string()).default([]),
  image: z.union([z.looseObject({ id: z.string() }), z.literal('')]).nullish(),
  flavor: embeddedFlavorSchema.default({}),
  addresses: z.record(z.string(), z.array(addressSchema)).default({}),
  key_name: z.string().nullish(),
  config_drive: z.union([z.string(), z.boolean()]).nullish(),
  locked: z.boolean().default(false),
  locked_reason: z.string().nullish(),
  fault: z.looseObject({ message: z.string().default('') }).optional(),
  /** Since 2.71, and only of one server at a time. */
  server_groups: z.array(z.string()).optional(),
  'os-extended-volumes:volumes_attached': z
    .array(z.looseObject({ id: z.string(), delete_on_termination: z.boolean().default(false) }))
    .default([]),
  'OS-EXT-STS:task_state': z.string().nullish(),
  'OS-EXT-AZ:availability_zone': z.string().nullish(),
  'OS-EXT-SRV-ATTR:host': z.string().nullish(),
  'OS-EXT-SRV-ATTR:hostname': z.string().nullish(),
  'OS-EXT-SRV-ATTR:kernel_id': z.string().nullish(),
  'OS-EXT-SRV-ATTR:ramdisk_id': z.string().nullish(),
  'OS-EXT-SRV-ATTR:root_device_name': z.string().nullish(),
  /** Base64, at most 64 KiB; may hold secrets: never keep it. */
  'OS-EXT-SRV-ATTR:user_data': z.string().nullish(),
});
export type ServerAnswer = z.infer<typeof serverSchema>;

/** The newest microversion whose behaviour is known here: Zed's. */
const newestVersion = '2.93';

const versionAnswer = z.looseObject({ version: z.looseObject({ version: z.string() }) });
const oneServer = z.looseObject({ server: serverSchema });
const known = new WeakMap<CloudConfig, Promise<string>>();

/** The highest compute microversion that both the cloud and Pumphouse speak, as `2.90`; asked once for each cloud. */
export function computeVersion(cloud: Cloud): Promise<string> {
  const held = known.get(cloud.config);
  if (held !== undefined) return held;
  const reading = getJson(cloud, 'compute', '/', versionAnswer).then(({ version: { version } }) =>
    // A cloud from before microversions answers with none.
    version === '' ? '2.1' : lowerVersion(version, newestVersion),
  );
  known.set(cloud.config, reading);
  reading.catch(() => known.delete(cloud.config));
  return reading;
}

function lowerVersion(a: string, b: string): string {
  return compareVersions(a, b) < 0 ? a : b;
}

/** The header's value for the newest microversion of a cloud. */
async function newestMicroversion(cloud: Cloud): Promise<string> {
  return `compute ${await computeVersion(cloud)}`;
}

export async function getServer(cloud: Cloud, id: string): Promise<ServerAnswer | undefined> {
  const microversion = await newestMicroversion(cloud);
  const answer = await getIfThere(cloud, 'compute', `/servers/${id}`, oneServer, { microversion });
  return answer?.server;
}

/** A volume of a server, as Nova tells it. */
const attachmentSchema = z.looseObject({
  serverId: z.string(),
  volumeId: z.string(),
  device: z.string().nullish(),
  /** Since 2.70. */
  tag: z.string().nullish(),
});
export type VolumeAttachment = z.infer<typeof attachmentSchema>;
const attachmentsAnswer = z.looseObject({ volumeAttachments: z.array(attachmentSchema) });

/** The volumes of these servers, with their devices; only servers that have volumes are asked for. */
export async function listVolumeAttachments(
  cloud: Cloud,
  servers: readonly ServerAnswer[],
): Promise<VolumeAttachment[]> {
  const microversion = await newestMicroversion(cloud);
  const having = servers.filter((server) => server['os-extended-volumes:volumes_attached'].length > 0);
  const answers = having.map(({ id }) =>
    getIfThere(cloud, 'compute', `/servers/${id}/os-volume_attachments`, attachmentsAnswer, { microversion }),
  );
  return (await Promise.all(answers)).flatMap((answer) => answer?.volumeAttachments ?? []);
}

/** Servers of all projects; an administrator's call. `filters` are Nova's own, where `name` is a regular expression. */
export async function listServers(cloud: Cloud, filters: Query): Promise<ServerAnswer[]> {
  const query = { all_tenants: 1, limit: limits.pageSize, ...filters };
  const microversion = await newestMicroversion(cloud);
  return list(cloud, {
    service: 'compute',
    path: '/servers/detail',
    key: 'servers',
    item: serverSchema,
    query,
    microversion,
  });
}

/** Servers of these projects, or of all when undefined. Nova narrows to one project in a call: worth it for a few. */
export async function listServersOf(cloud: Cloud, projectIds: readonly string[] | undefined): Promise<ServerAnswer[]> {
  if (projectIds === undefined) return listServers(cloud, {});
  if (projectIds.length <= limits.concurrency.compute) {
    return (await Promise.all(projectIds.map((id) => listServers(cloud, { project_id: id })))).flat();
  }
  const wanted = new Set(projectIds);
  return (await listServers(cloud, {})).filter(({ tenant_id: id }) => wanted.has(id));
}

/** Sends a server action, such as `{ suspend: null }`; returns once Nova has accepted it. */
async function actOnServer(cloud: Cloud, id: string, body: object): Promise<void> {
  const microversion = await newestMicroversion(cloud);
  await cloud.send({ service: 'compute', method: 'POST', path: `/servers/${id}/action`, body, microversion });
}

/** Locks a server as who calls: its own project's users can undo what one of them did. A locked one stays as it is. */
export async function lockServer(cloud: Cloud, id: string, reason: string | undefined): Promise<void> {
  const hasReason = reason !== undefined && compareVersions(await computeVersion(cloud), '2.73') >= 0;
  await actOnServer(cloud, id, { lock: hasReason ? { locked_reason: reason } : null });
}

/** Deletes a server and waits until it is gone: its ports, disk and image are free then. One long gone is success. */
export async function deleteServer(cloud: Cloud, id: string): Promise<void> {
  if (!(await removeIfThere(cloud, 'compute', `/servers/${id}`))) return;
  await waitUntil({
    what: `server ${id} of cloud ${cloud.name} to be gone`,
    timeoutMs: limits.deleteTimeoutMs,
    look: () => getServer(cloud, id),
    isDone: (server) => server === undefined,
    describe: (server) => describeServer(server),
  });
}

const imageAnswer = z.looseObject({ image_id: z.string() });

/**
 * Has Nova make an image of a server's root disk and returns its id at once, while its bytes may still be coming. Each
 * call makes another one: `metadata` becomes properties of it, by which the caller finds it again. Nova allows it for
 * running, stopped, paused and suspended servers.
 */
export async function createServerImage(
  cloud: Cloud,
  serverId: string,
  name: string,
  metadata: Readonly<Record<string, string>>,
): Promise<string> {
  await settledServer(cloud, serverId);
  const answer = await cloud.send({
    service: 'compute',
    method: 'POST',
    path: `/servers/${serverId}/action`,
    body: { createImage: { name, metadata } },
    microversion: await newestMicroversion(cloud),
  });
  const parsed = imageAnswer.safeParse(safeJson(answer.text));
  if (parsed.success) return parsed.data.image_id;
  // Until 2.45 the id is the end of an address.
  const location = answer.headers['location'];
  const id = typeof location === 'string' ? location.split('/').at(-1) : undefined;
  if (id !== undefined && id !== '') return id;
  throw new Problem({
    summary: `compute of cloud ${cloud.name} does not say which image it makes of server ${serverId}`,
    cure: 'Is a proxy or another service answering at this endpoint?',
    remedy: 'ask',
  });
}

/** A change of power state: the action, the states that Nova allows it in, and the one it leads to. */
interface PowerChange {
  readonly action: 'suspend' | 'resume' | 'pause' | 'unpause' | 'os-stop' | 'os-start';
  readonly from: readonly string[];
  readonly to: string;
}

/** Suspends a running server: its memory goes to its host's disk. A suspended one stays as it is. */
export function suspendServer(cloud: Cloud, id: string): Promise<void> {
  return bring(cloud, id, { action: 'suspend', from: ['ACTIVE'], to: 'SUSPENDED' });
}

export function resumeServer(cloud: Cloud, id: string): Promise<void> {
  return bring(cloud, id, { action: 'resume', from: ['SUSPENDED'], to: 'ACTIVE' });
}

/** Freezes a running server: its memory stays where it is. */
export function pauseServer(cloud: Cloud, id: string): Promise<void> {
  return bring(cloud, id, { action: 'pause', from: ['ACTIVE'], to: 'PAUSED' });
}

export function unpauseServer(cloud: Cloud, id: string): Promise<void> {
  return bring(cloud, id, { action: 'unpause', from: ['PAUSED'], to: 'ACTIVE' });
}

/** Shuts a server down. Nova refuses that for a suspended one: resume it first. */
export function stopServer(cloud: Cloud, id: string): Promise<void> {
  return bring(cloud, id, { action: 'os-stop', from: ['ACTIVE', 'ERROR'], to: 'SHUTOFF' });
}

export function startServer(cloud: Cloud, id: string): Promise<void> {
  return bring(cloud, id, { action: 'os-start', from: ['SHUTOFF'], to: 'ACTIVE' });
}

/** The server once nothing is under way with it. */
async function settledServer(cloud: Cloud, id: string): Promise<ServerAnswer> {
  const look = (): Promise<ServerAnswer | undefined> => getServer(cloud, id);
  const isDone = (server: ServerAnswer | undefined): boolean => server === undefined || isSettled(server);
  const what = `server ${id} of cloud ${cloud.name} to come to rest`;
  const timeoutMs = limits.serverStateTimeoutMs;
  const first = await look();
  const server = isDone(first) ? first : await waitUntil({ what, timeoutMs, look, isDone, describe: describeServer });
  return server ?? fail(cloud, id, undefined, 'exist');
}

export interface ServerWait {
  /** Any of these will do. */
  readonly statuses: readonly string[];
  readonly timeoutMs: number;
  /** When the second look is worth it. */
  readonly firstMs?: number;
}

/**
 * Waits until a server has one of the statuses and rests. Throws a Problem with Nova's own words when it ends in an
 * ERROR that is not among them, or is gone.
 */
export async function waitForServer(cloud: Cloud, id: string, wait: ServerWait): Promise<ServerAnswer> {
  const { statuses, timeoutMs, firstMs = limits.pollFirstMs } = wait;
  const wanted = `become ${statuses.join(' or ')}`;
  const look = (): Promise<ServerAnswer | undefined> => getServer(cloud, id);
  const isDone = (found: ServerAnswer | undefined): boolean => isEnded(found, statuses);
  const what = `server ${id} of cloud ${cloud.name} to ${wanted}`;
  const first = await look();
  const server = isDone(first)
    ? first
    : await waitUntil({ what, timeoutMs, firstMs, look, isDone, describe: describeServer });
  return server !== undefined && statuses.includes(server.status) ? server : fail(cloud, id, server, wanted);
}

function isEnded(server: ServerAnswer | undefined, statuses: readonly string[]): boolean {
  if (server === undefined || server.status === 'DELETED') return true;
  return isSettled(server) && (statuses.includes(server.status) || server.status === 'ERROR');
}

function isSettled(server: ServerAnswer): boolean {
  return typeof server['OS-EXT-STS:task_state'] !== 'string' && server.status !== 'BUILD';
}

/**
 * Acts only when the server is not there yet and rests: an earlier process may have sent the same action. Nova's 409
 * means that another task came first: look again.
 */
async function bring(cloud: Cloud, id: string, { action, from, to }: PowerChange): Promise<void> {
  let server = await settledServer(cloud, id);
  for (let tried = 1; server.status !== to; tried += 1) {
    if (!from.includes(server.status) || tried > limits.requestTries) fail(cloud, id, server, `become ${to}`);
    await actUnlessBusy(cloud, id, action);
    server = await settledServer(cloud, id);
  }
}

async function actUnlessBusy(cloud: Cloud, id: string, action: string): Promise<void> {
  try {
    await actOnServer(cloud, id, { [action]: null });
  } catch (problem) {
    const isBusy = problem instanceof Problem && problem.status === 409;
    if (!isBusy) throw problem;
  }
}

function fail(cloud: Cloud, id: string, server: ServerAnswer | undefined, wanted: string): never {
  const fault = server?.fault?.message ?? '';
  throw new Problem({
    summary: `server ${server?.name ?? id} of cloud ${cloud.name} does not ${wanted}: it is ${describeServer(server)}`,
    resource: `server ${server?.name ?? ''} (${id})`,
    cure: `Look at it: openstack --os-cloud ${cloud.name} server show ${id}; then run the same command again.`,
    remedy: 'ask',
    ...(fault === '' ? {} : { detail: fault }),
    ...(server === undefined ? { status: 404 } : {}),
  });
}

/** `SHUTOFF`, or `ACTIVE (powering-off)`, or `gone`. */
function describeServer(server: ServerAnswer | undefined): string {
  const task = server?.['OS-EXT-STS:task_state'];
  if (server === undefined) return 'gone';
  return typeof task === 'string' ? `${server.status} (${task})` : server.status;
}
