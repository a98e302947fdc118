import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, callerOf } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { completeImage, makeSnapshotImage } from '../image/image-bytes.ts';
import { isSince } from './microversion.ts';
import { parameters } from './parameters.ts';
import { passTasks } from './pass-tasks.ts';
import type { Server } from './records.ts';
import { checkServerState } from './server-state.ts';

const metadata = parameters.metadata.optional();
const bodySchema = z.strictObject({ createImage: z.strictObject({ name: parameters.name, metadata }) });

const finishMs = 2_500;
/** The image is there so much earlier than its server is said to be at rest. */
const restMs = 100;
/** In the order of Nova's libvirt driver (nova/virt/libvirt/driver.py, `snapshot`). */
const tasks = ['image_snapshot_pending', 'image_snapshot', 'image_pending_upload', 'image_uploading'] as const;

/** Compute API, "Create Image (createImage Action)": the disk of a server as an image, made in the background. */
export async function createServerImage(
  cloud: SimCloud,
  request: FastifyRequest,
  reply: FastifyReply,
  server: Server,
): Promise<FastifyReply> {
  const { name, metadata: given = {} } = parseBody(request, bodySchema).createImage;
  checkServerState(server, { action: 'createImage', from: ['ACTIVE', 'SHUTOFF', 'PAUSED', 'SUSPENDED'] });
  if (server.imageId === '') throw new ApiFault(501, 'This simulated cloud takes no snapshots of volumes.');
  const caller = callerOf(request);
  const image = makeSnapshotImage(cloud, {
    serverId: server.id,
    name,
    ownerId: caller.projectId ?? '',
    properties: snapshotProperties(cloud, server, caller, given),
    bytes: server.disk,
    minDiskGiB: server.flavor.diskGiB,
  });
  // A snapshot that another project asks for is shared with the project of the server.
  if (image.owner !== server.projectId) {
    image.visibility = 'shared';
    const times = { createdAt: cloud.clock.now(), updatedAt: cloud.clock.now() };
    const member = { imageId: image.id, projectId: server.projectId, status: 'pending' } as const;
    cloud.state.imageMembers.put({ id: `${image.id}/${server.projectId}`, ...member, ...times });
  }
  takeSnapshot(cloud, server, image.id);
  if (isSince(request, 45)) return reply.code(202).send({ image_id: image.id });
  return reply.code(202).header('location', `${cloud.url}/image/images/${image.id}`).send();
}

function takeSnapshot(cloud: SimCloud, server: Server, imageId: string): void {
  passTasks(cloud, server, tasks);
  const serverId = server.id;
  const fate = cloud.fate('server-snapshot', server.name);
  if (fate === 'stuck') return;
  cloud.clock.after(
    finishMs,
    () => {
      cloud.clock.after(restMs, () => comeToRest(cloud, serverId));
      // Nova takes away the image of a snapshot that failed.
      if (fate === 'error' || cloud.state.servers.get(serverId) === undefined) {
        cloud.state.images.remove(imageId);
        cloud.state.imageMembers.removeWhere((member) => member.imageId === imageId);
        return;
      }
      const image = completeImage(cloud, imageId);
      if (image === undefined) return;
      const location = { image_location: 'snapshot', image_state: 'available' };
      image.properties = { ...image.properties, owner_id: server.projectId, ...location };
    },
    `server ${serverId}: taking a snapshot`,
  );
}

function comeToRest({ state }: SimCloud, serverId: string): void {
  const server = state.servers.get(serverId);
  if (server?.taskState?.startsWith('image_') === true) server.taskState = null;
}

/** What Nova's libvirt driver notes of a server when it boots. */
const hardware = {
  hw_machine_type: 'pc',
  hw_cdrom_bus: 'ide',
  hw_disk_bus: 'virtio',
  hw_input_bus: 'usb',
  hw_pointer_model: 'usbtablet',
  hw_video_model: 'virtio',
  hw_vif_model: 'virtio',
};

/** Properties that an image does not hand down (`non_inheritable_image_properties` of nova.conf). */
const ownProperties = /^(cache_in_nova|bittorrent|img_signature|cinder_encryption_key|os_glance_|signature_verified)/;

type Properties = Readonly<Record<string, string | null>>;

function snapshotProperties({ state }: SimCloud, server: Server, caller: Caller, given: Properties): Properties {
  const inherited = Object.entries(server.imageProperties).filter(([name]) => !ownProperties.test(name));
  const owner = state.users.get(server.userId);
  const project = state.projects.get(server.projectId);
  return {
    ...hardware,
    ...Object.fromEntries(inherited),
    base_image_ref: server.imageId,
    owner_user_name: owner?.name ?? '',
    owner_project_name: project?.name ?? '',
    boot_roles: 'member,reader',
    user_id: caller.userId,
    image_type: 'snapshot',
    ...given,
  };
}
