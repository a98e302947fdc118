import { z } from 'zod';
import { getIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';

/** A task of Glance at an image, without its input, which may hold a secret. */
const imageTaskSchema = z.object({
  id: z.string(),
  /** `pending`, `processing`, `success` or `failure`. */
  status: z.string(),
  message: z.string().nullish(),
  updated_at: z.string().nullish(),
});
export type ImageTask = z.infer<typeof imageTaskSchema>;

const answerSchema = z.looseObject({ tasks: z.array(imageTaskSchema) });

/** Of an image, the latest first (Image API v2, "Show tasks associated with image"); none when it is gone. */
export async function listImageTasks(cloud: Cloud, id: string): Promise<ImageTask[]> {
  const answer = await getIfThere(cloud, 'image', `/images/${id}/tasks`, answerSchema);
  const atOf = ({ updated_at: at }: ImageTask): string => at ?? '';
  return (answer?.tasks ?? []).toSorted((a, b) => atOf(b).localeCompare(atOf(a)));
}
