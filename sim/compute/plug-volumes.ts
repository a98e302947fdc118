import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Server } from './records.ts';

/** `/dev/vdb`: after the root disk, when that is no volume. */
export function volumeDevice({ imageId }: Pick<Server, 'imageId'>, index: number): string {
  return `/dev/vd${String.fromCharCode(97 + index + (imageId === '' ? 0 : 1))}`;
}

/** Tells Cinder which server its volumes are plugged into. */
export function plugVolumes({ state, random }: SimCloud, server: Server): void {
  server.volumeIds.forEach((id, index) => {
    const volume = state.volumes.get(id);
    if (volume === undefined) return;
    const attachment = { serverId: server.id, device: volumeDevice(server, index), id: random.uuid() };
    volume.attachments = [...volume.attachments, attachment];
    volume.status = 'in-use';
  });
}

/** Gives its volumes back; those that go with it are deleted. */
export function unplugVolumes({ state }: SimCloud, server: Server): void {
  for (const id of server.volumeIds) {
    const volume = state.volumes.get(id);
    if (volume === undefined) continue;
    volume.attachments = volume.attachments.filter(({ serverId }) => serverId !== server.id);
    if (volume.attachments.length === 0) volume.status = 'available';
    if (server.ownVolumeIds.includes(id)) state.volumes.remove(id);
  }
}
