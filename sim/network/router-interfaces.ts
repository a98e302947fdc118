import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf, isAdmin, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeValues } from './attribute-values.ts';
import { cidrsOverlap, parseCidr } from './cidr.ts';
import { makePort } from './make-port.ts';
import type { Port, Router, Subnet } from './records.ts';
import { refuse } from './refuse.ts';
import { type InterfaceWish, removeInterface } from './remove-interface.ts';
import { wireRouter } from './wire-router.ts';
import { touch } from './touch.ts';

const owner = 'network:router_interface';

export function routerInterfacesRoutes(app: FastifyInstance, cloud: SimCloud): void {
  app.put('/v2.0/routers/:id/add_router_interface', async (request) => {
    const router = routerOf(cloud, request);
    const wish = wishOf(request);
    if (wish.port_id !== undefined && wish.subnet_id !== undefined) {
      throw refuse.bad('router', 'Cannot specify both subnet-id and port-id');
    }
    const port =
      wish.port_id === undefined
        ? addSubnet(cloud, request, router, wish.subnet_id ?? '')
        : addPort(cloud, router, wish.port_id);
    wireRouter(cloud, router);
    return answerOf(router, port, wish.subnet_id);
  });
  app.put('/v2.0/routers/:id/remove_router_interface', async (request) => {
    const router = routerOf(cloud, request);
    const wish = wishOf(request);
    const { port, subnetId } = removeInterface(cloud, router, wish);
    return answerOf(router, port, subnetId);
  });
}

const paramsSchema = z.object({ id: z.string() });

function routerOf({ state }: SimCloud, request: FastifyRequest): Router {
  const { id } = paramsSchema.parse(request.params);
  const router = state.routers.get(id);
  if (router !== undefined && mayAct(callerOf(request), router.project_id)) return router;
  throw refuse.missing('RouterNotFound', `Router ${id} could not be found`);
}

const { uuid } = attributeValues;
const wishSchema = z.object({ subnet_id: uuid.optional(), port_id: uuid.optional() });

function wishOf(request: FastifyRequest): InterfaceWish {
  const parsed = wishSchema.safeParse(request.body ?? {});
  if (!parsed.success) throw refuse.bad('router', parsed.error.issues[0]?.message ?? '');
  const { subnet_id, port_id } = parsed.data;
  if (subnet_id !== undefined || port_id !== undefined) return { subnet_id, port_id };
  throw refuse.bad('router', 'Either subnet_id or port_id must be specified');
}

/** The last subnet stands for all, as before a port could have several. */
function answerOf(router: Router, port: Port, subnetId: string | undefined): object {
  const ids = subnetId === undefined ? port.fixed_ips.map(({ subnet_id }) => subnet_id) : [subnetId];
  return {
    id: router.id,
    tenant_id: port.project_id,
    port_id: port.id,
    network_id: port.network_id,
    subnet_id: ids.at(-1) ?? null,
    subnet_ids: ids,
  };
}

/** A new port at the gateway's address; a further IPv6 subnet of a network joins the port that is there. */
function addSubnet(cloud: SimCloud, request: FastifyRequest, router: Router, id: string): Port {
  const subnet = cloud.state.subnets.get(id);
  const caller = callerOf(request);
  const network = subnet === undefined ? undefined : cloud.state.networks.get(subnet.network_id);
  const isOwn = subnet?.project_id === caller.projectId;
  const isSeen = isAdmin(caller) || isOwn || network?.shared === true;
  if (subnet === undefined || !isSeen) throw refuse.missing('SubnetNotFound', `Subnet ${id} could not be found.`);
  if (subnet.gateway_ip === null) throw refuse.bad('router', 'Subnet for router interface must have a gateway IP');
  if (!isOwn && !isAdmin(caller)) {
    const why = `subnet ${id} is not owned by project making the request`;
    throw refuse.bad('router', `Cannot add interface to router because ${why}`);
  }
  refuseOverlap(cloud, router, [subnet]);
  const fixedIp = { subnet_id: id, ip_address: subnet.gateway_ip };
  const six = subnet.ip_version === 6 ? sixPort(cloud, router, subnet) : undefined;
  if (six !== undefined) {
    six.fixed_ips = [...six.fixed_ips, fixedIp];
    touch(cloud, six);
    return six;
  }
  const draft = { network_id: subnet.network_id, fixed_ips: [fixedIp], device_id: router.id, device_owner: owner };
  return makePort(cloud, draft, router.project_id);
}

function sixPort(cloud: SimCloud, router: Router, { network_id }: Subnet): Port | undefined {
  return cloud.state.ports.find(
    (port) =>
      port.device_id === router.id &&
      port.device_owner === owner &&
      port.network_id === network_id &&
      port.fixed_ips.some(({ ip_address }) => ip_address.includes(':')),
  );
}

/** A port that is free and has an address becomes the router's. */
function addPort(cloud: SimCloud, router: Router, id: string): Port {
  const port = cloud.state.ports.get(id);
  if (port === undefined) throw refuse.missing('PortNotFound', `Port ${id} could not be found.`);
  if (port.device_id !== '') {
    const used = `Port already has an attached device ${port.device_id}`;
    const message = `Unable to complete operation on port ${id} for network ${port.network_id}. ${used}.`;
    throw refuse.conflict('PortInUse', message);
  }
  if (port.fixed_ips.length === 0) throw refuse.bad('router', 'Router port must have at least one fixed IP');
  const subnets = port.fixed_ips.flatMap(({ subnet_id }) => cloud.state.subnets.get(subnet_id) ?? []);
  const hasSix = subnets.some(({ ip_version }) => ip_version === 6);
  const [first] = subnets;
  if (hasSix && first !== undefined && sixPort(cloud, router, first) !== undefined) {
    const what = 'Cannot have multiple router ports with the same network id if both contain IPv6 subnets';
    throw refuse.bad('router', what);
  }
  refuseOverlap(cloud, router, subnets);
  if (subnets.filter(({ ip_version }) => ip_version === 4).length > 1) {
    throw refuse.bad('router', 'Cannot have multiple IPv4 subnets on router port');
  }
  Object.assign(port, { device_id: router.id, device_owner: owner });
  touch(cloud, port);
  return port;
}

/** A router leads to no subnet twice, and to no two that overlap. */
export function refuseOverlap({ state }: SimCloud, router: Router, added: readonly Subnet[]): void {
  const attached = state.ports
    .where(({ device_id }) => device_id === router.id)
    .flatMap(({ fixed_ips }) => fixed_ips.flatMap(({ subnet_id }) => state.subnets.get(subnet_id) ?? []));
  for (const subnet of added) {
    const range = parseCidr(subnet.cidr);
    for (const other of attached) {
      const otherRange = parseCidr(other.cidr);
      if (other.id === subnet.id) throw refuse.bad('router', `Router already has a port on subnet ${subnet.id}`);
      if (range === undefined || otherRange === undefined || !cidrsOverlap(range, otherRange)) continue;
      const what = `Cidr ${subnet.cidr} of subnet ${subnet.id} overlaps with cidr ${other.cidr} of subnet ${other.id}`;
      throw refuse.bad('router', what);
    }
  }
}
