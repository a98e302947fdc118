import { isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Asking } from './collection.ts';
import type { FixedIp, FloatingIp, Port } from './records.ts';
import { refuse } from './refuse.ts';
import { gatewayPort } from './router-gateway.ts';

/** What a floating IP leads to; all null when to nothing. */
export interface Association {
  readonly port_id: string | null;
  readonly fixed_ip_address: string | null;
  readonly router_id: string | null;
}

export interface AssociationWish {
  readonly port_id?: string | null | undefined;
  readonly fixed_ip_address?: string | null | undefined;
}

const none: Association = { port_id: null, fixed_ip_address: null, router_id: null };

/** The association that a request leads to; a request that names no port is taken to name the same. */
export function associate(asking: Asking, floatingIp: FloatingIp, wish: AssociationWish): Association {
  const { cloud } = asking;
  const { port_id: current } = floatingIp;
  const fixed = wish.fixed_ip_address ?? undefined;
  if (fixed !== undefined && typeof wish.port_id !== 'string') {
    throw refuse.bad('floatingip', 'fixed_ip_address cannot be specified without a port_id');
  }
  const isUntouched = wish.port_id === undefined && Object.keys(wish).length > 0;
  const wanted = isUntouched ? current : wish.port_id;
  if (typeof wanted !== 'string') return none;
  const port = portOf(asking, wanted, floatingIp);
  const inside = insideIp(port, fixed);
  const routerId = routerBetween(cloud, port, inside, floatingIp.floating_network_id);
  if (port.id !== current) refuseTaken(cloud, floatingIp, port, inside);
  return { port_id: port.id, fixed_ip_address: inside.ip_address, router_id: routerId };
}

function portOf({ cloud, caller }: Asking, id: string, { project_id: owner }: FloatingIp): Port {
  const port = cloud.state.ports.get(id);
  const isSeen = port !== undefined && (isAdmin(caller) || port.project_id === caller.projectId);
  if (!isSeen) throw refuse.missing('PortNotFound', `Port ${id} could not be found.`);
  if (port.project_id === owner || isAdmin(caller)) return port;
  const why = 'since that port is owned by a different tenant';
  throw refuse.bad('floatingip', `Cannot process floating IP association with Port ${id}, ${why}`);
}

/** The address asked for, or the port's only one of IPv4. */
function insideIp({ id, fixed_ips: fixedIps }: Port, address: string | undefined): FixedIp {
  if (address?.includes(':') === true) {
    const why = 'since that is not an IPv4 address';
    throw refuse.bad('floatingip', `Cannot process floating IP association with ${address}, ${why}`);
  }
  const four = fixedIps.filter(({ ip_address }) => !ip_address.includes(':'));
  const chosen = address === undefined ? four[0] : four.find(({ ip_address }) => ip_address === address);
  if (chosen === undefined) {
    const missing =
      address === undefined
        ? `Cannot add floating IP to port ${id} that has no fixed IPv4 addresses`
        : `Port ${id} does not have fixed ip ${address}`;
    throw refuse.bad('floatingip', missing);
  }
  if (address !== undefined || four.length === 1) return chosen;
  const cure = 'Must provide a specific IPv4 address when assigning a floating IP';
  throw refuse.bad('floatingip', `Port ${id} has multiple fixed IPv4 addresses.  ${cure}`);
}

/** The router that leads from the port's subnet to that external network; the one at the gateway's address first. */
function routerBetween(cloud: SimCloud, port: Port, inside: FixedIp, externalId: string): string {
  const gateway = cloud.state.subnets.get(inside.subnet_id)?.gateway_ip;
  const ways = cloud.state.ports
    .where(
      ({ device_owner, network_id }) => device_owner === 'network:router_interface' && network_id === port.network_id,
    )
    .flatMap(({ device_id, fixed_ips }) => fixed_ips.map((fixedIp) => ({ ...fixedIp, routerId: device_id })))
    .filter(({ subnet_id }) => subnet_id === inside.subnet_id)
    .filter(({ routerId }) => gatewayPort(cloud, { id: routerId })?.network_id === externalId);
  const found = ways.find(({ ip_address }) => ip_address === gateway) ?? ways[0];
  if (found !== undefined) return found.routerId;
  const what = `External network ${externalId} is not reachable from subnet ${inside.subnet_id}.`;
  const message = `${what}  Therefore, cannot associate Port ${port.id} with a Floating IP.`;
  throw refuse.missing('ExternalGatewayForFloatingIPNotFound', message);
}

function refuseTaken({ state }: SimCloud, floatingIp: FloatingIp, { id }: Port, { ip_address: inside }: FixedIp): void {
  const { floating_network_id: networkId, floating_ip_address: outside } = floatingIp;
  const other = state.floatingIps.find(
    ({ port_id, fixed_ip_address, floating_network_id }) =>
      port_id === id && fixed_ip_address === inside && floating_network_id === networkId,
  );
  if (other === undefined) return;
  const what = `Cannot associate floating IP ${outside} (${floatingIp.id}) with port ${id} using fixed IP ${inside}`;
  const why = `as that fixed IP already has a floating IP on external network ${networkId}`;
  throw refuse.conflict('FloatingIPPortAlreadyAssociated', `${what}, ${why}.`);
}
