import type { FastifyRequest } from 'fastify';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Volume } from './records.ts';
import { volumeMinor } from './volume-version.ts';

/** `2026-01-31T12:00:00.000000`, as Cinder writes times. */
export function cinderTime<T extends string | null>(time: T): string | T {
  return time === null ? time : time.replace('Z', '.000000');
}

export function volumeSummary({ url }: SimCloud, { id, name, projectId }: Volume): Record<string, unknown> {
  return {
    id,
    name,
    links: [
      { rel: 'self', href: `${url}/block-storage/v3/${projectId}/volumes/${id}` },
      { rel: 'bookmark', href: `${url}/block-storage/${projectId}/volumes/${id}` },
    ],
  };
}

/** As creation and change answer it. */
export function volumeView(cloud: SimCloud, request: FastifyRequest, volume: Volume): Record<string, unknown> {
  return {
    ...volumeSummary(cloud, volume),
    status: volume.status,
    size: volume.sizeGiB,
    availability_zone: volume.zone,
    created_at: cinderTime(volume.createdAt),
    updated_at: cinderTime(volume.updatedAt),
    description: volume.description,
    volume_type: cloud.state.volumeTypes.get(volume.volumeTypeId)?.name ?? null,
    snapshot_id: volume.snapshotId,
    source_volid: volume.sourceVolumeId,
    metadata: { ...volume.metadata, ...readOnlyMetadata(volume) },
    user_id: volume.userId,
    bootable: String(volume.isBootable),
    encrypted: false,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: volume.isMultiattach,
    attachments: volume.attachments.map((attachment) => attachmentView(cloud, request, volume, attachment)),
    ...(isAdmin(callerOf(request)) ? { migration_status: null } : {}),
    ...byVersion(request, volume),
  };
}

/** With what only its own page and the detailed list say. */
export function volumeDetail(cloud: SimCloud, request: FastifyRequest, volume: Volume): Record<string, unknown> {
  const { imageMetadata } = volume;
  const forAdmins = {
    'os-vol-mig-status-attr:migstat': null,
    'os-vol-mig-status-attr:name_id': null,
    'os-vol-host-attr:host': `${cloud.name}-cinder@rbd#rbd`,
  };
  return {
    ...volumeView(cloud, request, volume),
    'os-vol-tenant-attr:tenant_id': volume.projectId,
    ...(isAdmin(callerOf(request)) ? forAdmins : {}),
    ...(Object.keys(imageMetadata).length === 0 ? {} : { volume_image_metadata: imageMetadata }),
  };
}

/** Told from the first time on that somebody set it. */
function readOnlyMetadata({ isReadOnly }: Volume): Record<string, string> {
  return isReadOnly === undefined ? {} : { readonly: isReadOnly ? 'True' : 'False' };
}

function byVersion(request: FastifyRequest, { volumeTypeId }: Volume): Record<string, unknown> {
  const minor = volumeMinor(request);
  const isForAdmin = isAdmin(callerOf(request));
  return {
    ...(minor >= 13 ? { group_id: null } : {}),
    ...(minor >= 21 && isForAdmin ? { provider_id: null } : {}),
    ...(minor >= 48 ? { shared_targets: false, service_uuid: serviceId } : {}),
    ...(minor >= 61 && isForAdmin ? { cluster_name: null } : {}),
    ...(minor >= 63 ? { volume_type_id: volumeTypeId } : {}),
    ...(minor >= 65 ? { consumes_quota: true } : {}),
  };
}

const serviceId = '6d1f2c30-0000-4000-8000-000000000001';

type Attachment = Volume['attachments'][number];

function attachmentView({ state }: SimCloud, request: FastifyRequest, volume: Volume, attachment: Attachment): unknown {
  return {
    id: volume.id,
    attachment_id: attachment.id,
    volume_id: volume.id,
    server_id: attachment.serverId,
    host_name: isAdmin(callerOf(request)) ? (state.servers.get(attachment.serverId)?.host ?? null) : null,
    device: attachment.device,
    attached_at: cinderTime(volume.updatedAt),
  };
}
