import { Problem } from '../base/problem.ts';
import { actAs } from '../openstack/act-as.ts';
import { removeIfThere } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { listVolumeSnapshots, type VolumeSnapshotAnswer } from '../openstack/volume-snapshots.ts';
import { listVolumeTypes } from '../openstack/volume-types.ts';
import {
  actOnVolume,
  createVolume,
  deleteSnapshot,
  deleteVolume,
  getVolume,
  listVolumes,
  type VolumeAnswer,
  waitForVolume,
} from '../openstack/volumes.ts';
import { chosenCopier } from './chosen-copier.ts';
import { differences } from './difference.ts';
import { diskImageId } from './disk-image.ts';
import { grantLinks, grantRefs } from './grant-refs.ts';
import type { Lookup, ResourceKind } from './kind.ts';
import { markName } from './mark.ts';
import { withOwners } from './project-owner.ts';
import { unfinishedName } from './unfinished-name.ts';
import { volumeFindings } from './volume-finding.ts';
import { type Volume, volumeFromAnswer, volumeSchema } from './volume-from-answer.ts';

const gibibyte = 1024 ** 3;

interface VolumeDraft {
  /** Cinder gives a volume to the project and the user whose token asks for it. */
  readonly userId: string;
  readonly projectId: string;
  /** The fields of `POST /volumes`. */
  readonly body: Readonly<Record<string, unknown>>;
}

export const volume: ResourceKind<Volume, VolumeDraft> = {
  name: 'volume',
  service: 'block-storage',
  category: 'workload',
  strategies: ['project', 'used'],
  schema: volumeSchema,
  carried: [
    'name',
    'description',
    'size',
    'type',
    'bootable',
    'read-only',
    'multiattach',
    'metadata',
    'image metadata',
    'data',
    'owner (user and project)',
  ],
  adopts: 'None: only what a run of ours made.',
  reports: {
    'volume-state': 'It is in a state in which no volume can be moved.',
    'volume-rbd': 'It was to go from Ceph to Ceph, and cannot.',
    'volume-encrypted': 'It is encrypted with a key that only the source has.',
    'volume-snapshots': 'It has snapshots, which stay behind as it goes through Glance.',
    'volume-owner-gone': 'Its owner is gone: another user of the project stands in.',
    'volume-owner-without-role': 'Its owner has no role in its project, in whose name it would be made.',
  },
  remarks: [
    'Its bytes go from Ceph to Ceph where both clouds let us, else through temporary images of Glance on both sides.',
    'One that is attached travels while its servers rest, once for all of them, and stays when one of them does.',
    'It lands in the zone that the destination’s Cinder chooses.',
  ],

  async discover(cloud, { projectIds, rights }) {
    const lists = projectIds === undefined ? [undefined] : projectIds;
    const answers = (await Promise.all(lists.map((id) => listVolumes(cloud, id)))).flat();
    if (answers.length === 0) return [];
    const [typeIds, snapshots] = await Promise.all([typeIdsOf(cloud), listVolumeSnapshots(cloud)]);
    const byVolume = Map.groupBy(snapshots, (one) => one.volume_id);
    const found = answers.map((answer): Volume => {
      return { ...volumeFromAnswer(answer, typeIds), ...snapshotPart(answer, byVolume.get(answer.id) ?? []) };
    });
    return withOwners(cloud, found, rights);
  },

  needs: (resource) => [
    { kind: 'project', id: resource.projectId },
    { kind: 'user', id: resource.userId },
    ...(resource.typeId === undefined
      ? []
      : [{ kind: 'volume-type', id: resource.typeId, state: 'connected' } as const]),
    ...grantRefs(resource),
  ],

  links: (resource) => [
    ...Object.values(resource.imageIds).map((id) => ({ kind: 'image', id, optional: true }) as const),
    ...grantLinks(resource),
  ],

  together: ({ serverIds }) => serverIds.map((id) => ({ kind: 'server', id })),

  // A disabled owner or project is switched off on the destination only when this is there.
  precedes: ({ userId, projectId }) => [
    { kind: 'user', id: userId },
    { kind: 'project', id: projectId },
  ],

  assess: (resource, { choices }) => volumeFindings(resource, resource.name || resource.id, choices),

  translate(resource, lookup) {
    const { id, name, description, sizeGiB, leastSizeGiB = sizeGiB, typeId, metadata } = resource;
    const isByRbd = chosenCopier(lookup.choices, 'volume', id) === 'rbd';
    const body = {
      name: name === '' ? null : name,
      description,
      // A snapshot is as large as its volume: that grows while they are taken of it.
      size: isByRbd ? leastSizeGiB : sizeGiB,
      ...(typeId === undefined ? {} : { volume_type: lookup.id('volume-type', typeId) }),
      metadata: { ...metadata, [markName]: id, ...(isByRbd ? { [unfinishedName]: 'true' } : {}) },
      // From Ceph, its bytes come once it is there.
      ...(isByRbd ? {} : { imageRef: lookup.id('image', diskImageId(id)) }),
    };
    const { userId, projectId } = resource;
    return { userId: lookup.id('user', userId), projectId: lookup.id('project', projectId), body };
  },

  match: ({ id }, _draft, candidates) => candidates.find((other) => other.markedAs === id && !isBroken(other)),

  isMarked: ({ id }, twin) => twin.markedAs === id,

  isUnfinished: (twin) => twin.isUnfinished === true,

  async candidates(destination, _resource, { projectId }) {
    const [answers, typeIds] = await Promise.all([listVolumes(destination, projectId), typeIdsOf(destination)]);
    return answers.map((answer) => volumeFromAnswer(answer, typeIds));
  },

  /** Waits until its bytes are there; one that broke, now or in an earlier try, is deleted. */
  async create({ destination }, resource, { userId, projectId, body }) {
    const broken = (await listVolumes(destination, projectId)).filter(
      (other) => other.metadata[markName] === resource.id && isBroken(other),
    );
    for (const { id } of broken) await deleteVolume(destination, id);
    const owner = await actAs(destination, userId, projectId);
    const { id } = await createVolume(owner, body);
    const answer = await waitForVolume(destination, id);
    if (answer !== undefined && !isBroken(answer)) return volumeFromAnswer(answer, await typeIdsOf(destination));
    if (answer !== undefined) await deleteVolume(destination, id);
    throw new Problem({
      summary: `the destination's Cinder could not make volume ${resource.name || resource.id}`,
      detail: answer === undefined ? 'it vanished' : `it became ${answer.status}`,
      cure: `Look for ${id} in the logs of cinder-scheduler and cinder-volume; it was deleted and is made again.`,
      remedy: 'retry',
    });
  },

  /** Takes away what Cinder copied from the temporary image, and sets what the source has. */
  async connect({ destination, lookup }, resource, { id }) {
    const answer = await waitForVolume(destination, id);
    if (answer === undefined) return;
    const twin = volumeFromAnswer(answer, new Map());
    const present = answer.volume_image_metadata;
    const wanted = wantedImageMetadata(resource, lookup);
    for (const key of Object.keys(present).filter((name) => !Object.hasOwn(wanted, name))) {
      await actOnVolume(destination, id, { 'os-unset_image_metadata': { key } });
    }
    const changed = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present[key] !== value));
    if (Object.keys(changed).length > 0) {
      await actOnVolume(destination, id, { 'os-set_image_metadata': { metadata: changed } });
    }
    if (twin.isBootable !== resource.isBootable) {
      await actOnVolume(destination, id, { 'os-set_bootable': { bootable: resource.isBootable } });
    }
    if (twin.isReadOnly !== resource.isReadOnly) {
      await actOnVolume(destination, id, { 'os-update_readonly_flag': { readonly: resource.isReadOnly } });
    }
    if (twin.isUnfinished)
      await removeIfThere(destination, 'block-storage', `/volumes/${id}/metadata/${unfinishedName}`);
  },

  async read(cloud, id) {
    const [answer, typeIds] = await Promise.all([getVolume(cloud, id), typeIdsOf(cloud)]);
    return answer === undefined ? undefined : volumeFromAnswer(answer, typeIds);
  },

  /**
   * While its bytes are read, it is `uploading`; who owns it and what snapshots it has is looked up elsewhere, and its
   * place is the cloud's.
   */
  steady(resource) {
    const { status: _status, userId: _user, formerUserId: _former, roleAssignmentIds: _roles, ...rest } = resource;
    const { snapshots: _snapshots, leastSizeGiB: _least, host: _host, nameId: _nameId, ...steady } = rest;
    return steady;
  },

  disk: ({ sizeGiB }) => ({ sizeBytes: sizeGiB * gibibyte }),

  compare(resource, twin, { find }) {
    return differences({
      data: [undefined, twin.isUnfinished && 'unfinished'],
      // One that hung while it was made is taken for the twin, and may still break.
      state: [undefined, isBroken(twin) ? twin.status : undefined],
      name: [resource.name, twin.name],
      description: [resource.description, twin.description],
      project: [find('project', resource.projectId), twin.projectId],
      user: [find('user', resource.userId), twin.userId],
      size: [resource.sizeGiB, twin.sizeGiB],
      type: [resource.typeId && find('volume-type', resource.typeId), twin.typeId],
      bootable: [resource.isBootable, twin.isBootable],
      'read-only': [resource.isReadOnly, twin.isReadOnly],
      multiattach: [resource.isMultiattach, twin.isMultiattach],
      metadata: [resource.metadata, twin.metadata],
      'image metadata': [resource.imageMetadata, twin.imageMetadata],
    });
  },

  /** Cinder deletes none that has snapshots. Those that are not ours are kept, and it with them. */
  async undo(destination, id) {
    const ours = (await listVolumeSnapshots(destination, id)).filter(({ metadata }) => markName in metadata);
    for (const snapshot of ours) await deleteSnapshot(destination, snapshot.id);
    await deleteVolume(destination, id);
  },

  async unmark(destination, resource, twin) {
    if (twin.markedAs !== resource.id) return;
    await removeIfThere(destination, 'block-storage', `/volumes/${twin.id}/metadata/${markName}`);
  },
};

/** What is to be known of its snapshots: their names, and the least size that it has had. */
function snapshotPart(
  { size }: VolumeAnswer,
  snapshots: readonly VolumeSnapshotAnswer[],
): Pick<Volume, 'snapshots' | 'leastSizeGiB'> {
  const leastSizeGiB = Math.min(size, ...snapshots.map((one) => one.size));
  return {
    snapshots: snapshots.map((one) => one.name || one.id).toSorted(),
    ...(leastSizeGiB < size ? { leastSizeGiB } : {}),
  };
}

function isBroken({ status }: Pick<VolumeAnswer, 'status'>): boolean {
  return status.startsWith('error');
}

/** Images that have no twin are not named. */
function wantedImageMetadata({ imageMetadata, imageIds }: Volume, { find }: Lookup): Record<string, string> {
  const ids = Object.entries(imageIds).flatMap(([key, id]): [string, string][] => {
    const twinId = find('image', id);
    return twinId === undefined ? [] : [[key, twinId]];
  });
  return { ...imageMetadata, ...Object.fromEntries(ids) };
}

async function typeIdsOf(cloud: Cloud): Promise<ReadonlyMap<string, string>> {
  const types = (await listVolumeTypes(cloud)) ?? [];
  return new Map(types.map(({ id, name }) => [name, id]));
}
