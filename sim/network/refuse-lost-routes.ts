import type { SimCloud } from '../cloud/sim-cloud.ts';
import { pythonText } from './python-text.ts';
import type { HostRoute, Router } from './records.ts';
import { refuse } from './refuse.ts';
import { isWithin } from './subnet-plan.ts';

const mostRoutes = 30;

/** Each route's next hop has to lie in a subnet of the router, and be none of its own addresses. */
export function refuseLostRoutes({ state }: SimCloud, router: Router, routes: readonly HostRoute[]): void {
  if (routes.length > mostRoutes) {
    const why = `The number of routes exceeds the maximum ${mostRoutes}.`;
    const message = `Unable to complete operation for ${router.id}. ${why}`;
    throw refuse.invalid('RoutesExhausted', message);
  }
  const own = state.ports.where(({ device_id }) => device_id === router.id).flatMap(({ fixed_ips }) => fixed_ips);
  const cidrs = own.flatMap(({ subnet_id }) => state.subnets.get(subnet_id)?.cidr ?? []);
  for (const { nexthop } of routes) {
    const isConnected = cidrs.some((cidr) => isWithin(cidr, nexthop));
    if (!isConnected) throw lost(routes, 'the nexthop is not connected with router');
    const isOwn = own.some(({ ip_address }) => ip_address === nexthop);
    if (isOwn) throw lost(routes, 'the nexthop is used by router');
  }
}

function lost(routes: readonly HostRoute[], reason: string): Error {
  return refuse.invalid('InvalidRoutes', `Invalid format for routes: ${pythonText(routes)}, ${reason}`);
}
