import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, isSameJson } from '../base/json.ts';
import type { ServerAnswer } from '../openstack/compute.ts';

/** The shape that a server was booted with; Nova keeps it with the server, whatever becomes of the flavor. */
export const serverFlavorSchema = z.object({
  /** The flavor of that name and shape; one of our own where that is gone, none where its shape is not known. */
  id: z.string().optional(),
  name: z.string(),
  vcpus: z.number(),
  ramMiB: z.number(),
  diskGiB: z.number(),
  ephemeralGiB: z.number(),
  swapMiB: z.number(),
  extraSpecs: z.record(z.string(), z.string()),
  /** The flavor's extra specs are others now than when the server was booted. */
  hasOtherSpecs: z.boolean(),
});
export type ServerFlavor = z.infer<typeof serverFlavorSchema>;

/** A flavor as `GET /flavors/detail` gives it; extra specs come with 2.61, and swap is `''` for none before 2.75. */
export const flavorShapeSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  vcpus: z.number(),
  ram: z.number(),
  disk: z.number(),
  'OS-FLV-EXT-DATA:ephemeral': z.number().default(0),
  swap: z.union([z.number(), z.string()]).default(0),
  extra_specs: z.record(z.string(), z.string()).optional(),
});
export type FlavorShape = z.infer<typeof flavorShapeSchema>;

/** A server's flavor; `flavors` are those that the cloud has now. */
export function serverFlavor({ flavor }: ServerAnswer, flavors: readonly FlavorShape[]): ServerFlavor {
  if (flavor.id !== undefined) return byId(flavor.id, flavors);
  const shape = {
    vcpus: flavor.vcpus ?? 0,
    ramMiB: flavor.ram ?? 0,
    diskGiB: flavor.disk ?? 0,
    ephemeralGiB: flavor.ephemeral ?? 0,
    swapMiB: flavor.swap || 0,
  };
  const name = flavor.original_name ?? '';
  const extraSpecs = flavor.extra_specs ?? {};
  const present = flavors.find((one) => one.name === name && isSameJson(shapeOf(one), shape));
  const hasOtherSpecs = present?.extra_specs !== undefined && !isSameJson(present.extra_specs, extraSpecs);
  const own = { name, ...shape, extraSpecs };
  return { id: present?.id ?? goneFlavorId(own), ...own, hasOtherSpecs };
}

const gonePrefix = 'gone-';

/** Stands for a flavor that was deleted, by what a server remembers of it. */
function goneFlavorId(remembered: object): string {
  return `${gonePrefix}${createHash('sha256').update(canonicalJson(remembered)).digest('hex').slice(0, 32)}`;
}

export function isGoneFlavorId(id: string): boolean {
  return id.startsWith(gonePrefix);
}

/** Before 2.47 a server tells only the id of its flavor. */
function byId(id: string, flavors: readonly FlavorShape[]): ServerFlavor {
  const present = flavors.find((one) => one.id === id);
  const none = { vcpus: 0, ramMiB: 0, diskGiB: 0, ephemeralGiB: 0, swapMiB: 0 };
  if (present === undefined) return { name: id, ...none, extraSpecs: {}, hasOtherSpecs: false };
  const extraSpecs = present.extra_specs ?? {};
  return { id, name: present.name, ...shapeOf(present), extraSpecs, hasOtherSpecs: false };
}

type Shape = Pick<ServerFlavor, 'vcpus' | 'ramMiB' | 'diskGiB' | 'ephemeralGiB' | 'swapMiB'>;

function shapeOf({ vcpus, ram, disk, swap, ...rest }: FlavorShape): Shape {
  const ephemeralGiB = rest['OS-FLV-EXT-DATA:ephemeral'];
  return { vcpus, ramMiB: ram, diskGiB: disk, ephemeralGiB, swapMiB: Number(swap) };
}
