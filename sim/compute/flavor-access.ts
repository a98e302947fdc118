import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { actionOf } from './action-of.ts';
import { isSince } from './microversion.ts';
import { adminPolicy } from './policy.ts';
import type { Flavor } from './records.ts';
import { flavorOf } from './visible-flavor.ts';

/** Compute API, "Flavor access": the projects that may use a flavor that is not public. */
export function flavorAccess(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/flavors/:flavorId/os-flavor-access', async (request) => {
    const flavor = flavorOf(cloud, request);
    if (flavor.isPublic) throw new ApiFault(404, 'Access list not available for public flavors.');
    return accessView(flavor);
  });
  app.post('/flavors/:flavorId/action', async (request) => {
    const action = actionOf(request);
    if (action === 'addTenantAccess') return addAccess(cloud, request);
    if (action === 'removeTenantAccess') return removeAccess(cloud, request);
    throw new ApiFault(400, `There is no such action: ${action}`);
  });
}

const projectSchema = z.strictObject({ tenant: z.string().min(1).max(255) });
const addSchema = z.strictObject({ addTenantAccess: projectSchema });
const removeSchema = z.strictObject({ removeTenantAccess: projectSchema });

function addAccess(cloud: SimCloud, request: FastifyRequest): object {
  const { tenant } = parseBody(request, addSchema).addTenantAccess;
  adminPolicy(request, 'os_compute_api:os-flavor-access:add_tenant_access');
  if (cloud.state.projects.get(tenant) === undefined) {
    throw new ApiFault(400, `Project ID ${tenant} is not a valid project.`);
  }
  const flavor = flavorOf(cloud, request);
  if (flavor.isPublic && isSince(request, 7)) throw new ApiFault(409, 'Can not add access to a public flavor.');
  if (flavor.accessIds.includes(tenant)) {
    const message = `Flavor access already exists for flavor ${flavor.id} and project ${tenant} combination.`;
    throw new ApiFault(409, message);
  }
  flavor.accessIds = [...flavor.accessIds, tenant];
  return accessView(flavor);
}

function removeAccess(cloud: SimCloud, request: FastifyRequest): object {
  const { tenant } = parseBody(request, removeSchema).removeTenantAccess;
  adminPolicy(request, 'os_compute_api:os-flavor-access:remove_tenant_access');
  const flavor = flavorOf(cloud, request);
  if (!flavor.accessIds.includes(tenant)) {
    throw new ApiFault(404, `Flavor access not found for ${flavor.id} / ${tenant} combination.`);
  }
  flavor.accessIds = flavor.accessIds.filter((id) => id !== tenant);
  return accessView(flavor);
}

function accessView({ id, accessIds }: Flavor): object {
  return { flavor_access: accessIds.map((projectId) => ({ flavor_id: id, tenant_id: projectId })) };
}
