import { z } from 'zod';
import type { Plan, Planned } from '../plan/plan.ts';
import { plural } from '../base/units.ts';

const serverFields = z.looseObject({
  imageId: z.string().optional().catch(undefined),
  flavor: z.looseObject({ diskGiB: z.number() }).optional().catch(undefined),
  volumes: z.array(z.looseObject({ id: z.string(), isRoot: z.boolean() })).catch([]),
});

const volumeFields = z.looseObject({ sizeGiB: z.number() });

export interface ServerDisk {
  readonly isCarried: boolean;
  /** Whether its root disk goes from Ceph to Ceph. */
  readonly isByCeph: boolean;
  /** Most that its root disk can hold; undefined when the flavor does not say, or when that is a volume. */
  readonly sizeGiB: number | undefined;
  /** The image that it boots from afresh, when its root disk is not carried. */
  readonly image: string;
  /** The volume that it boots from. */
  readonly bootVolume: string | undefined;
  /** Volumes beside that, and how large they are together. */
  readonly volumes: { readonly count: number; readonly sizeGiB: number };
}

/** What becomes of a planned server's root disk and volumes. */
export function serverDisk(server: Planned, { choices, resources }: Plan): ServerDisk {
  const { imageId, flavor, volumes } = serverFields.parse(server.resource);
  const image = resources.find(({ kind, id }) => kind === 'image' && id === imageId);
  const planned = (volumeId: string) => resources.find(({ kind, id }) => kind === 'volume' && id === volumeId);
  const root = volumes.find(({ isRoot }) => isRoot);
  const others = volumes.filter(({ isRoot }) => !isRoot);
  const sizes = others.map(({ id }) => volumeFields.safeParse(planned(id)?.resource).data?.sizeGiB ?? 0);
  return {
    isCarried: choices.disk === 'snapshot' || root !== undefined,
    isByCeph: server.copier === 'rbd',
    sizeGiB: root !== undefined || flavor === undefined || flavor.diskGiB === 0 ? undefined : flavor.diskGiB,
    image: image?.name ?? imageId ?? 'unknown',
    bootVolume: root && (planned(root.id)?.name ?? root.id),
    volumes: { count: others.length, sizeGiB: sizes.reduce((sum, one) => sum + one, 0) },
  };
}

/** The same as words, as they stand beside the server. */
export function describeServerDisk(disk: ServerDisk): string {
  const { count, sizeGiB } = disk.volumes;
  const others = count === 0 ? [] : [`${plural(count, 'volume')} with it (${sizeGiB} GiB)`];
  return [rootWords(disk), ...others].join('; ');
}

function rootWords({ isCarried, isByCeph, sizeGiB, image, bootVolume }: ServerDisk): string {
  if (!isCarried) return `LOSES ITS DISK: boots afresh from image ${image}`;
  if (bootVolume !== undefined) return `boots from volume ${bootVolume}`;
  const carried = `its disk is carried${isByCeph ? ' from Ceph to Ceph' : ''}`;
  return sizeGiB === undefined ? carried : `${carried} (up to ${sizeGiB} GiB)`;
}
