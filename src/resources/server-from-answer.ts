import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ServerAnswer, VolumeAttachment } from '../openstack/compute.ts';
import type { ServerGroupAnswer } from '../openstack/server-groups.ts';
import { markName } from './mark.ts';
import { type FlavorShape, serverFlavor, serverFlavorSchema } from './server-flavor.ts';
import { type DevicePort, isOrderKnown, routersBySubnet, serverPorts, serverPortSchema } from './server-port.ts';
import { serverVolumes, serverVolumeSchema } from './server-volume.ts';

export const serverSchema = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string(),
  /** Who it is created as: its owner, or who stands in for one who is gone. */
  userId: z.string(),
  formerUserId: z.string().optional(),
  status: z.string(),
  /** What Nova is doing with it. */
  task: z.string().optional(),
  /** The hypervisor that it is on. */
  host: z.string().optional(),
  /** The availability zone that its host is in. */
  zone: z.string().optional(),
  /** Nothing said is not the same as an empty one. */
  description: z.string().nullable(),
  flavor: serverFlavorSchema,
  /** The image that it was booted from; undefined for one booted from a volume. */
  imageId: z.string().optional(),
  kernelId: z.string().optional(),
  ramdiskId: z.string().optional(),
  /** In the order of its devices. */
  ports: z.array(serverPortSchema),
  isPortOrderKnown: z.boolean(),
  routerIds: z.array(z.string()),
  /** What gives its owner the right to act in its project, before it can be created in the owner's name. */
  roleAssignmentIds: z.array(z.string()).default([]),
  keypairName: z.string().optional(),
  /** The keypair that it was booted with, which was deleted since. */
  formerKeypairName: z.string().optional(),
  metadata: z.record(z.string(), z.string()),
  tags: z.array(z.string()),
  /** SHA-256 of the user data, which may hold secrets and is never kept itself. */
  userDataDigest: z.string().optional(),
  hasConfigDrive: z.boolean(),
  isLocked: z.boolean(),
  lockedReason: z.string().optional(),
  hostname: z.string().optional(),
  /** In the order of its devices. */
  volumes: z.array(serverVolumeSchema).default([]),
  /** The server group that it is a member of. */
  serverGroupId: z.string().optional(),
  markedAs: z.string().optional(),
});
export type Server = z.infer<typeof serverSchema>;

/** What else of its cloud is needed to understand a server. */
export interface ServerSurroundings {
  readonly ports: readonly DevicePort[];
  readonly flavors: readonly FlavorShape[];
  readonly groups: readonly Pick<ServerGroupAnswer, 'id' | 'members'>[];
  readonly attachments: readonly VolumeAttachment[];
}

/** A server out of Nova's answer and what surrounds it. */
export function serverFromAnswer(
  answer: ServerAnswer,
  { ports, flavors, groups, attachments }: ServerSurroundings,
): Server {
  const own = serverPorts(answer, ports);
  const routers = routersBySubnet(ports);
  const { [markName]: markedAs, ...metadata } = answer.metadata;
  const userData = answer['OS-EXT-SRV-ATTR:user_data'];
  return {
    id: answer.id,
    name: answer.name,
    projectId: answer.tenant_id,
    userId: answer.user_id,
    status: answer.status,
    ...text('task', answer['OS-EXT-STS:task_state']),
    ...text('host', answer['OS-EXT-SRV-ATTR:host']),
    ...text('zone', answer['OS-EXT-AZ:availability_zone']),
    description: answer.description ?? null,
    flavor: serverFlavor(answer, flavors),
    ...text('imageId', typeof answer.image === 'object' ? answer.image?.id : undefined),
    ...text('kernelId', answer['OS-EXT-SRV-ATTR:kernel_id']),
    ...text('ramdiskId', answer['OS-EXT-SRV-ATTR:ramdisk_id']),
    ports: own,
    isPortOrderKnown: isOrderKnown(answer),
    routerIds: [...new Set(own.flatMap(({ subnetIds }) => subnetIds.flatMap((id) => routers.get(id) ?? [])))],
    roleAssignmentIds: [],
    ...text('keypairName', answer.key_name),
    metadata,
    tags: answer.tags,
    ...(userData ? { userDataDigest: userDataDigest(userData) } : {}),
    hasConfigDrive: answer.config_drive === true || answer.config_drive === 'True',
    isLocked: answer.locked,
    ...text('lockedReason', answer.locked_reason),
    ...text('hostname', answer['OS-EXT-SRV-ATTR:hostname']),
    volumes: serverVolumes(answer, attachments),
    ...text(
      'serverGroupId',
      answer.server_groups?.[0] ?? groups.find(({ members }) => members.includes(answer.id))?.id,
    ),
    ...text('markedAs', markedAs),
  };
}

/** SHA-256, in hexadecimal, of user data as Nova holds it: in Base64. */
export function userDataDigest(userData: string): string {
  return createHash('sha256').update(userData).digest('hex');
}

/** The field, where Nova says something; it leaves out, nulls and empties what is not there, by turns. */
function text<Name extends string>(name: Name, value: string | null | undefined): { [key in Name]?: string } {
  const none: { [key in Name]?: string } = {};
  return value ? { ...none, [name]: value } : none;
}
