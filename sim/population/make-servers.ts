import type { MadeNetworks } from './make-networks.ts';
import { makeServerPort, type MadePort } from './make-server-port.ts';
import type { MadeProject } from './make-projects.ts';
import type { GroupSets } from './make-security-groups.ts';
import type { ServerVolumes } from './make-volumes.ts';
import { oddName, oddPairs, oddTags, oddText } from './odd-text.ts';
import type { Person } from './population.ts';
import type { SimApi } from './sim-api.ts';

/** What servers of one project are made of. */
export interface ServerParts {
  readonly project: MadeProject;
  readonly networks: MadeNetworks;
  readonly groups: GroupSets;
  readonly owners: readonly [Person, ...Person[]];
  readonly keyNames: ReadonlyMap<string, string>;
  readonly flavorIds: readonly [string, ...string[]];
  readonly imageIds: readonly [string, ...string[]];
  /** The group that they become members of. */
  readonly serverGroupId?: string;
  readonly volumes?: ServerVolumes;
  /** Speaks for a person in the project. */
  readonly speakAs: (person: Person) => Promise<SimApi>;
}

export interface MadeServer {
  readonly id: string;
  /** In the main network, where it was chosen by hand: a floating IP may lead there. */
  readonly port: MadePort | undefined;
}

const path = '/compute/v2.1/servers';

/**
 * Boots a server as its owner. The first of a project is awake and has two ports out of order, user data, a config
 * drive and a lock; the second is not awake; the rest are as chance has it.
 */
export async function makeServer(admin: SimApi, parts: ServerParts, index: number): Promise<MadeServer> {
  const { project, owners } = parts;
  const { random } = project;
  const owner = owners[index] ?? random.pick(owners);
  const { networks, port } = await networksOf(admin, parts, index);
  const own = await parts.speakAs(owner);
  const server = { ...bodyOf(parts, owner, index), networks };
  const { serverGroupId: group } = parts;
  const hints = group === undefined ? {} : { 'os:scheduler_hints': { group } };
  const id = await own.make(path, { server, ...hints });
  const isAwake = index === 0 || (index > 1 && random.isTrue(0.6));
  const change = isAwake ? undefined : random.pick(['os-stop', 'suspend', 'pause']);
  if (change !== undefined) await own.send('POST', `${path}/${id}/action`, { [change]: null });
  const lock = random.pick([null, { locked_reason: 'do not touch “☂”' }]);
  if (index === 0 || random.isTrue(0.2)) await own.send('POST', `${path}/${id}/action`, { lock });
  return { id, port };
}

function bodyOf(
  { project, keyNames, flavorIds, imageIds, volumes }: ServerParts,
  owner: Person,
  index: number,
): object {
  const { random } = project;
  const isFirst = index === 0;
  const keyName = random.isTrue(0.8) || isFirst ? keyNames.get(owner.id) : undefined;
  const tags = oddTags(random);
  const imageRef = random.pick(imageIds);
  return {
    name: oddName(random),
    flavorRef: random.pick(flavorIds),
    ...(volumes?.rootId === undefined ? { imageRef } : {}),
    ...(volumes === undefined ? {} : { block_device_mapping_v2: disksOf(volumes, imageRef) }),
    description: random.pick(['', null, oddText(random).trim()]),
    metadata: oddPairs(random),
    ...(keyName === undefined ? {} : { key_name: keyName }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(isFirst || random.isTrue(0.3) ? { user_data: userData } : {}),
    ...(isFirst || random.isTrue(0.3) ? { config_drive: true } : {}),
    ...(random.isTrue(0.3) ? { hostname: random.pick(['host-1', 'H0ST']) } : {}),
  };
}

function disksOf({ rootId, dataIds, ownIds }: ServerVolumes, imageId: string): object[] {
  const disk = (uuid: string, index: number): object => ({
    uuid,
    source_type: 'volume',
    destination_type: 'volume',
    boot_index: index,
    delete_on_termination: ownIds.includes(uuid),
  });
  const image = { uuid: imageId, source_type: 'image', destination_type: 'local', boot_index: 0 };
  return [rootId === undefined ? image : disk(rootId, 0), ...dataIds.map((id) => disk(id, -1))];
}

const userData = Buffer.from('#!/bin/sh\necho “ß”\n').toString('base64');

interface Attached {
  readonly networks: 'none' | readonly object[];
  readonly port: MadePort | undefined;
}

/** Ports made by hand, by Nova, or none at all; each server has numbers of its own for its addresses. */
async function networksOf(admin: SimApi, parts: ServerParts, index: number): Promise<Attached> {
  const { project, networks, groups } = parts;
  const { random } = project;
  const makePort = (which: 'main' | 'side', first: number): Promise<MadePort> =>
    makeServerPort(admin, project, networks[which], first + index, groups);
  const choice = index === 0 ? 'two ports' : random.pick(['port', 'two ports', 'network', 'network', 'none']);
  if (choice === 'none') return { networks: 'none', port: undefined };
  if (choice === 'network') return { networks: [{ uuid: networks.main.networkId }], port: undefined };
  const main = await makePort('main', 61);
  if (choice === 'port') return { networks: [{ port: main.id }], port: main };
  const side = await makePort('side', 10);
  return { networks: [{ port: side.id }, { port: main.id }], port: main };
}
