import { first, isDisk, isTwin, made, type Spoilers, spoils } from './spoiler.ts';

/** Spoilers of servers and of what they stand on, by the words of a kind. */
export const workloadSpoilers: Spoilers = {
  'flavor: extra specs': spoils(/^flavor .*: extraSpecs was/, ({ flavors }) => {
    const one = first(flavors.where(isTwin));
    one.extraSpecs = { ...one.extraSpecs, a: 'b' };
  }),
  'keypair: lost': spoils(/^keypair .* is gone/, ({ keypairs }, before) => {
    keypairs.remove(first(made(keypairs, before.destination['keypairs'])).id);
  }),
  'keypair: key': spoils(/^keypair .*: fingerprint was/, ({ keypairs }, before) => {
    keypairs.put({ ...first(made(keypairs, before.destination['keypairs'])), fingerprint: 'other' });
  }),
  'keypair: one more of a user that moved': spoils(/^keypairs has something/, ({ keypairs }, before) => {
    const one = first(made(keypairs, before.destination['keypairs']));
    keypairs.put({ ...one, id: `${one.userId}/other`, name: 'other' });
  }),
  'server group: policy': spoils(/^server-group .* has no twin/, ({ serverGroups }, before) => {
    serverGroups.put({ ...first(made(serverGroups, before.destination['serverGroups'])), policy: 'other' });
  }),
  'server group: one more': spoils(/^serverGroups has something/, ({ serverGroups }, before) => {
    const one = first(made(serverGroups, before.destination['serverGroups']));
    serverGroups.put({ ...one, id: 'new', name: 'nobody asked' });
  }),
  'image: bytes': spoils(/^image .*: bytes was/, ({ images }) => {
    Object.assign(first(images.where((image) => isTwin(image) && !isDisk(image))), { bytes: Buffer.from('other') });
  }),
  'image: members': spoils(/^image .*: members were/, ({ images, imageMembers }) => {
    const ids = new Set(images.where((image) => isTwin(image) && !isDisk(image)).map(({ id }) => id));
    Object.assign(first(imageMembers.where(({ imageId }) => ids.has(imageId))), { status: 'other' });
  }),
  'volume type: QoS': spoils(/^volume-type .*: consumer was/, ({ qosSpecs }) => {
    Object.assign(first(qosSpecs.where(isTwin)), { consumer: 'back-end' });
  }),
  'volume: bytes': spoils(/^volume .*: bytes was/, ({ volumes }) => {
    Object.assign(first(volumes.where(isTwin)), { bytes: Buffer.from('other') });
  }),
  'volume: broken': spoils(/^volume .*: status was/, ({ volumes }) => {
    Object.assign(first(volumes.where(isTwin)), { status: 'error' });
  }),
  'server: asleep': spoils(/^server .*: status was/, ({ servers }) => {
    Object.assign(first(servers.where((one) => isTwin(one) && one.status !== 'SHUTOFF')), { status: 'SHUTOFF' });
  }),
  'server: in ERROR': spoils(/^server .*: status was/, ({ servers }) => {
    Object.assign(first(servers.where(isTwin)), { status: 'ERROR' });
  }),
  'server: lock': spoils(/^server .*: lockedBy was/, ({ servers }) => {
    const locked = servers.where((one) => isTwin(one) && one.lockedBy !== undefined);
    Object.assign(first(locked), { lockedBy: 'admin' });
  }),
  'server: flavor': spoils(/^server .*: ramMiB was/, ({ servers }) => {
    const one = first(servers.where(isTwin));
    servers.put({ ...one, flavor: { ...one.flavor, ramMiB: 1 } });
  }),
  'server: zone that it asks for': spoils(/^server .*: zone was/, ({ servers }) => {
    servers.put({ ...first(servers.where(isTwin)), zone: 'other' });
  }),
  'server: bytes of its disk': spoils(/^server .*: bytes of its disk was/, ({ images }) => {
    Object.assign(first(images.where(isDisk)), { bytes: Buffer.from('other') });
  }),
  'server: image of its disk': spoils(/^server .*: images of its disk was/, ({ images }) => {
    images.removeWhere(isDisk);
  }),
  'server: who sees the image of its disk': spoils(
    /^server .*: members of its disk was/,
    ({ images, imageMembers, projects }) => {
      const { id: imageId, owner } = first(images.where(isDisk));
      const projectId = first(projects.where((project) => !isTwin(project) && project.id !== owner)).id;
      const times = { createdAt: '', updatedAt: '' };
      imageMembers.put({ id: `${imageId}/${projectId}`, imageId, projectId, status: 'accepted', ...times });
    },
  ),
};
