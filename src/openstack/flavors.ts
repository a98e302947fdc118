import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { getIfThere, getJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

const extraSpecs = z.record(z.string(), z.string());

export const flavorSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  vcpus: z.number(),
  ram: z.number(),
  disk: z.number(),
  'OS-FLV-EXT-DATA:ephemeral': z.number().default(0),
  /** Empty text for none before 2.75. */
  swap: z.union([z.number(), z.string()]).default(0),
  rxtx_factor: z.number().default(1),
  'os-flavor-access:is_public': z.boolean().default(true),
  'OS-FLV-DISABLED:disabled': z.boolean().default(false),
  /** Since 2.55. */
  description: z.string().nullish(),
  /** Since 2.61, and only where the policy shows them. */
  extra_specs: extraSpecs.optional(),
});

/** A flavor as Nova gives it, its extra specs and the projects that may use it included. */
export type FlavorAnswer = z.infer<typeof flavorSchema> & {
  readonly extra_specs: Readonly<Record<string, string>>;
  readonly accessIds: readonly string[];
};

/** The newest version whose answers hold all that is read. */
const wantedVersion = 'compute 2.61';

/**
 * All flavors, private and disabled ones too. The projects of private ones take one call each: `isWanted` limits for
 * which flavors they are asked.
 */
export async function listFlavors(
  cloud: Cloud,
  isWanted: (flavor: { id: string; name: string }) => boolean = () => true,
): Promise<FlavorAnswer[]> {
  const collection = { service: 'compute', path: '/flavors/detail', key: 'flavors', item: flavorSchema } as const;
  const query = { is_public: 'None' };
  const answers = await atBestVersion((version) => list(cloud, { ...collection, query, ...version }));
  return Promise.all(answers.filter(isWanted).map((answer) => complete(cloud, answer)));
}

/** The flavor of that id; undefined when there is none. */
export async function readFlavor(cloud: Cloud, id: string): Promise<FlavorAnswer | undefined> {
  const one = z.looseObject({ flavor: flavorSchema });
  const answer = await atBestVersion((version) => getIfThere(cloud, 'compute', flavorPath(id), one, version));
  return answer === undefined ? undefined : complete(cloud, answer.flavor);
}

/** A flavor's id is free text of its maker. */
export function flavorPath(id: string): string {
  return `/flavors/${encodeURIComponent(id)}`;
}

async function complete(cloud: Cloud, answer: z.infer<typeof flavorSchema>): Promise<FlavorAnswer> {
  const [specs, accessIds] = await Promise.all([
    answer.extra_specs ?? readExtraSpecs(cloud, answer.id),
    answer['os-flavor-access:is_public'] ? [] : readAccess(cloud, answer.id),
  ]);
  return { ...answer, extra_specs: specs, accessIds };
}

async function readExtraSpecs(cloud: Cloud, id: string): Promise<Record<string, string>> {
  const schema = z.looseObject({ extra_specs: extraSpecs });
  return (await getJson(cloud, 'compute', `${flavorPath(id)}/os-extra_specs`, schema)).extra_specs;
}

async function readAccess(cloud: Cloud, id: string): Promise<string[]> {
  const schema = z.looseObject({ flavor_access: z.array(z.looseObject({ tenant_id: z.string() })) });
  const answer = await getIfThere(cloud, 'compute', `${flavorPath(id)}/os-flavor-access`, schema);
  return (answer?.flavor_access ?? []).map(({ tenant_id }) => tenant_id).toSorted();
}

/** A cloud that does not know the version answers 406; then its oldest answers must do. */
async function atBestVersion<T>(task: (version: { microversion?: string }) => Promise<T>): Promise<T> {
  try {
    return await task({ microversion: wantedVersion });
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 406) return task({});
    throw problem;
  }
}
