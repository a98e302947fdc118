import type { ImageAnswer } from './image.ts';
import type { ImageTask } from './image-tasks.ts';

const underway = new Set(['saving', 'uploading', 'importing']);

/**
 * Pure: whether Glance is at the bytes of an image. From the request on it keeps the id of the task that imports as a
 * property of the image, which is still queued then, and takes it off when that ends
 * (glance.async_.flows.api_image_import). One whose Glance failed to clean up has the property and a failed task.
 */
export function isImporting(image: ImageAnswer, tasks: readonly ImageTask[]): boolean {
  const lock = importTaskOf(image);
  if (tasks.some(({ id, status }) => id === lock && status === 'failure')) return false;
  return underway.has(image.status) || (image.status === 'queued' && lock !== undefined);
}

/** The id of the task that holds an image for its import. */
export function importTaskOf(image: ImageAnswer): string | undefined {
  const id = image['os_glance_import_task'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}
