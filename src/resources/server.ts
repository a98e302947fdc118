import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { actAs } from '../openstack/act-as.ts';
import { removeIfThere, sendJson } from '../openstack/calls.ts';
import { compareVersions } from '../openstack/compare-versions.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import {
  computeVersion,
  deleteServer,
  getServer,
  listServers,
  listServersOf,
  listVolumeAttachments,
  lockServer,
} from '../openstack/compute.ts';
import { listServerGroups } from '../openstack/server-groups.ts';
import { differences } from './difference.ts';
import { diskImageId } from './disk-image.ts';
import { grantLinks, grantRefs } from './grant-refs.ts';
import type { Choices, Lookup, Ref, ResourceKind } from './kind.ts';
import { markName } from './mark.ts';
import { withOwners } from './project-owner.ts';
import {
  type Server,
  serverFromAnswer,
  serverSchema,
  type ServerSurroundings,
  userDataDigest,
} from './server-from-answer.ts';
import { serverFindings } from './server-finding.ts';
import { flavorShapeSchema, type ServerFlavor } from './server-flavor.ts';
import { devicePortSchema, type ServerPort } from './server-port.ts';
import { blockDevices, type ServerVolume } from './server-volume.ts';
import { withoutGoneKeypairs } from './without-gone-keypairs.ts';

export type { Server };

export interface ServerDraft {
  /** The twin's owner, in whose name it is created. */
  readonly userId: string;
  readonly projectId: string;
  readonly microversion: string;
  /** All but the user data, which may hold secrets and is read when it is sent. */
  readonly body: {
    readonly server: Readonly<Record<string, unknown>>;
    readonly 'os:scheduler_hints'?: { readonly group: string };
  };
}

export const server: ResourceKind<Server, ServerDraft> = {
  name: 'server',
  service: 'compute',
  category: 'workload',
  strategies: ['project', 'host', 'user'],
  schema: serverSchema,
  carried: [
    'name',
    'description',
    'flavor',
    'image, or root disk',
    'volumes in order',
    'boot volume',
    'deletion of volumes with it',
    'ports in order',
    'keypair',
    'owner (user and project)',
    'metadata',
    'tags',
    'user data',
    'config drive',
    'server group',
    'availability zone (mapped)',
    'hostname',
    'locked',
    'power state',
  ],
  adopts: 'None: only what a run of ours made.',
  reports: {
    'server-state': 'It is in a state in which no server can be moved.',
    'server-busy': 'Nova is doing something with it.',
    'server-memory-lost': 'It is suspended or paused: its memory is lost.',
    'server-flavor-gone': 'Its flavor is gone and nobody knows its shape.',
    'server-flavor-changed': 'The extra specs of its flavor changed since it was booted.',
    'server-loses-disk': 'With `--disk rebuild` it loses its disk.',
    'server-rbd': 'Its root disk was to go from Ceph to Ceph, and cannot.',
    'server-extra-disk-lost': 'It has an ephemeral or swap disk: its twin gets an empty one.',
    'server-tags-lost': 'The destination’s Nova is too old for its tags.',
    'server-port-order': 'Nova does not tell the order of its devices.',
    'server-zone': 'It is in an availability zone that is not mapped, and the destination has others.',
    'server-owner-gone': 'Its owner is gone: another user of the project stands in.',
    'server-network-of-another': 'It has a port on a network of another project, which its own may not use over there.',
    'server-owner-without-role': 'Its owner has no role in its project, in whose name it would be made.',
    'server-keypair-gone': 'Its keypair is gone: its twin boots without one.',
    'server-new-identity': 'It gets a new id, by which cloud-init knows a first boot.',
  },
  remarks: [
    'It is made as its user, so that it belongs to the twin of that user.',
    'Its root disk goes from Ceph to Ceph where both clouds let us, else through images of both Glances.',
  ],

  async discover(cloud, scope) {
    const [answers, ...parts] = await Promise.all([
      listServersOf(cloud, scope.projectIds),
      listPorts(cloud, {}),
      listFlavors(cloud),
      listServerGroups(cloud),
    ]);
    const [ports, flavors, groups] = parts;
    const attachments = await listVolumeAttachments(cloud, answers);
    const surroundings = { ports, flavors, groups, attachments };
    const servers = answers.map((answer) => serverFromAnswer(answer, surroundings));
    return withoutGoneKeypairs(cloud, await withOwners(cloud, servers, scope.rights));
  },

  userOf: ({ userId, formerUserId }) => formerUserId ?? userId,

  hostOf: ({ host }) => host,

  needs(resource, choices) {
    const { projectId, userId, flavor, keypairName, serverGroupId, ports, routerIds } = resource;
    const groupIds = unique(ports.flatMap(({ securityGroupIds }) => securityGroupIds));
    const subnetIds = unique(ports.flatMap(({ subnetIds: ids }) => ids));
    const ready = (kind: 'security-group' | 'subnet' | 'router', ids: readonly string[]): Ref[] =>
      ids.map((id) => ({ kind, id, state: 'connected' }));
    return [
      { kind: 'project', id: projectId },
      { kind: 'user', id: userId },
      ...(flavor.id === undefined ? [] : [{ kind: 'flavor', id: flavor.id, state: 'connected' } as const]),
      ...(keypairName === undefined ? [] : [{ kind: 'keypair', id: `${userId}/${keypairName}` } as const]),
      ...(serverGroupId === undefined ? [] : [{ kind: 'server-group', id: serverGroupId } as const]),
      ...ports.map(({ id }): Ref => ({ kind: 'port', id })),
      ...resource.volumes.map(({ id }): Ref => ({ kind: 'volume', id })),
      ...ready('security-group', groupIds),
      ...ready('subnet', subnetIds),
      ...ready('router', routerIds),
      ...imageIds(resource, choices).map((id): Ref => ({ kind: 'image', id })),
      ...grantRefs(resource),
    ];
  },

  links: grantLinks,

  // A disabled owner or project is switched off on the destination only when its servers are there.
  precedes: ({ userId, projectId }) => [
    { kind: 'user', id: userId },
    { kind: 'project', id: projectId },
  ],

  assess: serverFindings,

  translate(resource, lookup) {
    const { id, name, description, metadata, tags, keypairName, ports, hasConfigDrive } = resource;
    const version = lookup.destination.computeVersion;
    const hostname = sentHostname(resource, lookup);
    const zone = zoneTwin(resource, lookup);
    const imageId = imageRef(resource, lookup);
    const volumes = resource.volumes.map((one) => ({ ...one, twinId: lookup.id('volume', one.id) }));
    const devices = blockDevices(volumes, { imageId, hasTags: isAtLeast(version, '2.42') });
    const body = {
      name,
      imageRef: imageId,
      ...(devices.length === 0 ? {} : { block_device_mapping_v2: devices }),
      flavorRef: resource.flavor.id === undefined ? '' : lookup.id('flavor', resource.flavor.id),
      networks: ports.length === 0 ? 'none' : ports.map((port) => ({ port: lookup.id('port', port.id) })),
      metadata: { ...metadata, [markName]: id },
      config_drive: hasConfigDrive,
      ...(keypairName === undefined ? {} : { key_name: keypairName }),
      ...(isAtLeast(version, '2.19') ? { description } : {}),
      ...(tags.length > 0 && isAtLeast(version, '2.52') ? { tags } : {}),
      ...(hostname === undefined ? {} : { hostname }),
      ...(zone === undefined ? {} : { availability_zone: zone }),
    };
    return {
      userId: lookup.id('user', resource.userId),
      projectId: lookup.id('project', resource.projectId),
      microversion: `compute ${version}`,
      body: { server: body, ...groupHint(resource, lookup) },
    };
  },

  match: (resource, _draft, candidates) => candidates.find(({ markedAs }) => markedAs === resource.id),

  isMarked: (resource, twin) => twin.markedAs === resource.id,

  async candidates(destination, { name }, { projectId }) {
    const answers = await listServers(destination, { project_id: projectId, name: `^${escapePattern(name)}$` });
    return answers.map((answer) => serverFromAnswer(answer, nothingAround));
  },

  /** Returns as soon as Nova has given an id, so that it is known before the server boots. */
  async create({ source, destination }, resource, { userId, projectId, microversion, body }) {
    const userData = resource.userDataDigest === undefined ? undefined : await readUserData(source, resource);
    const whole = { ...body, server: { ...body.server, ...(userData === undefined ? {} : { user_data: userData }) } };
    const owner = await actAs(destination, userId, projectId);
    const request = { service: 'compute', method: 'POST', path: '/servers', body: whole, microversion } as const;
    const answer = await sendJson(owner, request, createdAnswer);
    return { ...resource, id: answer.server.id, userId, projectId, status: 'BUILD', markedAs: resource.id };
  },

  /** Locked by its owner, as users lock their own: an administrator's lock would keep them out. */
  async connect({ destination }, resource, twin) {
    if (!resource.isLocked || twin.isLocked) return;
    const owner = await actAs(destination, twin.userId, twin.projectId);
    await lockServer(owner, twin.id, resource.lockedReason);
  },

  isConnected: ({ isLocked }) => !isLocked,

  async read(cloud, id) {
    const version = await computeVersion(cloud);
    const isEmbedded = isAtLeast(version, '2.47');
    const [answer, ports, flavors, groups] = await Promise.all([
      getServer(cloud, id),
      listPorts(cloud, { device_id: id }),
      isEmbedded ? [] : listFlavors(cloud),
      isAtLeast(version, '2.71') ? [] : listServerGroups(cloud),
    ]);
    if (answer === undefined) return undefined;
    const attachments = await listVolumeAttachments(cloud, [answer]);
    return serverFromAnswer(answer, { ...nothingAround, ports, flavors, groups, attachments });
  },

  /** The host, what Nova does with it, and what surrounds it are not its own; its power state decides what we do. */
  steady({ host: _host, zone: _zone, task: _task, routerIds: _routers, roleAssignmentIds: _roles, ...whole }) {
    const { userId, formerUserId, keypairName, formerKeypairName, ...resource } = whole;
    const { id: _id, hasOtherSpecs: _specs, ...flavor } = resource.flavor;
    const inPlace = (parts: readonly object[]): object => Object.fromEntries(parts.entries());
    const said = { userId: formerUserId ?? userId, keypairName: keypairName ?? formerKeypairName };
    return { ...resource, ...said, flavor, ports: inPlace(resource.ports), volumes: inPlace(resource.volumes) };
  },

  compare(resource, twin, lookup) {
    const { computeVersion: version } = lookup.destination;
    const hostname = sentHostname(resource, lookup);
    const zone = zoneTwin(resource, lookup);
    return differences({
      name: [resource.name, twin.name],
      ...(isAtLeast(version, '2.19') ? { description: [resource.description, twin.description] } : {}),
      flavor: [shapeOf(resource.flavor), shapeOf(twin.flavor)],
      ...(resource.flavor.hasOtherSpecs ? {} : { 'extra specs': [resource.flavor.extraSpecs, twin.flavor.extraSpecs] }),
      ...(lookup.choices.disk === 'rebuild' ? { image: [imageTwin(resource, lookup), twin.imageId] } : {}),
      ports: [
        resource.ports.map((port) => ({ ...devicePart(port), id: lookup.find('port', port.id) ?? null })),
        twin.ports.map((port) => ({ ...devicePart(port), id: port.id })),
      ],
      volumes: [
        resource.volumes.map((one) => ({ ...volumePart(one, version), id: lookup.find('volume', one.id) ?? null })),
        twin.volumes.map((one) => ({ ...volumePart(one, version), id: one.id })),
      ],
      keypair: [resource.keypairName, twin.keypairName],
      user: [lookup.find('user', resource.userId), twin.userId],
      project: [lookup.find('project', resource.projectId), twin.projectId],
      metadata: [resource.metadata, twin.metadata],
      ...(isAtLeast(version, '2.52') ? { tags: [resource.tags.toSorted(), twin.tags.toSorted()] } : {}),
      'user data': [resource.userDataDigest, twin.userDataDigest],
      'config drive': [resource.hasConfigDrive, twin.hasConfigDrive],
      'server group': [groupTwin(resource, lookup), twin.serverGroupId ?? null],
      locked: [resource.isLocked, twin.isLocked],
      'locked reason': [resource.lockedReason, twin.lockedReason],
      ...(hostname === undefined ? {} : { hostname: [hostname, twin.hostname] }),
      ...(zone === undefined ? {} : { 'availability zone': [zone, twin.zone] }),
    });
  },

  undo: (destination, id) => deleteServer(destination, id),

  async unmark(destination, resource, twin) {
    if (twin.markedAs !== resource.id) return;
    await removeIfThere(destination, 'compute', `/servers/${twin.id}/metadata/${markName}`);
  },
};

const nothingAround = { ports: [], flavors: [], groups: [], attachments: [] };

const createdAnswer = z.looseObject({ server: z.looseObject({ id: z.string() }) });

type Query = Readonly<Record<string, string>>;

function listPorts(cloud: Cloud, query: Query): Promise<ServerSurroundings['ports'][number][]> {
  return list(cloud, { service: 'network', path: '/ports', key: 'ports', item: devicePortSchema, query });
}

async function listFlavors(cloud: Cloud): Promise<ServerSurroundings['flavors'][number][]> {
  const microversion = `compute ${await computeVersion(cloud)}`;
  const query = { is_public: 'None', limit: limits.pageSize };
  const flavors = { service: 'compute', path: '/flavors/detail', key: 'flavors', item: flavorShapeSchema } as const;
  return list(cloud, { ...flavors, query, microversion });
}

/** Its image when it boots from that again; else only the kernel and ramdisk that its disk boots with. */
function imageIds({ imageId, kernelId, ramdiskId }: Server, { disk }: Choices): string[] {
  return (disk === 'rebuild' ? [imageId] : [kernelId, ramdiskId]).filter((id) => id !== undefined);
}

function imageRef({ id, imageId }: Server, lookup: Lookup): string {
  if (imageId === undefined) return '';
  return lookup.id('image', lookup.choices.disk === 'rebuild' ? imageId : diskImageId(id));
}

function imageTwin({ imageId }: Server, { find }: Lookup): string | undefined {
  return imageId === undefined ? undefined : find('image', imageId);
}

/** Servers become members of a group by booting with it, and by nothing else. */
function groupHint({ serverGroupId }: Server, lookup: Lookup): Pick<ServerDraft['body'], 'os:scheduler_hints'> {
  if (serverGroupId === undefined) return {};
  return { 'os:scheduler_hints': { group: lookup.id('server-group', serverGroupId) } };
}

function zoneTwin({ zone }: Server, lookup: Lookup): string | undefined {
  return zone === undefined ? undefined : lookup.zone?.(zone);
}

function groupTwin({ serverGroupId }: Server, { find }: Lookup): string | null {
  return serverGroupId === undefined ? null : (find('server-group', serverGroupId) ?? null);
}

/** The pattern that Nova demands of a host name that is asked for, since 2.90; others it derives from the name. */
const plainHostname = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]$/;

/** Always told where it can be: older and newer clouds derive it from the name in different ways. */
function sentHostname({ hostname }: Server, { destination }: Lookup): string | undefined {
  if (hostname === undefined || !plainHostname.test(hostname)) return undefined;
  return isAtLeast(destination.computeVersion, '2.90') ? hostname : undefined;
}

function isAtLeast(version: string, least: string): boolean {
  return compareVersions(version, least) >= 0;
}

/** User data is read from the source when it is sent, and has to be what the plan saw. */
async function readUserData(source: Cloud, { id, name, userDataDigest: planned }: Server): Promise<string | undefined> {
  const userData = (await getServer(source, id))?.['OS-EXT-SRV-ATTR:user_data'] ?? undefined;
  if (userData !== undefined && userDataDigest(userData) === planned) return userData;
  throw new Problem({
    summary: `the user data of server ${name} changed since the plan was made`,
    cure: 'Plan again.',
    remedy: 'ask',
    resource: `server ${name} (${id})`,
  });
}

function shapeOf({ vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB }: ServerFlavor): object {
  return { vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB };
}

/** Older ones tell no tag. */
function volumePart({ isRoot, isDeletedWithServer, tag }: ServerVolume, version: string): object {
  return { isRoot, isDeletedWithServer, ...(isAtLeast(version, '2.70') ? { tag: tag ?? null } : {}) };
}

function devicePart({ mac, addresses }: ServerPort): object {
  return { mac, addresses: addresses.toSorted() };
}

/** Nova looks servers up by a regular expression of the database's. */
function escapePattern(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
