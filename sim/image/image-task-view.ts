import type { ImageTask } from './records.ts';

/** A task of an image as Glance answers it; its times have no zone. */
export function imageTaskView(task: ImageTask): Record<string, unknown> {
  const { id, imageId, owner, userId, requestId, request, status, message, createdAt, updatedAt, expiresAt } = task;
  const isoTime = (time: string): string => time.replace('Z', '');
  return {
    id,
    type: 'api_image_import',
    status,
    owner,
    expires_at: expiresAt === null ? null : isoTime(expiresAt),
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
    deleted_at: null,
    deleted: false,
    image_id: imageId,
    request_id: requestId,
    user_id: userId,
    input: { image_id: imageId, import_req: request, backend: ['rbd'] },
    result: status === 'success' ? { image_id: imageId } : null,
    message,
  };
}
