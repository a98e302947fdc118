import type { SimApi } from './sim-api.ts';

export interface Flavors {
  /** For everyone; each can boot the images of the population. */
  readonly openIds: readonly [string, ...string[]];
  /** For the projects that have access to it. */
  readonly privateId: string;
  /** Deleted once a server runs with it. */
  readonly doomedId: string;
}

const path = '/compute/v2.1/flavors';

/** Flavors with odd ids and names, extra specs, an access list, and one without a disk that nobody boots. */
export async function makeFlavors(api: SimApi, accessIds: readonly string[]): Promise<Flavors> {
  const tiny = { vcpus: 1, ram: 64, disk: 1 };
  const make = (flavor: object): Promise<string> => api.make(path, { flavor: { ...tiny, ...flavor } });
  const plain = await make({ name: 'tiny', id: '1', description: null });
  const long = await make({ name: 'f'.repeat(255), id: 'odd id_1.0', description: '', rxtx_factor: 2.5 });
  const extra = await make({ name: 'ß & co', swap: 64, 'OS-FLV-EXT-DATA:ephemeral': 1, description: 'Ω' });
  await make({ name: 'no disk', disk: 0 });
  const own = await make({ name: 'private', 'os-flavor-access:is_public': false, ram: 96 });
  const doomed = await make({ name: 'gone since' });
  const specs = { 'odd:zero': '0', 'odd:empty': '', 'odd:text': 'a b' };
  await api.send('POST', `${path}/${own}/os-extra_specs`, { extra_specs: specs });
  for (const tenant of accessIds) await api.send('POST', `${path}/${own}/action`, { addTenantAccess: { tenant } });
  return { openIds: [plain, long, extra], privateId: own, doomedId: doomed };
}

export async function deleteFlavor(api: SimApi, id: string): Promise<void> {
  await api.send('DELETE', `${path}/${id}`);
}
