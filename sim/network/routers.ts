import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeValues } from './attribute-values.ts';
import type { Asking, Collection, Shown } from './collection.ts';
import { collectionRoutes } from './collection-routes.ts';
import type { Router } from './records.ts';
import { refuse } from './refuse.ts';
import { refuseUsedGateway, type RouterGateway, setGateway } from './router-gateway.ts';
import { refuseLostRoutes } from './refuse-lost-routes.ts';
import { standardAttributes } from './standard-attributes.ts';
import { wireRouter } from './wire-router.ts';
import { standardFields, touch } from './touch.ts';

const { address, flag, hostRoutes, listOf, name, uuid } = attributeValues;

const gateway = z.strictObject({
  network_id: uuid,
  enable_snat: flag.optional(),
  external_fixed_ips: listOf(z.strictObject({ subnet_id: uuid.optional(), ip_address: address.optional() })).optional(),
  qos_policy_id: uuid.nullable().optional(),
});
/** An empty object takes the gateway away, as null does. */
const gatewayOrNone = z.union([gateway, z.strictObject({}).transform(() => null)]).nullable();

const anyTime = {
  ...standardAttributes.values,
  admin_state_up: flag.optional(),
  external_gateway_info: gatewayOrNone.optional(),
  distributed: flag.nullable().optional(),
  ha: flag.nullable().optional(),
};
const create = z.object({ ...anyTime, availability_zone_hints: listOf(name).optional() });
const change = z.object({ ...anyTime, routes: hostRoutes.optional() });
type Draft = z.output<typeof create>;
type Change = z.output<typeof change>;

export const routers: Collection<Router, Draft, Change> = {
  path: 'routers',
  attributes: {
    singular: 'router',
    create,
    change,
    fixed: [...standardAttributes.fixed, 'availability_zones', 'flavor_id'],
  },
  missing: (id) => refuse.missing('RouterNotFound', `Router ${id} could not be found`),
  limited: 'router',
  filters: [...standardAttributes.filters, 'admin_state_up'],
  sorts: [...standardAttributes.sorts, 'admin_state_up', 'flavor_id'],
  table: ({ state }) => state.routers,
  view: viewRouter,
  viewMade: () => ({ availability_zones: [] }),
  hidden: ['distributed', 'ha'],
  forbidden,
  make: makeRouter,
  change: changeRouter,
  remove: removeRouter,
};

export function routersRoutes(app: FastifyInstance, cloud: SimCloud): void {
  collectionRoutes(app, cloud, routers);
}

/** How a router translates addresses, and which it has outside, is for administrators to say. */
function forbidden({ caller }: Asking, given: Draft | Change): string | undefined {
  if (isAdmin(caller)) return undefined;
  if (typeof given.distributed === 'boolean') return 'distributed';
  if (typeof given.ha === 'boolean') return 'ha';
  const info = given.external_gateway_info;
  const part = (['enable_snat', 'external_fixed_ips'] as const).find((item) => info?.[item] !== undefined);
  return part === undefined ? undefined : `external_gateway_info:${part}`;
}

function makeRouter(asking: Asking, given: Draft, projectId: string): Router {
  const { cloud } = asking;
  const router: Router = {
    ...standardFields(cloud, projectId, given),
    admin_state_up: given.admin_state_up ?? true,
    status: 'ACTIVE',
    external_gateway_info: null,
    routes: [],
    distributed: given.distributed ?? false,
    ha: given.ha ?? false,
    availability_zone_hints: given.availability_zone_hints ?? [],
    isScheduled: false,
  };
  const info = given.external_gateway_info;
  if (typeof info === 'object' && info !== null) setGateway(asking, router, info);
  cloud.state.routers.put(router);
  wireRouter(cloud, router);
  return router;
}

function changeRouter(asking: Asking, router: Router, given: Change): void {
  const { external_gateway_info: info, routes, distributed, ha, ...plain } = given;
  if (typeof distributed === 'boolean' && distributed !== router.distributed) refuseActive(router);
  if (routes !== undefined) refuseLostRoutes(asking.cloud, router, routes);
  if (info !== undefined) changeGateway(asking, router, info);
  if (routes !== undefined) router.routes = routes;
  Object.assign(router, Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)));
  if (typeof distributed === 'boolean') router.distributed = distributed;
  if (typeof ha === 'boolean') router.ha = ha;
  touch(asking.cloud, router);
  wireRouter(asking.cloud, router);
}

function refuseActive({ admin_state_up: isUp }: Router): void {
  if (!isUp) return;
  throw refuse.bad(
    'router',
    'Cannot change the mode of active router. Please set router admin_state_up to False prior to upgrade',
  );
}

function changeGateway(asking: Asking, router: Router, info: RouterGateway | null): void {
  if (info === null) removeGateway(asking.cloud, router);
  else setGateway(asking, router, info);
}

function removeGateway(cloud: SimCloud, router: Router): void {
  refuseUsedGateway(cloud, router);
  cloud.state.ports.removeWhere(isGatewayOf(router));
  router.external_gateway_info = null;
}

function isGatewayOf({ id }: Router): (port: { readonly device_id: string; readonly device_owner: string }) => boolean {
  return ({ device_id, device_owner }) => device_id === id && device_owner === 'network:router_gateway';
}

function removeRouter({ cloud }: Asking, router: Router): void {
  const { ports, routers: table } = cloud.state;
  const attached = ports.where(
    ({ device_id, device_owner }) => device_id === router.id && device_owner === 'network:router_interface',
  );
  if (attached.length > 0) {
    const ids = attached.map(({ id }) => id).join(', ');
    throw refuse.conflict('RouterInUse', `Router ${router.id} has ports still attached: ${ids}`);
  }
  removeGateway(cloud, router);
  table.remove(router.id);
}

function viewRouter(_cloud: SimCloud, { isScheduled, ...router }: Router): Shown {
  return { ...router, availability_zones: isScheduled ? ['nova'] : [], flavor_id: null };
}
