import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Project } from '../../sim/identity/records.ts';
import { adminLogin, openSimApi, type SimApi } from '../../sim/population/sim-api.ts';
import { furnishBystander } from './furnish-bystander.ts';

/** Projects of the source whose names others bear too. */
const projectsMost = 2;

const identity = '/identity/v3';

/**
 * Puts things of others onto the destination that bear the names of the source's: in a domain of their own, where all
 * names are free again, and an image and a volume in the project that the program logs in to. None is a twin.
 */
export async function makeBystanders(source: SimCloud, destination: SimCloud): Promise<void> {
  const admin = await openSimApi(destination, adminLogin);
  const domainId = await admin.make(`${identity}/domains`, { domain: { name: 'bystanders', description: '' } });
  const { state } = source;
  const isThere = (name: string): boolean => destination.state.roles.find((role) => role.name === name) !== undefined;
  for (const { name } of state.roles.where((role) => !isThere(role.name))) {
    await admin.make(`${identity}/roles`, { role: { name, domain_id: domainId } });
  }
  for (const { name } of state.groups.list()) {
    await admin.make(`${identity}/groups`, { group: { name, domain_id: domainId } });
  }
  const flavor = { name: 'of a bystander', vcpus: 1, ram: 64, disk: 1 };
  const flavorId = await admin.make('/compute/v2.1/flavors', { flavor });
  for (const project of namedProjects(source)) {
    const { name, description } = project;
    const id = await admin.make(`${identity}/projects`, { project: { name, description, domain_id: domainId } });
    await furnishBystander({ source, destination, admin }, { project, id, domainId, flavorId });
  }
  await makeInAdminProject(admin, source, destination);
}

/** Those that have networks, one of each name. */
function namedProjects({ state }: SimCloud): Project[] {
  const owners = new Set(state.networks.list().map(({ project_id: id }) => id));
  const furnished = state.projects.where(({ id, name }) => owners.has(id) && name !== 'admin');
  return [...Map.groupBy(furnished, ({ name }) => name).values()]
    .flatMap((each) => each.slice(0, 1))
    .slice(0, projectsMost);
}

async function makeInAdminProject(admin: SimApi, source: SimCloud, destination: SimCloud): Promise<void> {
  const [image] = source.state.images.where(({ visibility }) => visibility === 'public');
  const [volume] = source.state.volumes.list();
  const projectId = destination.state.projects.find(({ name }) => name === 'admin')?.id ?? '';
  const body = { name: image?.name ?? '', visibility: 'public', disk_format: 'raw', container_format: 'bare' };
  const id = await admin.make('/image/v2/images', body);
  await admin.send('PUT', `/image/v2/images/${id}/file`, Buffer.from('of the operator'));
  await admin.make(`/block-storage/v3/${projectId}/volumes`, { volume: { name: volume?.name ?? '', size: 1 } });
}
