import { diskImageId } from '../../resources/disk-image.ts';
import { type Server, server } from '../../resources/server.ts';
import type { Task } from '../work.ts';

/** The source server of a task as it was planned. */
export function serverOf({ resource }: Pick<Task, 'resource'>): Server {
  return server.schema.parse(resource);
}

/** The id by which the image of a server's root disk is known on both sides. */
export function diskOf({ planned }: Task): string {
  return diskImageId(planned.id);
}
