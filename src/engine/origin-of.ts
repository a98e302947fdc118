import { volumeSchema } from '../resources/volume-from-answer.ts';
import { serverOf } from './steps/server-of.ts';
import type { Task } from './work.ts';

/** The compute host, or Cinder back end, of the source that a disk comes from; undefined for images. */
export function originOf(task: Task): string | undefined {
  const { kind } = task.planned;
  if (kind === 'server') return serverOf(task).host;
  return kind === 'volume' ? volumeSchema.parse(task.resource).host?.split('#')[0] : undefined;
}
