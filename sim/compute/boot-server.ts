import { createHash } from 'node:crypto';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { BootOrder } from './boot-order.ts';
import { findPorts, reportPorts } from './follow-server.ts';
import { pickHost } from './pick-host.ts';
import type { Server } from './records.ts';
import { plugPorts, unplugPorts } from './plug-ports.ts';
import { plugVolumes, unplugVolumes } from './plug-volumes.ts';

const scheduleMs = 300;
const spawnMs = 2_700;
/** Before it runs, the agents of its host find its devices. */
const findMs = 1_500;

/** Makes the servers of an order, which are then booted in the background. */
export function bootServers(cloud: SimCloud, order: BootOrder): Server[] {
  const reservationId = `r-${cloud.random.hexId().slice(0, 8)}`;
  return Array.from({ length: order.count }, (_none, index) => {
    const server = cloud.state.servers.put(makeServer(cloud, order, { index, reservationId }));
    const group = order.groupId === undefined ? undefined : cloud.state.serverGroups.get(order.groupId);
    if (group !== undefined) group.memberIds = [...group.memberIds, server.id];
    cloud.clock.after(scheduleMs, () => schedule(cloud, server.id, order), `server ${server.id}: scheduling`);
    return server;
  });
}

interface Launch {
  readonly index: number;
  readonly reservationId: string;
}

function makeServer({ state, clock, random }: SimCloud, order: BootOrder, launch: Launch): Server {
  const id = random.uuid();
  const suffix = order.count > 1 ? `-${launch.index + 1}` : '';
  const derived = hostnameFrom(order.name);
  return {
    id,
    name: `${order.name}${suffix}`,
    projectId: order.projectId,
    userId: order.userId,
    status: 'BUILD',
    taskState: 'scheduling',
    fault: undefined,
    faultCode: 500,
    description: order.description,
    keyName: order.keyName,
    metadata: order.metadata,
    tags: order.tags,
    userData: order.userData,
    hasConfigDrive: order.hasConfigDrive,
    zone: order.zone,
    volumeIds: order.volumeIds,
    ownVolumeIds: order.ownVolumeIds,
    accessIpv4: order.accessIpv4,
    accessIpv6: order.accessIpv6,
    diskConfig: order.diskConfig,
    // A flavor may change or go; its servers keep what they were booted with.
    flavor: structuredClone(order.flavor),
    imageId: order.image?.id ?? '',
    imageProperties: order.image?.properties ?? {},
    hostname: order.hostname ?? (derived === '' ? `Server-${id}` : `${derived}${suffix}`),
    host: null,
    lockedBy: undefined,
    lockedReason: null,
    portIds: [],
    ownPortIds: [],
    disk: Buffer.alloc(0),
    number: state.servers.list().reduce((most, { number }) => Math.max(most, number), 0) + 1,
    reservationId: launch.reservationId,
    launchIndex: launch.index,
    launchedAt: null,
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
}

/** Nova's `sanitize_hostname`: what of a name can stand in a host name. */
function hostnameFrom(name: string): string {
  const latin = [...name].filter((letter) => (letter.codePointAt(0) ?? 0) < 256).join('');
  const dashed = latin.slice(0, 63).replace(/[ _.]/g, '-');
  return dashed
    .replace(/[^\p{L}\p{N}_.-]+/gu, '')
    .toLowerCase()
    .replace(/^[.-]+|[.-]+$/g, '');
}

function schedule(cloud: SimCloud, id: string, order: BootOrder): void {
  const server = buildingServer(cloud, id);
  if (server === undefined) return;
  const host = pickHost(cloud, server, order.wantedHost);
  if (host === undefined) {
    fail(cloud, server, 'No valid host was found. There are not enough hosts available.');
    return;
  }
  server.host = host.name;
  const isPlugged = plugPorts(cloud, server, host.name, order);
  if (!isPlugged) {
    crash(cloud, id);
    return;
  }
  plugVolumes(cloud, server);
  touch(cloud, server, 'spawning');
  cloud.clock.after(findMs, () => findPorts(cloud, server));
  const fate = cloud.fate('server-build', server.name);
  if (fate === 'stuck') return;
  cloud.clock.after(
    spawnMs,
    () => (fate === 'error' ? crash(cloud, id) : start(cloud, id, order)),
    `server ${id}: spawning`,
  );
}

function start(cloud: SimCloud, id: string, order: BootOrder): void {
  const server = buildingServer(cloud, id);
  if (server === undefined) return;
  server.status = 'ACTIVE';
  server.disk = diskOf(server, order.image?.bytes ?? Buffer.alloc(0));
  server.launchedAt = cloud.clock.now();
  touch(cloud, server, null);
  reportPorts(cloud, server);
}

/** Whatever goes wrong on a host, Nova tries the next one, until there is none. */
function crash(cloud: SimCloud, id: string): void {
  const server = buildingServer(cloud, id);
  if (server === undefined) return;
  const message = `Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures`;
  fail(cloud, server, `${message} for instance ${id}.`);
}

/** A server that does not come up gives everything back. */
function fail(cloud: SimCloud, server: Server, message: string): void {
  unplugPorts(cloud, server);
  unplugVolumes(cloud, server);
  server.status = 'ERROR';
  server.fault = message;
  server.faultCode = 500;
  server.host = null;
  touch(cloud, server, null);
}

/** Undefined when it was deleted meanwhile. */
function buildingServer({ state }: SimCloud, id: string): Server | undefined {
  const server = state.servers.get(id);
  return server?.status === 'BUILD' && server.taskState !== 'deleting' ? server : undefined;
}

/** A disk that has been booted is no longer its image: a few of its bytes are the server's own. */
function diskOf({ id }: Server, image: Buffer): Buffer {
  const own = createHash('sha256')
    .update(id)
    .digest()
    .subarray(0, Math.min(16, Math.max(1, image.length)));
  const disk = Buffer.from(image.length === 0 ? own : image);
  own.copy(disk, disk.length - own.length);
  return disk;
}

function touch({ clock }: SimCloud, server: Server, taskState: string | null): void {
  server.taskState = taskState;
  server.updatedAt = clock.now();
}
