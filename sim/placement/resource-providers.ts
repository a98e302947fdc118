import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { requireAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { type ComputeHost, computeHosts } from '../compute/compute-hosts.ts';
import { allocationOf, hasRoom, inventoriesOf, type ResourceAmounts, usagesOf } from './inventories.ts';
import { placementVersion, requirePlacement } from './placement-version.ts';

const generation = { resource_provider_generation: 1 };

/** Placement API, "Resource providers" with their inventories, usages and allocations: the hosts of the cloud. */
export function resourceProviders(app: FastifyInstance, cloud: SimCloud): void {
  const path = '/resource_providers/:id';
  app.get('/resource_providers', async (request) => ({ resource_providers: list(cloud, request) }));
  app.get(path, async (request) => providerView(request, providerOf(cloud, request)));
  app.get(`${path}/inventories`, async (request) => {
    return { ...generation, inventories: inventoriesOf(providerOf(cloud, request)) };
  });
  app.get(`${path}/inventories/:name`, async (request) => {
    const host = providerOf(cloud, request);
    const { name } = z.object({ name: z.string() }).parse(request.params);
    const inventory = inventoriesOf(host)[name];
    if (inventory === undefined) throw new ApiFault(404, `No inventory of class ${name} for ${host.id}`);
    return { ...inventory, ...generation };
  });
  app.get(`${path}/usages`, async (request) => {
    return { ...generation, usages: usagesOf(cloud, providerOf(cloud, request)) };
  });
  app.get(`${path}/aggregates`, async (request) => {
    requirePlacement(request, 1);
    providerOf(cloud, request);
    return { aggregates: [], ...(placementVersion(request) >= 19 ? generation : {}) };
  });
  app.get(`${path}/traits`, async (request) => {
    requirePlacement(request, 6);
    providerOf(cloud, request);
    return { traits: ['COMPUTE_NODE', 'HW_CPU_X86_SSE2'], ...generation };
  });
  app.get(`${path}/allocations`, async (request) => {
    const { name } = providerOf(cloud, request);
    const servers = cloud.state.servers.where(({ host }) => host === name);
    const consumer = placementVersion(request) >= 28 ? { consumer_generation: 1 } : {};
    const allocations = servers.map((server) => [server.id, { resources: allocationOf(server), ...consumer }]);
    return { allocations: Object.fromEntries(allocations), ...generation };
  });
}

const parts = ['inventories', 'usages', 'aggregates', 'traits', 'allocations'] as const;
/** The first microversion that tells the address of a part. */
const partSince = { inventories: 0, usages: 0, aggregates: 1, traits: 6, allocations: 11 } as const;

function providerView(request: FastifyRequest, { id, name }: ComputeHost): object {
  const minor = placementVersion(request);
  const self = `/resource_providers/${id}`;
  const shown = parts.filter((part) => minor >= partSince[part]);
  const links = [{ rel: 'self', href: self }, ...shown.map((part) => ({ rel: part, href: `${self}/${part}` }))];
  const tree = minor >= 14 ? { parent_provider_uuid: null, root_provider_uuid: id } : {};
  return { uuid: id, name, generation: 1, links, ...tree };
}

function providerOf(cloud: SimCloud, request: FastifyRequest): ComputeHost {
  requireAdmin(request);
  const { id } = z.object({ id: z.string() }).parse(request.params);
  const host = computeHosts(cloud).find((one) => one.id === id);
  if (host === undefined) throw new ApiFault(404, `No resource provider with uuid ${id} found`);
  return host;
}

const querySchema = z.strictObject({
  name: z.string().optional(),
  uuid: z.guid().optional(),
  in_tree: z.guid().optional(),
  member_of: z.string().optional(),
  required: z.string().optional(),
  resources: z.string().optional(),
});
const firstQuerySchema = querySchema.pick({ name: true, uuid: true });

function list(cloud: SimCloud, request: FastifyRequest): object[] {
  requireAdmin(request);
  const schema = placementVersion(request) >= 18 ? querySchema : firstQuerySchema;
  const parsed = schema.safeParse(request.query);
  if (!parsed.success) throw new ApiFault(400, `Invalid query string parameters: ${parsed.error.message}`);
  const query: z.infer<typeof querySchema> = parsed.data;
  const wanted = amountsFrom(query.resources ?? '');
  const found = computeHosts(cloud).filter(
    (host) =>
      (query.name === undefined || host.name === query.name) &&
      (query.uuid === undefined || host.id === query.uuid) &&
      (query.in_tree === undefined || host.id === query.in_tree) &&
      hasRoom(cloud, host, wanted),
  );
  return found.map((host) => providerView(request, host));
}

/** `VCPU:1,MEMORY_MB:64`. */
function amountsFrom(text: string): ResourceAmounts {
  const entries = text.split(',').filter((part) => part !== '');
  return Object.fromEntries(
    entries.map((part) => {
      const [, name = '', amount] = /^([A-Z0-9_]+):(\d+)$/.exec(part) ?? [];
      if (amount === undefined)
        throw new ApiFault(400, `Badly formed resources parameter. Expected: VCPU:1. Got: ${part}.`);
      return [name, Number(amount)];
    }),
  );
}
