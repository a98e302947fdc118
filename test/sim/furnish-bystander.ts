import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Project } from '../../sim/identity/records.ts';
import { openSimApi, type SimApi } from '../../sim/population/sim-api.ts';

/** How many of a sort bear the name of one of the source's. */
const most = 2;

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHxL0m1q3m8wFj0iJYyqv4k2q0m0m2m4a6b8c0d2e4f6 other@example.org';
const password = 'of a bystander';
const network = '/network/v2.0';

interface Clouds {
  readonly source: SimCloud;
  readonly destination: SimCloud;
  readonly admin: SimApi;
}

interface Namesake {
  /** The project of the source whose name it bears. */
  readonly project: Project;
  readonly id: string;
  readonly domainId: string;
  readonly flavorId: string;
}

/** Fills a project of somebody else's with things that bear the names of those of its namesake. */
export async function furnishBystander(clouds: Clouds, namesake: Namesake): Promise<void> {
  const [userId] = await makeUsers(clouds, namesake);
  if (userId === undefined) throw new Error(`nobody is in project ${namesake.project.name}`);
  const networkId = await makeNetworks(clouds, namesake);
  const own = await openSimApi(clouds.destination, { user: { id: userId }, password, project: { id: namesake.id } });
  await makeWorkload(own, clouds.source, namesake, networkId);
}

/** Members, with keypairs of the same names as those of their namesakes, and of another key. Returns their ids. */
async function makeUsers({ source, destination, admin }: Clouds, { project, id, domainId }: Namesake) {
  const { assignments, users, keypairs } = source.state;
  const isMember = (userId: string): boolean =>
    assignments.find(({ actor, target }) => actor.id === userId && target.id === project.id) !== undefined;
  const members = Map.groupBy(
    users.where((user) => isMember(user.id)),
    ({ name }) => name,
  );
  const roleId = destination.state.roles.find(({ name }) => name === 'member')?.id ?? '';
  const ids: string[] = [];
  for (const [name, namesakes] of members) {
    // One user of a name may be in several of these projects.
    const known = destination.state.users.find((user) => user.name === name && user.domainId === domainId)?.id;
    const userId = known ?? (await admin.make('/identity/v3/users', { user: { name, domain_id: domainId, password } }));
    await admin.send('PUT', `/identity/v3/projects/${id}/users/${userId}/roles/${roleId}`);
    ids.push(userId);
    if (known !== undefined) continue;
    const keys = keypairs.where((one) => namesakes.some((user) => user.id === one.userId));
    for (const keyName of new Set(keys.map((one) => one.name))) {
      const keypair = { name: keyName, type: 'ssh', user_id: userId, public_key: key };
      await admin.send('POST', '/compute/v2.1/os-keypairs', { keypair });
    }
  }
  return ids;
}

/** Returns the id of a network that servers may be in. */
async function makeNetworks({ source, destination, admin }: Clouds, { project, id }: Namesake): Promise<string> {
  const { state } = source;
  const of = { project_id: id };
  const isOwn = ({ project_id: owner }: { readonly project_id: string }): boolean => owner === project.id;
  const ids: string[] = [];
  for (const { name, description } of state.networks.where(isOwn).slice(0, most)) {
    const networkId = await admin.make(`${network}/networks`, { network: { ...of, name, description } });
    const subnet = { ...of, network_id: networkId, ip_version: 4, cidr: '10.9.0.0/24', name: '' };
    await admin.make(`${network}/subnets`, { subnet });
    await admin.make(`${network}/ports`, { port: { ...of, network_id: networkId, name: '' } });
    ids.push(networkId);
  }
  for (const { name, description } of state.routers.where(isOwn).slice(0, most)) {
    await admin.make(`${network}/routers`, { router: { ...of, name, description } });
  }
  const groups = state.securityGroups.where((group) => isOwn(group) && !group.isDefault);
  for (const { name, description } of groups.slice(0, most)) {
    await admin.make(`${network}/security-groups`, { security_group: { ...of, name, description } });
  }
  const external = destination.state.networks.find((one) => one['router:external']);
  await admin.make(`${network}/floatingips`, { floatingip: { ...of, floating_network_id: external?.id } });
  return ids[0] ?? '';
}

/** Images, volumes, server groups and servers, made by a member. */
async function makeWorkload(
  own: SimApi,
  { state }: SimCloud,
  { project, id, flavorId }: Namesake,
  networkId: string,
): Promise<void> {
  const isOwn = ({ projectId }: { readonly projectId: string }): boolean => projectId === project.id;
  const named = state.images.where(({ owner }) => owner === project.id).slice(0, most);
  const imageIds: string[] = [];
  for (const name of ['', ...named.map((image) => image.name ?? '')]) {
    const body = { name, disk_format: 'raw', container_format: 'bare' };
    const imageId = await own.make('/image/v2/images', body);
    await own.send('PUT', `/image/v2/images/${imageId}/file`, Buffer.from('of a bystander'));
    imageIds.push(imageId);
  }
  for (const { name } of state.volumes.where(isOwn).slice(0, most)) {
    await own.make(`/block-storage/v3/${id}/volumes`, { volume: { name, size: 1 } });
  }
  for (const { name } of state.serverGroups.where(isOwn).slice(0, most)) {
    await own.make('/compute/v2.1/os-server-groups', { server_group: { name, policy: 'affinity' } });
  }
  for (const { name } of state.servers.where(isOwn).slice(0, most)) {
    const server = { name, flavorRef: flavorId, imageRef: imageIds[0], networks: [{ uuid: networkId }] };
    await own.make('/compute/v2.1/servers', { server });
  }
}
