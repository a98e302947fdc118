import type { Write } from '../../../sim/cloud/write.ts';
import { first, isTwin, type Spoilers, spoils } from './spoiler.ts';

/** Spoilers of what must stay as it was, or must not be there. */
export const otherSpoilers: Spoilers = {
  'a bystander: its keypair': spoils(/^keypairs .*, which was there before: publicKey/, ({ keypairs }, before) => {
    const former = before.destination['keypairs'] ?? {};
    keypairs.put({ ...first(keypairs.where(({ id }) => id in former)), publicKey: 'other' });
  }),
  'a bystander: lost': spoils(/^servers .*, which was there before: is gone/, ({ servers }) => {
    servers.remove(first(servers.where((server) => !isTwin(server))).id);
  }),
  'a twin of what was not to move': spoils(/^networks has a twin of .*, which was not to move/, ({ networks }) => {
    const one = first(networks.where(isTwin));
    networks.put({ ...one, id: 'new', description: '[pumphouse 00000000-0000-4000-a000-000000000000]' });
  }),
  'a second twin of one mark': spoils(/^volume .* has 2 twins/, ({ volumes }) => {
    volumes.put({ ...first(volumes.where(isTwin)), id: 'new' });
  }),
  'a temporary image that stayed': spoils(/^images has something/, ({ images }) => {
    const properties = { pumphouse_temporary: 'true' };
    images.put({ ...first(images.where(isTwin)), id: 'new', name: 'disk-of-a-volume', properties });
  }),
  'the source: a temporary image that stayed': {
    reports: /^the source's images new: is new/,
    spoil: ({ source: { images } }) => void images.put({ ...first(images.list()), id: 'new' }),
  },
  'the source: a snapshot that stayed': {
    reports: /^the source's volumeSnapshots new: is new/,
    spoil: ({ source: { volumeSnapshots } }) =>
      void volumeSnapshots.put({ ...first(volumeSnapshots.list()), id: 'new' }),
  },
  'the source: a credential that stayed': {
    reports: /^the source's credentials new: is new/,
    spoil({ source: { credentials, users } }) {
      const userId = first(users.list()).id;
      credentials.put({ id: 'new', type: 'ec2', blob: '', userId, projectId: null });
    },
  },
  'the source: a server that was woken again': {
    reports: /^the source's servers .*: status was/,
    spoil: ({ source: { servers } }) => void Object.assign(first(servers.list()), { status: 'ACTIVE' }),
  },
  'the source: a port that stayed off': {
    reports: /^the source's ports .*: admin_state_up was/,
    spoil({ source: { ports } }) {
      Object.assign(first(ports.where((port) => port.admin_state_up)), { admin_state_up: false });
    },
  },
  'made twice: a network': {
    reports: /networks of .* was made 2 times/,
    spoil: ({ pair }) => repeat(pair.destination.writes, ({ path }) => path.endsWith('/networks')),
  },
  'made twice: a snapshot of a server of the source': {
    reports: /createImage of disk-of-.* was made 2 times/,
    spoil: ({ pair }) => repeat(pair.source.writes, (write) => hasAction(write, 'createImage')),
  },
  'made twice: an upload of a volume of the source': {
    reports: /os-volume_upload_image of disk-of-.* was made 2 times/,
    spoil: ({ pair }) => repeat(pair.source.writes, (write) => hasAction(write, 'os-volume_upload_image')),
  },
  'made twice: a snapshot of a volume of the source': {
    reports: /snapshots of disk-of-.* was made 2 times/,
    spoil: ({ pair }) => repeat(pair.source.writes, ({ path }) => path.endsWith('/snapshots')),
  },
  'made twice: a keypair, which has no mark': {
    reports: /os-keypairs .* was made 2 times/,
    spoil: ({ pair }) => repeat(pair.destination.writes, ({ path }) => path.endsWith('/os-keypairs')),
  },
  'a twin that is still being made': {
    reports: /^the destination was still busy with a server/,
    spoil({ pair }) {
      pair.destination.clock.after(60_000, () => undefined, 'a server');
    },
  },
};

function hasAction({ body }: Write, action: string): boolean {
  return typeof body === 'object' && body !== null && action in body;
}

/** The same request came again, and was carried out. */
function repeat(writes: Write[], isMeant: (write: Write) => boolean): void {
  const write = first(writes.filter((one) => one.method === 'POST' && isMeant(one)));
  writes.push({ ...write, number: writes.length + 1 });
}
