import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { callerOf } from '../cloud/caller.ts';
import { refuse } from './refuse.ts';

/** Collections of which this cloud has none, each with its key. */
const empty: readonly (readonly [path: string, key: string])[] = [
  ['subnetpools', 'subnetpools'],
  ['address-groups', 'address_groups'],
  ['address-scopes', 'address_scopes'],
];

const paramsSchema = z.object({ id: z.string() });

/** Availability zones, and collections that are always empty. */
export function otherCollectionsRoutes(app: FastifyInstance): void {
  app.get('/v2.0/availability_zones', async (request) => {
    callerOf(request);
    const zone = { state: 'available', name: 'nova' };
    return { availability_zones: ['router', 'network'].map((resource) => ({ ...zone, resource })) };
  });
  app.get('/v2.0/subnetpools/:id', async (request) => {
    const { id } = paramsSchema.parse(request.params);
    throw refuse.missing('SubnetPoolNotFound', `Subnet pool ${id} could not be found.`);
  });
  for (const [path, key] of empty) {
    app.get(`/v2.0/${path}`, async () => ({ [key]: [] }));
  }
}
