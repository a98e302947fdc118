import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { requireAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeHosts } from '../compute/compute-hosts.ts';
import { answerPlacementFaults } from './answer-placement-faults.ts';
import { allocationOf } from './inventories.ts';
import { placementVersion, requirePlacement, tellPlacementVersion } from './placement-version.ts';
import { resourceClasses } from './resource-classes.ts';
import { resourceProviders } from './resource-providers.ts';

const paramsSchema = z.object({ name: z.string() });
const usagesQuery = z.object({ project_id: z.string().min(1), user_id: z.string().optional() });

/** Placement as of Zed (1.0 to 1.39), as far as reading what a cloud has room for. */
export function placementRoutes(app: FastifyInstance, cloud: SimCloud): void {
  app.register((own, _options, done) => {
    answerPlacementFaults(own);
    tellPlacementVersion(own);
    routes(own, cloud);
    done();
  });
}

function routes(app: FastifyInstance, cloud: SimCloud): void {
  const version = { id: 'v1.0', max_version: '1.39', min_version: '1.0', status: 'CURRENT' };
  app.get('/', { config: { isPublic: true } }, async () => ({
    versions: [{ ...version, links: [{ rel: 'self', href: '' }] }],
  }));
  resourceProviders(app, cloud);
  const classView = (name: string): object => ({ name, links: [{ rel: 'self', href: `/resource_classes/${name}` }] });
  app.get('/resource_classes', async (request) => {
    requirePlacement(request, 2);
    requireAdmin(request);
    return { resource_classes: resourceClasses.map(classView) };
  });
  app.get('/resource_classes/:name', async (request) => {
    requirePlacement(request, 2);
    requireAdmin(request);
    const { name } = paramsSchema.parse(request.params);
    const found = resourceClasses.find((one) => one === name);
    if (found === undefined) throw new ApiFault(404, `No such resource class ${name}.`);
    return classView(found);
  });
  app.get('/allocations/:name', async (request) => {
    requireAdmin(request);
    const { name: id } = paramsSchema.parse(request.params);
    const server = cloud.state.servers.get(id);
    const host = computeHosts(cloud).find(({ name }) => name === server?.host);
    if (server === undefined || host === undefined) return { allocations: {} };
    const allocation = { generation: 1, resources: allocationOf(server) };
    const owner = {
      project_id: server.projectId,
      user_id: server.userId,
      consumer_generation: 1,
      consumer_type: 'unknown',
    };
    const minor = placementVersion(request);
    const told = minor >= 12 ? ['project_id', 'user_id', ...(minor >= 28 ? ['consumer_generation'] : [])] : [];
    const names = minor >= 38 ? [...told, 'consumer_type'] : told;
    const shown = Object.entries(owner).filter(([name]) => names.includes(name));
    return { allocations: { [host.id]: allocation }, ...Object.fromEntries(shown) };
  });
  app.get('/usages', async (request) => {
    requirePlacement(request, 9);
    requireAdmin(request);
    const parsed = usagesQuery.safeParse(request.query);
    if (!parsed.success) throw new ApiFault(400, `Invalid query string parameters: ${parsed.error.message}`);
    return { usages: projectUsages(cloud, parsed.data, placementVersion(request) >= 38) };
  });
}

function projectUsages({ state }: SimCloud, query: z.infer<typeof usagesQuery>, isByType: boolean): object {
  const servers = state.servers.where(
    ({ projectId, userId, host }) =>
      host !== null && projectId === query.project_id && (query.user_id === undefined || userId === query.user_id),
  );
  const sums: Record<string, number> = {};
  for (const server of servers) {
    for (const [name, amount] of Object.entries(allocationOf(server))) sums[name] = (sums[name] ?? 0) + amount;
  }
  if (!isByType) return sums;
  return servers.length === 0 ? {} : { unknown: { consumer_count: servers.length, ...sums } };
}
