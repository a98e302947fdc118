import { makeFloatingIps } from './make-floating-ips.ts';
import type { Flavors } from './make-flavors.ts';
import type { Images } from './make-boot-images.ts';
import { makeKeypairs } from './make-keypairs.ts';
import { makeNetworks } from './make-networks.ts';
import type { People } from './make-people.ts';
import { makeLoosePorts } from './make-loose-ports.ts';
import type { MadeProject } from './make-projects.ts';
import { makeRouters } from './make-routers.ts';
import { makeSecurityGroups } from './make-security-groups.ts';
import { makeServerGroups } from './make-server-groups.ts';
import { makeBootVolume, makeServerVolumes, makeVolumeTypes } from './make-volumes.ts';
import { type MadeServer, makeServer, type ServerParts } from './make-servers.ts';
import type { Speakers } from './open-speakers.ts';
import type { Person } from './population.ts';
import { adminProjectId, setQuotas } from './set-quotas.ts';
import type { SimApi } from './sim-api.ts';

/** What all projects draw from. */
export interface Furnishing {
  readonly admin: SimApi;
  readonly people: People;
  readonly speakers: Speakers;
  readonly flavors: Flavors;
  readonly images: Images;
  readonly externalId: string;
  /** Names of keypairs by the user's id. */
  readonly keyNames: Map<string, string>;
}

/** Networks, routers, groups, ports, `count` servers and floating IPs; in the first project some of everything. */
export async function furnishProject(
  furnishing: Furnishing,
  project: MadeProject,
  { count, isFirst, ...choice }: { readonly count: number; readonly isFirst: boolean } & Choice,
): Promise<void> {
  const { admin, people, speakers, externalId, flavors, images } = furnishing;
  const owners = membersOf(people, project);
  const networks = await makeNetworks(admin, project, isFirst);
  const groups = await makeSecurityGroups(admin, project, isFirst);
  await makeRouters(admin, project, { networks, externalId, isFirst });
  await makeLoosePorts(admin, project, networks);
  await makeKeypairs(admin, furnishing.keyNames, owners, project.random);
  const parts: ServerParts = {
    project,
    networks,
    groups,
    owners,
    keyNames: furnishing.keyNames,
    speakAs: (person) => speakers(person, project.id),
    flavorIds: isFirst ? [...flavors.openIds, flavors.privateId] : flavors.openIds,
    imageIds: images.bootIds,
    ...choice,
  };
  const serverGroupId = isFirst ? await makeServerGroups(await parts.speakAs(owners[0])) : undefined;
  // The first server and the last one share a volume.
  const adminId = isFirst ? await adminProjectId(admin) : '';
  const own = await parts.speakAs(owners[0]);
  const volumes =
    isFirst && count > 1
      ? await makeServerVolumes(admin, adminId, { project, own, imageId: images.bootIds[0] })
      : undefined;
  const servers: MadeServer[] = [];
  for (let index = 0; index < count; index += 1) {
    const isGone = isFirst && index === 1;
    const disks = index === 0 ? volumes?.[0] : index === count - 1 ? volumes?.[1] : undefined;
    const special = {
      ...parts,
      ...(index === 0 && serverGroupId !== undefined ? { serverGroupId } : {}),
      ...(disks === undefined ? {} : { volumes: disks }),
      ...(isGone ? { imageIds: [images.doomedId] as const } : {}),
    };
    servers.push(await makeServer(admin, special, index));
  }
  await makeFloatingIps(admin, project, servers, externalId);
  if (!isFirst) return;
  const typeName = await makeVolumeTypes(admin, adminId, project);
  await makeBootVolume(project, own, images.bootIds[0], typeName);
  await setQuotas(admin, adminId, project.id);
}

/** What the servers of a project are made of, where chance does not decide it. */
type Choice = Partial<Pick<ServerParts, 'flavorIds'>>;

export function membersOf({ byProject }: People, { id, name }: MadeProject): readonly [Person, ...Person[]] {
  const members = byProject.get(id);
  if (members === undefined) throw new Error(`nobody is a member of project ${name}`);
  return members;
}
