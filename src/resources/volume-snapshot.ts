import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { actAs } from '../openstack/act-as.ts';
import { removeIfThere } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import {
  createVolumeSnapshot,
  getVolumeSnapshot,
  listVolumeSnapshots,
  type VolumeSnapshotAnswer,
} from '../openstack/volume-snapshots.ts';
import { deleteSnapshot, getVolume, listVolumes, waitForSnapshot } from '../openstack/volumes.ts';
import { differences } from './difference.ts';
import { diskImageId } from './disk-image.ts';
import type { ResourceKind } from './kind.ts';
import { markName } from './mark.ts';
import { unfinishedName } from './unfinished-name.ts';
import { volumeSnapshotFindings } from './volume-snapshot-finding.ts';

const volumeSnapshotSchema = z.object({
  id: z.string(),
  /** Empty when nobody named it. */
  name: z.string(),
  /** That of its volume. */
  projectId: z.string(),
  /** Its own project, where somebody of another one took it. */
  takerProjectId: z.string().optional(),
  volumeId: z.string(),
  description: z.string().nullable(),
  /** Of its volume when it was taken. */
  sizeGiB: z.number(),
  status: z.string(),
  metadata: z.record(z.string(), z.string()),
  markedAs: z.string().optional(),
  /** Of a volume of ours whose bytes have not all come: that is made anew, and this with it. */
  isUnfinished: z.literal(true).optional(),
});
export type VolumeSnapshot = z.infer<typeof volumeSnapshotSchema>;

interface VolumeSnapshotDraft {
  readonly volumeId: string;
  /** The fields of `POST /snapshots`. */
  readonly body: Readonly<Record<string, unknown>>;
}

export const volumeSnapshot: ResourceKind<VolumeSnapshot, VolumeSnapshotDraft> = {
  name: 'volume-snapshot',
  service: 'block-storage',
  category: 'workload',
  strategies: ['project', 'used'],
  schema: volumeSnapshotSchema,
  carried: ['name', 'description', 'size', 'metadata', 'data', 'owner (that of its volume)'],
  adopts: 'None: only what a run of ours made.',
  reports: {
    'volume-snapshot-state': 'It is in a state in which it cannot be read.',
    'volume-snapshot-owner': 'Another project took it: its twin belongs to the project of its volume.',
  },
  remarks: [
    'It goes with its volume, from Ceph to Ceph: the twin of that is filled up to each snapshot, and one taken of it.',
    'Of a volume that goes through Glance it stays behind, and the plan says so.',
    'A volume that was made from it stands by itself on the destination.',
  ],

  async discover(cloud, { projectIds }) {
    const answers = await listVolumeSnapshots(cloud);
    if (answers.length === 0) return [];
    const lists = projectIds === undefined ? [undefined] : projectIds;
    const volumes = (await Promise.all(lists.map((id) => listVolumes(cloud, id)))).flat();
    const byId = new Map(volumes.map((volume) => [volume.id, volume]));
    return answers.flatMap((answer): VolumeSnapshot[] => {
      const volume = byId.get(answer.volume_id);
      if (volume === undefined) return [];
      const snapshot = fromAnswer(answer);
      const projectId = volume['os-vol-tenant-attr:tenant_id'];
      const isForeign = snapshot.projectId !== projectId;
      return [
        {
          ...snapshot,
          projectId,
          ...(isForeign ? { takerProjectId: snapshot.projectId } : {}),
          ...(volume.metadata[unfinishedName] === undefined ? {} : { isUnfinished: true }),
        },
      ];
    });
  },

  // What we take of a volume that is in use, to upload it, is not its owner's.
  isMovable: ({ name, volumeId }) => name !== diskImageId(volumeId),

  needs: ({ volumeId }) => [{ kind: 'volume', id: volumeId }],

  follows: ({ volumeId }) => [{ kind: 'volume', id: volumeId }],

  assess: (resource) => volumeSnapshotFindings(resource, resource.name || resource.id),

  translate({ id, name, description, volumeId, metadata }, lookup) {
    const twinId = lookup.id('volume', volumeId);
    const body = {
      volume_id: twinId,
      name: name === '' ? null : name,
      description,
      metadata: { ...metadata, [markName]: id },
    };
    return { volumeId: twinId, body };
  },

  /** One that is not ready yet is left to `create`, which waits: until then nothing may be written to its volume. */
  match: ({ id }, { volumeId }, candidates) =>
    candidates.find((other) => other.markedAs === id && other.volumeId === volumeId && other.status === 'available'),

  isMarked: ({ id }, twin) => twin.markedAs === id,

  isUnfinished: (twin) => twin.isUnfinished === true,

  async candidates(destination, _resource, { volumeId }) {
    return (await listVolumeSnapshots(destination, volumeId)).map((answer) => fromAnswer(answer));
  },

  /** Waits until it is there, so that what is written to its volume next is no part of it. One that broke goes. */
  async create({ destination }, resource, { volumeId, body }) {
    const begun = (await listVolumeSnapshots(destination, volumeId)).filter(
      ({ metadata }) => metadata[markName] === resource.id,
    );
    for (const { id } of begun) {
      const taken = await takenSnapshot(destination, id);
      if (taken !== undefined) return taken;
    }
    const { id } = await createVolumeSnapshot(await ownerOf(destination, volumeId), body);
    const taken = await takenSnapshot(destination, id);
    if (taken !== undefined) return taken;
    throw new Problem({
      summary: `the destination's Cinder could not take snapshot ${resource.name || resource.id}`,
      cure: `Look for ${id} in the logs of cinder-volume; it was deleted and is taken again.`,
      remedy: 'retry',
    });
  },

  async read(cloud, id) {
    const answer = await getVolumeSnapshot(cloud, id);
    return answer === undefined ? undefined : fromAnswer(answer);
  },

  /** Whose it is and whether it is being backed up is of no concern for its bytes. */
  steady: ({ name, description, volumeId, sizeGiB, metadata }) => ({ name, description, volumeId, sizeGiB, metadata }),

  compare(resource, twin, { find }) {
    return differences({
      data: [undefined, twin.isUnfinished && 'unfinished'],
      name: [resource.name, twin.name],
      description: [resource.description, twin.description],
      project: [find('project', resource.projectId), twin.projectId],
      volume: [find('volume', resource.volumeId), twin.volumeId],
      size: [resource.sizeGiB, twin.sizeGiB],
      metadata: [resource.metadata, twin.metadata],
    });
  },

  undo: (destination, id) => deleteSnapshot(destination, id),

  async unmark(destination, resource, twin) {
    if (twin.markedAs !== resource.id) return;
    await removeIfThere(destination, 'block-storage', `/snapshots/${twin.id}/metadata/${markName}`);
  },
};

/** Once it is there; undefined for one that broke, which is deleted. */
async function takenSnapshot(cloud: Cloud, id: string): Promise<VolumeSnapshot | undefined> {
  await waitForSnapshot(cloud, id);
  const answer = await getVolumeSnapshot(cloud, id);
  if (answer?.status === 'available') return fromAnswer(answer);
  await deleteSnapshot(cloud, id);
  return undefined;
}

/** The cloud as the owner of a volume sees it: Cinder gives a snapshot to who takes it. */
async function ownerOf(cloud: Cloud, volumeId: string): Promise<Cloud> {
  const volume = await getVolume(cloud, volumeId);
  if (volume !== undefined) return await actAs(cloud, volume.user_id, volume['os-vol-tenant-attr:tenant_id']);
  throw new Problem({
    summary: `volume ${volumeId} of ${cloud.name} is gone, and a snapshot was to be taken of it`,
    cure: 'Somebody deleted it while the run went on; undo the run or make a new plan.',
    remedy: 'ask',
  });
}

function fromAnswer(answer: VolumeSnapshotAnswer): VolumeSnapshot {
  const { [markName]: markedAs, ...metadata } = answer.metadata;
  return {
    id: answer.id,
    name: answer.name ?? '',
    projectId: answer['os-extended-snapshot-attributes:project_id'],
    volumeId: answer.volume_id,
    description: answer.description ?? null,
    sizeGiB: answer.size,
    status: answer.status,
    metadata,
    ...(markedAs === undefined ? {} : { markedAs }),
  };
}
