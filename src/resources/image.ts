import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { sendJson } from '../openstack/calls.ts';
import {
  changeImage,
  deleteImage,
  getImage,
  type ImageAnswer,
  type ImageChange,
  imageSchema as answerSchema,
  type ImageMemberAnswer,
  listImageMembers,
  listImages,
} from '../openstack/image.ts';
import { differences } from './difference.ts';
import { imageFindings } from './image-finding.ts';
import { carriedProperties, imageProperty, isPointerToVolumes, temporaryName } from './image-property.ts';
import type { Lookup, Passage, Ref, ResourceKind, Scope } from './kind.ts';
import { markName } from './mark.ts';

const imageSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The owner; images that a cloud's operator added may have none. */
  projectId: z.string().optional(),
  status: z.string(),
  diskFormat: z.string().nullable(),
  containerFormat: z.string().nullable(),
  minDiskGiB: z.number(),
  minRamMiB: z.number(),
  visibility: z.string(),
  isProtected: z.boolean(),
  isHidden: z.boolean(),
  tags: z.array(z.string()),
  members: z.array(z.object({ projectId: z.string(), status: z.string() })),
  properties: z.record(z.string(), z.string()),
  kernelId: z.string().optional(),
  ramdiskId: z.string().optional(),
  sizeBytes: z.number().optional(),
  digest: z.object({ algorithm: z.string(), value: z.string() }).optional(),
  /** MD5, which Glance kept before it kept a digest of choice. */
  checksum: z.string().optional(),
  isPointer: z.boolean(),
  isSigned: z.boolean(),
  isEncrypted: z.boolean(),
  isTemporary: z.boolean(),
  /** False where the name is none at all, not the empty text. */
  hasName: z.boolean().default(true),
  markedAs: z.string().optional(),
});
export type Image = z.infer<typeof imageSchema>;

export interface ImageDraft {
  readonly name: string;
  readonly projectId: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export const image: ResourceKind<Image, ImageDraft> = {
  name: 'image',
  service: 'image',
  category: 'supplementary',
  strategies: ['public', 'project', 'used'],
  schema: imageSchema,
  carried: [
    'name',
    'data',
    'disk and container format',
    'minimum disk and RAM',
    'visibility',
    'protected',
    'hidden',
    'tags',
    'members with their status',
    'properties',
    'kernel and ramdisk',
    'owner',
  ],
  adopts: 'One of the same name and owner, if its digest is the same.',
  reports: {
    'image-points-to-volumes': 'It holds no data but points to snapshots of volumes.',
    'image-not-active': 'It has no data to copy: queued, deactivated, broken or deleted.',
    'image-encrypted': 'It is encrypted with a key that only the source has.',
    'image-rbd': 'It was to go from Ceph to Ceph, and cannot.',
    'image-fetch': 'It was to be fetched by the Glance of the destination, and cannot.',
    'image-signature-lost': 'Its signature does not move.',
  },
  remarks: [
    'Its bytes are fetched by the Glance of the destination where it can. Else they go from Ceph to Ceph where both ' +
      'clouds let us, or from Glance to Glance.',
    'Images that a move makes for itself are not moved again.',
  ],

  async discover(cloud, scope) {
    const lists = await Promise.all([false, true].map((isHidden) => listImages(cloud, { isHidden })));
    const found = await Promise.all(lists.flat().map(async (answer) => withMembers(cloud, answer)));
    return found.filter((one) => isInScope(one, scope));
  },

  isMovable: ({ isTemporary }) => !isTemporary,

  isPublic: ({ visibility }) => visibility === 'public',

  needs({ projectId, kernelId, ramdiskId }) {
    const images = [kernelId, ramdiskId].filter((id) => id !== undefined);
    return [
      ...(projectId === undefined ? [] : [{ kind: 'project', id: projectId } as const]),
      ...images.map((id): Ref => ({ kind: 'image', id })),
    ];
  },

  links: ({ members }) => members.map(({ projectId }) => ({ kind: 'project', id: projectId, optional: true })),

  assess: (resource, { choices }) => imageFindings(resource, choices),

  translate(resource, lookup) {
    const { id, name, visibility, tags, properties, kernelId, ramdiskId } = resource;
    const projectId = resource.projectId === undefined ? undefined : lookup.id('project', resource.projectId);
    const body = {
      ...properties,
      ...(kernelId === undefined ? {} : { kernel_id: lookup.id('image', kernelId) }),
      ...(ramdiskId === undefined ? {} : { ramdisk_id: lookup.id('image', ramdiskId) }),
      ...(resource.hasName ? { name } : {}),
      disk_format: resource.diskFormat,
      container_format: resource.containerFormat,
      min_disk: resource.minDiskGiB,
      min_ram: resource.minRamMiB,
      visibility,
      tags,
      ...(projectId === undefined ? {} : { owner: projectId }),
      [markName]: id,
    };
    return { name, projectId, body };
  },

  match: (resource, draft, candidates) =>
    candidates.find(({ markedAs }) => markedAs === resource.id) ??
    candidates.find((candidate) => isSameImage(resource, draft, candidate)),

  isMarked: (resource, twin) => twin.markedAs === resource.id,

  async candidates(destination, resource, draft) {
    // Hidden images are listed apart; ours becomes hidden only at the end.
    const places = resource.isHidden ? [false, true] : [false];
    // Glance takes a name that begins with `in:` for a list of names.
    const isPlain = draft.name !== '' && !draft.name.startsWith('in:');
    const which = isPlain ? { name: draft.name } : { [markName]: resource.id };
    const lists = await Promise.all(places.map((isHidden) => listImages(destination, { isHidden, ...which })));
    return lists.flat().map((answer) => fromAnswer(answer, []));
  },

  async create({ destination }, _resource, { body }) {
    const request = { service: 'image', method: 'POST', path: '/images', body } as const;
    return fromAnswer(await sendJson(destination, request, answerSchema), []);
  },

  disk: ({ sizeBytes, digest }) => ({ sizeBytes: sizeBytes ?? 0, ...(digest === undefined ? {} : { digest }) }),

  async connect(passage, resource, twin) {
    await connectMembers(passage, resource, twin);
    const changes: ImageChange[] = [];
    if (resource.isHidden !== twin.isHidden) {
      changes.push({ op: 'replace', path: '/os_hidden', value: resource.isHidden });
    }
    if (resource.isProtected !== twin.isProtected) {
      changes.push({ op: 'replace', path: '/protected', value: resource.isProtected });
    }
    if (changes.length > 0) await changeImage(passage.destination, twin.id, changes);
  },

  isConnected: ({ isHidden, isProtected, members }) => !isHidden && !isProtected && members.length === 0,

  async read(cloud, id) {
    const answer = await getImage(cloud, id);
    return answer === undefined ? undefined : withMembers(cloud, answer);
  },

  compare(resource, twin, lookup) {
    const same = (id: string | undefined): string | undefined =>
      id === undefined ? undefined : lookup.find('image', id);
    return differences({
      name: [resource.hasName ? resource.name : null, twin.hasName ? twin.name : null],
      status: [resource.status, twin.status],
      owner: [ownerTwin(resource, lookup), twin.projectId ?? null],
      'disk format': [resource.diskFormat, twin.diskFormat],
      'container format': [resource.containerFormat, twin.containerFormat],
      'minimum disk': [resource.minDiskGiB, twin.minDiskGiB],
      'minimum RAM': [resource.minRamMiB, twin.minRamMiB],
      visibility: [resource.visibility, twin.visibility],
      protected: [resource.isProtected, twin.isProtected],
      hidden: [resource.isHidden, twin.isHidden],
      tags: [resource.tags.toSorted(), twin.tags.toSorted()],
      members: [memberTwins(resource, lookup), ownMembers(resource, twin, lookup)],
      properties: [resource.properties, twin.properties],
      kernel: [same(resource.kernelId), twin.kernelId],
      ramdisk: [same(resource.ramdiskId), twin.ramdiskId],
      size: [resource.sizeBytes, twin.sizeBytes],
      data: comparableData(resource, twin),
    });
  },

  undo: (destination, id) => deleteImage(destination, id),

  async unmark(destination, resource, twin) {
    if (twin.markedAs === resource.id) {
      await changeImage(destination, twin.id, [{ op: 'remove', path: `/${markName}` }]);
    }
  },
};

async function withMembers(cloud: Passage['source'], answer: ImageAnswer): Promise<Image> {
  return fromAnswer(answer, await listImageMembers(cloud, answer));
}

function fromAnswer(answer: ImageAnswer, members: readonly ImageMemberAnswer[]): Image {
  const { owner, size, checksum, os_hash_algo: algorithm, os_hash_value: value } = answer;
  const kernelId = imageProperty(answer, 'kernel_id');
  const ramdiskId = imageProperty(answer, 'ramdisk_id');
  const markedAs = imageProperty(answer, markName);
  return {
    id: answer.id,
    name: answer.name ?? '',
    ...(typeof owner === 'string' ? { projectId: owner } : {}),
    status: answer.status,
    diskFormat: answer.disk_format ?? null,
    containerFormat: answer.container_format ?? null,
    minDiskGiB: answer.min_disk,
    minRamMiB: answer.min_ram,
    visibility: answer.visibility,
    isProtected: answer.protected,
    isHidden: answer.os_hidden,
    tags: answer.tags,
    members: members.map(({ member_id, status }) => ({ projectId: member_id, status })),
    properties: carriedProperties(answer),
    ...(kernelId === undefined ? {} : { kernelId }),
    ...(ramdiskId === undefined ? {} : { ramdiskId }),
    ...(typeof size === 'number' ? { sizeBytes: size } : {}),
    ...(typeof algorithm === 'string' && typeof value === 'string' ? { digest: { algorithm, value } } : {}),
    ...(typeof checksum === 'string' ? { checksum } : {}),
    isPointer: isPointerToVolumes(answer),
    isSigned: imageProperty(answer, 'img_signature') !== undefined,
    isEncrypted: imageProperty(answer, 'cinder_encryption_key_id') !== undefined,
    isTemporary: imageProperty(answer, temporaryName) !== undefined,
    hasName: typeof answer.name === 'string',
    ...(markedAs === undefined ? {} : { markedAs }),
  };
}

function isInScope({ projectId, visibility, members }: Image, { projectIds }: Scope): boolean {
  if (projectIds === undefined || visibility === 'public' || visibility === 'community') return true;
  const owners = [projectId, ...members.map((member) => member.projectId)];
  return projectIds.some((id) => owners.includes(id));
}

/** Never by name alone: the bytes have to be the same too. */
function isSameImage(resource: Image, draft: ImageDraft, candidate: Image): boolean {
  if (candidate.name !== draft.name || candidate.projectId !== draft.projectId) return false;
  if (candidate.markedAs !== undefined || candidate.status !== 'active') return false;
  const [source, destination] = comparableData(resource, candidate);
  return source !== undefined && source === destination;
}

/** The two digests that can be compared: of one algorithm, else the older checksums; undefined where nothing can. */
function comparableData(a: Image, b: Image): readonly [string | undefined, string | undefined] {
  if (a.digest !== undefined && a.digest.algorithm === b.digest?.algorithm) return [a.digest.value, b.digest.value];
  if (a.checksum !== undefined && b.checksum !== undefined) return [a.checksum, b.checksum];
  return [undefined, undefined];
}

function ownerTwin({ projectId }: Image, { find }: Lookup): string | null {
  return projectId === undefined ? null : (find('project', projectId) ?? null);
}

/** Members with a twin, as `project status`; one whose project does not move cannot be a member there. */
function memberTwins({ members }: Image, { find }: Lookup): string[] {
  const twins = members.map(({ projectId, status }) => ({ twinId: find('project', projectId), status }));
  return twins.flatMap(({ twinId, status }) => (twinId === undefined ? [] : [`${twinId} ${status}`])).toSorted();
}

/** Members that the destination's people added on their own are theirs: only those of the source are compared. */
function ownMembers({ members }: Image, twin: Image, { find }: Lookup): string[] {
  const wanted = new Set(members.map(({ projectId }) => find('project', projectId)));
  const own = twin.members.filter(({ projectId }) => wanted.has(projectId));
  return own.map(({ projectId, status }) => `${projectId} ${status}`).toSorted();
}

/** Offers the twin to its members; an administrator may answer for them (`modify_member` of Glance's policy). */
async function connectMembers({ destination, lookup }: Passage, resource: Image, twin: Image): Promise<void> {
  for (const { projectId, status } of resource.members) {
    const memberId = lookup.find('project', projectId);
    const present = twin.members.find((member) => member.projectId === memberId);
    if (memberId === undefined || present?.status === status) continue;
    const path = `/images/${twin.id}/members`;
    if (present === undefined) await addMember(destination, path, memberId);
    if (present !== undefined || status !== 'pending') {
      const request = { service: 'image', method: 'PUT', path: `${path}/${memberId}`, body: { status } } as const;
      await destination.send(request);
    }
  }
}

async function addMember(destination: Passage['destination'], path: string, memberId: string): Promise<void> {
  try {
    await destination.send({ service: 'image', method: 'POST', path, body: { member: memberId } });
  } catch (problem) {
    const isThere = problem instanceof Problem && problem.status === 409;
    if (!isThere) throw problem;
  }
}
