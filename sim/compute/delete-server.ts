import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Server } from './records.ts';
import { unplugPorts } from './plug-ports.ts';
import { unplugVolumes } from './plug-volumes.ts';

const deleteMs = 1_000;

/** A server that is on no host is gone at once, any other a moment later. */
export function deleteServer(cloud: SimCloud, server: Server): void {
  if (server.taskState === 'deleting') return;
  if (server.host === null) {
    removeServer(cloud, server);
    return;
  }
  server.taskState = 'deleting';
  server.updatedAt = cloud.clock.now();
  cloud.clock.after(
    deleteMs,
    () => {
      const found = cloud.state.servers.get(server.id);
      if (found !== undefined) removeServer(cloud, found);
    },
    `server ${server.id}: deleting`,
  );
}

function removeServer(cloud: SimCloud, server: Server): void {
  unplugPorts(cloud, server);
  unplugVolumes(cloud, server);
  for (const group of cloud.state.serverGroups.where(({ memberIds }) => memberIds.includes(server.id))) {
    group.memberIds = group.memberIds.filter((id) => id !== server.id);
  }
  cloud.state.servers.remove(server.id);
}
