/** The OpenStack services that Pumphouse speaks to, by the names of the service-types authority. */
export type Service = 'identity' | 'compute' | 'image' | 'network' | 'block-storage' | 'placement';

export const services = ['identity', 'compute', 'image', 'network', 'block-storage', 'placement'] as const;

/** How each service may be called in a catalog: the official type first, then the aliases still in use. */
export const catalogTypes: Record<Service, readonly string[]> = {
  identity: ['identity', 'identityv3'],
  compute: ['compute'],
  image: ['image', 'imagev2'],
  network: ['network'],
  'block-storage': ['block-storage', 'volumev3', 'block-store', 'volume'],
  placement: ['placement'],
};

/** The version folder that a service's calls begin with, where a catalog leaves it out. */
export const versionFolders: Record<Service, string> = {
  identity: '/v3',
  compute: '/v2.1',
  image: '/v2',
  network: '/v2.0',
  'block-storage': '/v3/%(project_id)s',
  placement: '',
};
