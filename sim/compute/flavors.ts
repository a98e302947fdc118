import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { flavorLine, flavorView } from './flavor-view.ts';
import { isSince, requireVersions } from './microversion.ts';
import { pageOf } from './page.ts';
import { parameters } from './parameters.ts';
import { adminPolicy } from './policy.ts';
import { booleanFrom, queryOf, refuseUnknown } from './query.ts';
import type { Flavor } from './records.ts';
import { flavorOf } from './visible-flavor.ts';

/** Compute API, "Flavors (flavors)". */
export function flavors(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/flavors', async (request) => list(cloud, request, 'flavors', flavorLine));
  app.get('/flavors/detail', async (request) => list(cloud, request, 'flavors/detail', flavorView));
  app.get('/flavors/:flavorId', async (request) => ({ flavor: flavorView(cloud, request, flavorOf(cloud, request)) }));
  app.post('/flavors', async (request) => {
    adminPolicy(request, 'os_compute_api:os-flavor-manage:create');
    return { flavor: flavorView(cloud, request, makeFlavor(cloud, request)) };
  });
  app.put('/flavors/:flavorId', async (request) => {
    requireVersions(request, 55);
    const { flavor: changes } = parseBody(request, changeSchema);
    adminPolicy(request, 'os_compute_api:os-flavor-manage:update');
    const flavor = flavorOf(cloud, request);
    flavor.description = changes.description;
    return { flavor: flavorView(cloud, request, flavor) };
  });
  app.delete('/flavors/:flavorId', async (request, reply) => {
    adminPolicy(request, 'os_compute_api:os-flavor-manage:delete');
    cloud.state.flavors.remove(flavorOf(cloud, request).id);
    return reply.code(202).send();
  });
}

type View = (cloud: SimCloud, request: FastifyRequest, flavor: Flavor) => object;

function list(cloud: SimCloud, request: FastifyRequest, path: string, view: View): object {
  const items = cloud.state.flavors.where(filterOf(request)).toSorted(orderOf(request));
  const page = pageOf(cloud, request, { path, items, idOf: ({ id }) => id });
  return {
    flavors: page.items.map((flavor) => view(cloud, request, flavor)),
    ...(page.links === undefined ? {} : { flavors_links: page.links }),
  };
}

const knownFilters = ['limit', 'marker', 'is_public', 'minRam', 'minDisk', 'sort_key', 'sort_dir'];

function filterOf(request: FastifyRequest): (flavor: Flavor) => boolean {
  const query = queryOf(request);
  if (isSince(request, 75)) refuseUnknown(query, knownFilters);
  const caller = callerOf(request);
  const isPublic = isAdmin(caller) ? publicFilter(query.get('is_public')) : true;
  const least = (name: string): number => {
    const text = query.get(name) ?? '0';
    if (!/^-?\d+$/.test(text)) throw new ApiFault(400, `Invalid ${name} filter [${text}]`);
    return Number(text);
  };
  const [minRam, minDisk] = [least('minRam'), least('minDisk')];
  // The list of public flavors holds those that the caller's project was given access to as well.
  const isListed = (flavor: Flavor): boolean =>
    isPublic === undefined ||
    flavor.isPublic === isPublic ||
    (isPublic && flavor.accessIds.includes(caller.projectId ?? ''));
  return (flavor) => isListed(flavor) && flavor.ramMiB >= minRam && flavor.diskGiB >= minDisk;
}

/** Undefined for all of them. */
function publicFilter(text: string | undefined): boolean | undefined {
  if (text === undefined) return true;
  if (text.toLowerCase() === 'none') return undefined;
  const found = booleanFrom(text);
  if (found === undefined) throw new ApiFault(400, `Invalid is_public filter [${text}]`);
  return found;
}

const sortKeys: Readonly<Record<string, (flavor: Flavor) => string | number>> = {
  flavorid: ({ id }) => id.toLowerCase(),
  name: ({ name }) => name.toLowerCase(),
  memory_mb: ({ ramMiB }) => ramMiB,
  vcpus: ({ vcpus }) => vcpus,
  root_gb: ({ diskGiB }) => diskGiB,
};

function orderOf(request: FastifyRequest): (one: Flavor, other: Flavor) => number {
  const query = queryOf(request);
  const keyOf = sortKeys[query.get('sort_key') ?? 'flavorid'] ?? sortKeys['flavorid'] ?? (({ id }: Flavor) => id);
  const sign = query.get('sort_dir') === 'desc' ? -1 : 1;
  return (one, other) => sign * (keyOf(one) < keyOf(other) ? -1 : Number(keyOf(one) > keyOf(other)));
}

const idSchema = z.union([
  z
    .string()
    .max(255)
    .regex(/^(?! )[a-zA-Z0-9. _-]+(?<! )$/),
  z.number().transform(String),
]);
const longDescription = z.string().max(65_535).nullable();
const attributes = z.strictObject({
  name: parameters.name,
  id: idSchema.nullish(),
  ram: parameters.wholeNumber(1),
  vcpus: parameters.wholeNumber(1),
  disk: parameters.wholeNumber(0),
  'OS-FLV-EXT-DATA:ephemeral': parameters.wholeNumber(0).default(0),
  swap: parameters.wholeNumber(0).default(0),
  rxtx_factor: z
    .union([z.number(), z.string().regex(/^[0-9]+(\.[0-9]+)?$/)])
    .transform(Number)
    .pipe(z.number().positive().max(3.40282e38))
    .default(1),
  'os-flavor-access:is_public': parameters.boolean.default(true),
});
const oldSchema = z.strictObject({ flavor: attributes });
const describedSchema = z.strictObject({ flavor: attributes.extend({ description: longDescription.default(null) }) });
const changeSchema = z.strictObject({ flavor: z.strictObject({ description: longDescription }) });

function makeFlavor(cloud: SimCloud, request: FastifyRequest): Flavor {
  const { flavor: wanted } = isSince(request, 55)
    ? parseBody(request, describedSchema)
    : { flavor: { description: null, ...parseBody(request, oldSchema).flavor } };
  const { state, random } = cloud;
  const id = wanted.id ?? random.uuid();
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  if (state.flavors.find((flavor) => same(flavor.name, wanted.name)) !== undefined) {
    throw new ApiFault(409, `Flavor with name ${wanted.name} already exists.`);
  }
  if (state.flavors.find((flavor) => same(flavor.id, id)) !== undefined) {
    throw new ApiFault(409, `Flavor with ID ${id} already exists.`);
  }
  return state.flavors.put({
    id,
    name: wanted.name,
    vcpus: wanted.vcpus,
    ramMiB: wanted.ram,
    diskGiB: wanted.disk,
    ephemeralGiB: wanted['OS-FLV-EXT-DATA:ephemeral'],
    swapMiB: wanted.swap,
    rxtxFactor: wanted.rxtx_factor,
    isPublic: wanted['os-flavor-access:is_public'],
    isDisabled: false,
    description: wanted.description,
    extraSpecs: {},
    accessIds: [],
  });
}
