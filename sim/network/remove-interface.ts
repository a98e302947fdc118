import type { SimCloud } from '../cloud/sim-cloud.ts';
import { forgetPort } from './make-port.ts';
import type { Port, Router, Subnet } from './records.ts';
import { refuse } from './refuse.ts';
import { isWithin } from './subnet-plan.ts';
import { touch } from './touch.ts';

/** What `add_router_interface` and `remove_router_interface` name. */
export interface InterfaceWish {
  readonly subnet_id?: string | undefined;
  readonly port_id?: string | undefined;
}

interface Removed {
  /** As it was. */
  readonly port: Port;
  /** Undefined: all of its subnets. */
  readonly subnetId: string | undefined;
}

/** Takes a router off a subnet or a port. 404 where it has no such, 409 where floating IPs or routes need it. */
export function removeInterface(cloud: SimCloud, router: Router, wish: InterfaceWish): Removed {
  if (wish.port_id !== undefined) return removeByPort(cloud, router, wish.port_id, wish.subnet_id);
  return removeBySubnet(cloud, router, wish.subnet_id ?? '');
}

function interfacesOf({ state }: SimCloud, { id }: Router): Port[] {
  return state.ports.where(
    ({ device_id, device_owner }) => device_id === id && device_owner === 'network:router_interface',
  );
}

function removeByPort(cloud: SimCloud, router: Router, id: string, subnetId: string | undefined): Removed {
  const port = interfacesOf(cloud, router).find((own) => own.id === id);
  if (port === undefined) {
    const message = `Router ${router.id} does not have an interface with id ${id}`;
    throw refuse.missing('RouterInterfaceNotFound', message);
  }
  const subnetIds = port.fixed_ips.map(({ subnet_id }) => subnet_id);
  if (subnetId !== undefined && !subnetIds.includes(subnetId)) {
    const message = `Subnet on port ${id} does not match the requested subnet ${subnetId}.`;
    throw refuse.invalid('SubnetMismatchForPort', message);
  }
  for (const subnet of subnetIds.flatMap((own) => cloud.state.subnets.get(own) ?? []))
    refuseUsed(cloud, router, subnet);
  forgetPort(cloud, id);
  return { port, subnetId: undefined };
}

function removeBySubnet(cloud: SimCloud, router: Router, id: string): Removed {
  const subnet = cloud.state.subnets.get(id);
  if (subnet === undefined) throw refuse.missing('SubnetNotFound', `Subnet ${id} could not be found.`);
  const port = interfacesOf(cloud, router).find(({ fixed_ips }) => fixed_ips.some(({ subnet_id }) => subnet_id === id));
  if (port === undefined) {
    const message = `Router ${router.id} has no interface on subnet ${id}`;
    throw refuse.missing('RouterInterfaceNotFoundForSubnet', message);
  }
  refuseUsed(cloud, router, subnet);
  if (port.fixed_ips.length === 1) {
    forgetPort(cloud, port.id);
  } else {
    port.fixed_ips = port.fixed_ips.filter(({ subnet_id }) => subnet_id !== id);
    touch(cloud, port);
  }
  return { port, subnetId: id };
}

function refuseUsed({ state }: SimCloud, router: Router, { id, cidr }: Subnet): void {
  const which = `Router interface for subnet ${id} on router ${router.id}`;
  const what = `${which} cannot be deleted, as it is required by one or more`;
  const isServed = ({ port_id: portId }: { readonly port_id: string | null }): boolean =>
    portId !== null && state.ports.get(portId)?.fixed_ips.some(({ subnet_id }) => subnet_id === id) === true;
  const served = state.floatingIps.where(({ router_id }) => router_id === router.id).find(isServed);
  if (served !== undefined) throw refuse.conflict('RouterInterfaceInUseByFloatingIP', `${what} floating IPs.`);
  const hasRoute = router.routes.some(({ nexthop }) => isWithin(cidr, nexthop));
  if (hasRoute) throw refuse.conflict('RouterInterfaceInUseByRoute', `${what} routes.`);
}
