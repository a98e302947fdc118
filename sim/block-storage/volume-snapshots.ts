import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findSnapshot, findVolumeById } from './find-volume.ts';
import { listPage } from './list-page.ts';
import { projectOf } from './project-of.ts';
import type { VolumeSnapshot } from './records.ts';
import { requireRoom } from './volume-limits.ts';
import { volumeMinor } from './volume-version.ts';
import { cinderTime } from './volume-view.ts';

const text = z.string().max(255).nullish();
const newSchema = z.strictObject({
  snapshot: z.looseObject({
    volume_id: z.uuid(),
    name: text,
    description: text,
    metadata: z.record(z.string(), z.string()).nullish(),
    force: z.unknown().optional(),
  }),
});
const changeSchema = z.strictObject({ snapshot: z.strictObject({ name: text, description: text }) });
const workMs = 700;

export function volumeSnapshots(app: FastifyInstance, cloud: SimCloud): void {
  const { volumeSnapshots: snapshots } = cloud.state;
  for (const [path, view] of [
    ['/v3/:project/snapshots', snapshotView],
    ['/v3/:project/snapshots/detail', snapshotDetail],
  ] as const) {
    app.get(path, async (request) => {
      const { records, links } = listPage(cloud, request, listSnapshots(cloud, request), 'Snapshot');
      return {
        snapshots: records.map((snapshot) => view(request, snapshot)),
        ...(links.length === 0 ? {} : { snapshots_links: links }),
      };
    });
  }
  app.post('/v3/:project/snapshots', async (request, reply) => {
    const snapshot = createSnapshot(cloud, request);
    return reply.code(202).send({ snapshot: snapshotView(request, snapshot) });
  });
  app.get('/v3/:project/snapshots/:snapshot', async (request) => ({
    snapshot: snapshotDetail(request, findSnapshot(cloud, request)),
  }));
  app.put('/v3/:project/snapshots/:snapshot', async (request) => {
    const { snapshot: given } = parseBody(request, changeSchema);
    const snapshot = findSnapshot(cloud, request);
    snapshot.name = given.name ?? snapshot.name;
    snapshot.description = given.description ?? snapshot.description;
    return { snapshot: snapshotView(request, snapshot) };
  });
  app.delete('/v3/:project/snapshots/:snapshot', async (request, reply) => {
    const snapshot = findSnapshot(cloud, request);
    if (snapshot.status !== 'available' && snapshot.status !== 'error') {
      throw new ApiFault(400, "Invalid snapshot: Snapshot status must be 'available' or 'error' to delete.");
    }
    snapshot.status = 'deleting';
    cloud.clock.after(workMs, () => snapshots.remove(snapshot.id), `volume snapshot ${snapshot.id}: deleting`);
    return reply.code(202).send();
  });
}

function createSnapshot(cloud: SimCloud, request: FastifyRequest): VolumeSnapshot {
  const projectId = projectOf(request);
  const { snapshot: given } = parseBody(request, newSchema);
  const volume = findVolumeById(cloud, request, given.volume_id);
  if (volume.status !== 'available' && volume.status !== 'in-use') {
    const message = `The snapshot cannot be created when the volume is in ${volume.status} status.`;
    throw new ApiFault(400, `Invalid volume: ${message}`);
  }
  requireRoom(cloud, projectId, { snapshots: 1, gigabytes: volume.sizeGiB });
  const snapshot = cloud.state.volumeSnapshots.put({
    id: cloud.random.uuid(),
    name: given.name ?? null,
    description: given.description ?? null,
    volumeId: volume.id,
    projectId,
    userId: callerOf(request).userId,
    status: 'creating',
    sizeGiB: volume.sizeGiB,
    metadata: given.metadata ?? {},
    bytes: volume.bytes,
    createdAt: cloud.clock.now(),
    updatedAt: null,
  });
  cloud.clock.after(
    workMs,
    () => {
      const later = cloud.state.volumeSnapshots.get(snapshot.id);
      if (later !== undefined) Object.assign(later, { status: 'available', updatedAt: cloud.clock.now() });
    },
    `volume snapshot ${snapshot.id}: creating`,
  );
  return snapshot;
}

function listSnapshots({ state }: SimCloud, request: FastifyRequest): VolumeSnapshot[] {
  const projectId = projectOf(request);
  const [, query = ''] = request.url.split('?');
  const wanted = new URLSearchParams(query);
  const isAll = isAdmin(callerOf(request)) && /^(1|true)$/i.test(wanted.get('all_tenants') ?? '');
  const matches = (name: string, value: string | null): boolean => !wanted.has(name) || wanted.get(name) === value;
  return state.volumeSnapshots
    .where((one) => isAll || one.projectId === projectId)
    .filter(
      ({ name, status, volumeId }) =>
        matches('name', name) && matches('status', status) && matches('volume_id', volumeId),
    )
    .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt) || (one.id < other.id ? 1 : -1));
}

function snapshotView(request: FastifyRequest, snapshot: VolumeSnapshot): Record<string, unknown> {
  const minor = volumeMinor(request);
  return {
    id: snapshot.id,
    created_at: cinderTime(snapshot.createdAt),
    updated_at: cinderTime(snapshot.updatedAt),
    name: snapshot.name,
    description: snapshot.description,
    volume_id: snapshot.volumeId,
    status: snapshot.status,
    size: snapshot.sizeGiB,
    metadata: snapshot.metadata,
    ...(minor >= 14 ? { group_snapshot_id: null } : {}),
    ...(minor >= 41 ? { user_id: snapshot.userId } : {}),
    ...(minor >= 65 ? { consumes_quota: true } : {}),
  };
}

function snapshotDetail(request: FastifyRequest, snapshot: VolumeSnapshot): Record<string, unknown> {
  return {
    ...snapshotView(request, snapshot),
    'os-extended-snapshot-attributes:project_id': snapshot.projectId,
    'os-extended-snapshot-attributes:progress': snapshot.status === 'creating' ? '0%' : '100%',
  };
}
