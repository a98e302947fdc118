import { Problem } from '../../base/problem.ts';
import { cephFsid } from '../../copy/ceph-fsid.ts';
import {
  createRbdImage,
  hasRbdImage,
  type RbdImage,
  removeRbdImage,
  removeRbdSnapshots,
  takeProtectedRbdSnapshot,
} from '../../copy/rbd-image.ts';
import { wholePass } from '../../copy/segment-note.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CephAccess } from '../../openstack/credentials.ts';
import { glancePoolOf } from '../../openstack/glance-pool.ts';
import { addImageLocation, getImage, type ImageLocation, listImages } from '../../openstack/image.ts';
import { rbdLocationUrl } from '../../openstack/rbd-location.ts';
import { listRooms, listSegments, noteSegments } from '../../store/segments.ts';
import type { Task } from '../work.ts';
import { cephAccessOf } from './ceph-access-of.ts';
import { forgetPasses, type RbdRoute, snapshotPrefix } from './rbd-route.ts';

/** Room for the bytes of an image of Glance, in its pool, under the name that Glance itself would give it. */
export interface GlanceRoom {
  /** The id of the cluster. */
  readonly fsid: string;
  readonly image: RbdImage;
}

/** The snapshot that Glance's own driver makes of each image: what is made of the image is a clone of that. */
const glanceSnapshot = 'snap';
/** Under this pass stands the pool in which the run has made room. */
const roomPass = 'room';

/** Where it is, or will be. Throws a Problem when Glance does not tell any more. */
export async function glanceRoomOf(task: Task, imageId: string, key: string): Promise<GlanceRoom> {
  const { destination } = task.passage;
  const access = cephAccessOf(destination, `image ${imageId}`);
  const fsid = await cephFsid(access);
  const pool = (await notedPool(task, imageId, key)) ?? (await poolOf(destination, access, fsid));
  return { fsid, image: { access, pool, name: imageId } };
}

async function notedPool({ work }: Task, destinationId: string, key: string): Promise<string | undefined> {
  const noted = await listSegments(work.store, { runId: work.runId, key, destinationId, pass: roomPass });
  return noted.find(({ index }) => index === wholePass)?.digest;
}

async function poolOf(cloud: Cloud, access: CephAccess, fsid: string): Promise<string> {
  const place = glancePoolOf(await listImages(cloud, { isHidden: false }), access, fsid);
  if ('pool' in place) return place.pool;
  throw new Problem({
    summary: `in which pool of its Ceph ${cloud.name} keeps images cannot be told`,
    detail: place.refusal,
    cure: 'Put back what was changed since the plan was made, or undo the run, and plan with --copier glance.',
    remedy: 'ask',
  });
}

/**
 * Makes the room, empty, unless this run has made it. What another one left there goes, as nobody knows which of its
 * bytes have come.
 */
export async function makeGlanceRoom(task: Task, route: RbdRoute, { image }: GlanceRoom): Promise<void> {
  const { store, runId } = task.work;
  const { key, destinationId, sizeBytes } = route;
  const isOurs = (await notedPool(task, destinationId, key)) !== undefined;
  if (isOurs && (await hasRbdImage(image))) return;
  await clearEarlierRooms(task, route, image);
  await forgetPasses(task, key);
  await removeRbdImage(image, task.signal);
  // Noted before it is there: what is there from now on is ours.
  const place = { runId, key, destinationId, pass: roomPass };
  await noteSegments(store, place, [{ index: wholePass, digest: image.pool, bytes: 0 }]);
  await createRbdImage(image, sizeBytes);
}

/**
 * Somebody deleted the image for which this run had made room before: its bytes go, and our snapshots of the source,
 * as the passes begin anew and would take theirs for their own.
 */
async function clearEarlierRooms(task: Task, { key, images }: RbdRoute, { access }: RbdImage): Promise<void> {
  const { store, runId } = task.work;
  const rooms = await listRooms(store, { runId, key, pass: roomPass });
  if (rooms.length === 0) return;
  for (const { destinationId, digest: pool } of rooms) {
    await removeRbdImage({ access, pool, name: destinationId }, task.signal);
  }
  await removeRbdSnapshots((await images()).from, snapshotPrefix(task));
}

/** Statuses by which Glance refuses a location: for good, until somebody changes its configuration or policy. */
const refusals = new Set([400, 403, 409]);

/**
 * Has Glance take the bytes as those of its image, which becomes active by that. Glance reads none of them: it keeps
 * the digests that it is told. Throws a Problem when it refuses.
 */
export async function handToGlance(
  { destination }: { readonly destination: Cloud },
  { fsid, image }: GlanceRoom,
  digests: ImageLocation['validation_data'] | undefined,
): Promise<void> {
  await takeProtectedRbdSnapshot(image, glanceSnapshot);
  const url = rbdLocationUrl({ fsid, pool: image.pool, name: image.name, snapshot: glanceSnapshot });
  const location = { url, metadata: {}, ...(digests === undefined ? {} : { validation_data: digests }) };
  try {
    await addImageLocation(destination, image.name, location);
  } catch (problem) {
    if (!(problem instanceof Problem) || !refusals.has(problem.status ?? 0)) throw problem;
    // The same once more, after an answer that was lost, is refused too.
    if ((await getImage(destination, image.name))?.status === 'active') return;
    throw refusedProblem(destination, image, problem);
  }
}

/**
 * Takes the room away where Glance does not know of it: an image that has its location, active or not, takes its bytes
 * along when it is deleted.
 */
export async function clearGlanceRoom(task: Task, imageId: string, key: string): Promise<void> {
  const { destination } = task.passage;
  const pool = await notedPool(task, imageId, key);
  const answer = await getImage(destination, imageId);
  if (pool !== undefined && (answer === undefined || answer.status === 'queued')) {
    const access = cephAccessOf(destination, `image ${imageId}`);
    await removeRbdImage({ access, pool, name: imageId }, task.signal);
  }
  await forgetPasses(task, key);
}

function refusedProblem({ name }: Cloud, { pool, name: id }: RbdImage, problem: Problem): Problem {
  return new Problem({
    summary: `Glance of ${name} does not take the bytes of image ${id}, which are in its pool ${pool}`,
    detail: problem.detail ?? problem.message,
    cure:
      'Set `show_multiple_locations = true` in its glance-api.conf and let our user add locations ' +
      '(`set_image_location` in its policy), then run the same command again; or undo, and plan with --copier glance.',
    remedy: 'ask',
    ...(problem.status === undefined ? {} : { status: problem.status }),
    ...(problem.requestId === undefined ? {} : { requestId: problem.requestId }),
    cause: problem,
  });
}
