import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { answerOne } from './answer-one.ts';
import { catalogEndpoints, catalogServices, regionName } from './catalog.ts';
import { enforce } from './enforce.ts';
import { isMatch } from './is-match.ts';
import { required } from './missing.ts';
import { pathValue } from './path-value.ts';

/** Regions, services and endpoints, to be read only. */
export function catalogRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const region = { id: regionName, description: '', parent_region_id: null };

  app.get('/v3/regions', async (request) => {
    enforce(cloud, request, 'list_regions');
    return answerList(cloud, request, 'regions', [region].filter(isMatch(request, ['parent_region_id'])));
  });

  app.get('/v3/regions/:regionId', async (request) => {
    enforce(cloud, request, 'get_region');
    const id = pathValue(request, 'regionId');
    return answerOne(cloud, ['region', 'regions'], required(id === regionName ? region : undefined, 'region', id));
  });

  app.get('/v3/services', async (request) => {
    enforce(cloud, request, 'list_services');
    const found = catalogServices(cloud).filter(isMatch(request, ['type', 'name']));
    return answerList(cloud, request, 'services', found);
  });

  app.get('/v3/services/:serviceId', async (request) => {
    enforce(cloud, request, 'get_service');
    const id = pathValue(request, 'serviceId');
    const service = catalogServices(cloud).find((one) => one.id === id);
    return answerOne(cloud, ['service', 'services'], required(service, 'service', id));
  });

  app.get('/v3/endpoints', async (request) => {
    enforce(cloud, request, 'list_endpoints');
    const all = catalogEndpoints(cloud).map((one) => ({ ...one }));
    const found = all.filter(isMatch(request, ['interface', 'service_id', 'region_id']));
    return answerList(cloud, request, 'endpoints', found);
  });

  app.get('/v3/endpoints/:endpointId', async (request) => {
    enforce(cloud, request, 'get_endpoint');
    const id = pathValue(request, 'endpointId');
    const endpoint = catalogEndpoints(cloud).find((one) => one.id === id);
    return answerOne(cloud, ['endpoint', 'endpoints'], { ...required(endpoint, 'endpoint', id) });
  });
}
