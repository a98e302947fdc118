import { z } from 'zod';
import type { Plan, Planned } from '../plan/plan.ts';

const serverFields = z.looseObject({
  imageId: z.string().optional().catch(undefined),
  flavor: z.looseObject({ diskGiB: z.number() }).optional().catch(undefined),
});

export interface ServerDisk {
  readonly isCarried: boolean;
  /** Most that it can hold; undefined when the flavor does not say. */
  readonly sizeGiB: number | undefined;
  /** The image that it boots from afresh, when it is not carried. */
  readonly image: string;
}

/** What becomes of a planned server's root disk. */
export function serverDisk(server: Planned, { choices, resources }: Plan): ServerDisk {
  const { imageId, flavor } = serverFields.parse(server.resource);
  const image = resources.find(({ kind, id }) => kind === 'image' && id === imageId);
  return {
    isCarried: choices.disk === 'snapshot',
    sizeGiB: flavor === undefined || flavor.diskGiB === 0 ? undefined : flavor.diskGiB,
    image: image?.name ?? imageId ?? 'unknown',
  };
}

/** The same as words, as they stand beside the server. */
export function describeServerDisk({ isCarried, sizeGiB, image }: ServerDisk): string {
  if (!isCarried) return `LOSES ITS DISK: boots afresh from image ${image}`;
  return sizeGiB === undefined ? 'its disk is carried' : `its disk is carried (up to ${sizeGiB} GiB)`;
}
