import type { SimCloud } from '../cloud/sim-cloud.ts';
import { canonicalAddress } from './address.ts';
import type { Asking } from './collection.ts';
import { allocateFixedIps, type FixedIpWish } from './fixed-ips.ts';
import { forgetPort, makePort } from './make-port.ts';
import type { Network, Port, Router } from './records.ts';
import { refuse } from './refuse.ts';
import { refuseOverlap } from './router-interfaces.ts';
import { touch } from './touch.ts';

/** The way out of a router, as a request gives it. */
export interface RouterGateway {
  readonly network_id: string;
  readonly enable_snat?: boolean | undefined;
  /** Any of the external network when there is none. */
  readonly external_fixed_ips?: readonly FixedIpWish[] | undefined;
}

/** Leads a router out, or changes how it does; 400, 404 and 409 as `external_gateway_info` has them. */
export function setGateway({ cloud, caller }: Asking, router: Router, info: RouterGateway): void {
  const { network_id: networkId, enable_snat: hasSnat = true, external_fixed_ips: wishes = [] } = info;
  const network = cloud.state.networks.get(networkId);
  const isSeen =
    network !== undefined && (network['router:external'] || network.shared || caller.roles.includes('admin'));
  if (!isSeen) throw refuse.missing('NetworkNotFound', `Network ${networkId} could not be found.`);
  if (!network['router:external']) throw refuse.bad('router', `Network ${networkId} is not an external network`);
  refuseGatewaysAddress(cloud, network, wishes);
  const current = gatewayPort(cloud, router);
  const port =
    current?.network_id === networkId ? movedPort(cloud, current, wishes) : newPort(cloud, router, network, wishes);
  router.external_gateway_info = { network_id: networkId, enable_snat: hasSnat, external_fixed_ips: port.fixed_ips };
}

export function gatewayPort({ state }: SimCloud, { id }: Pick<Router, 'id'>): Port | undefined {
  return state.ports.find(
    ({ device_id, device_owner }) => device_id === id && device_owner === 'network:router_gateway',
  );
}

/** What routes the external network itself has that address. */
function refuseGatewaysAddress({ state }: SimCloud, { id }: Network, wishes: readonly FixedIpWish[]): void {
  const gateways = state.subnets.where(({ network_id }) => network_id === id).map(({ gateway_ip }) => gateway_ip);
  const found = wishes.find(({ ip_address: text }) => text !== undefined && gateways.includes(canonicalAddress(text)));
  if (found === undefined) return;
  throw refuse.bad('router', `External IP ${found.ip_address ?? ''} is the same as the gateway IP`);
}

/** The same port with other addresses; those that it has and that are asked for stay. */
function movedPort(cloud: SimCloud, port: Port, wishes: readonly FixedIpWish[]): Port {
  if (wishes.length === 0) return port;
  const isKept = (wish: FixedIpWish): boolean => port.fixed_ips.some((fixedIp) => isSame(wish, fixedIp));
  const kept = port.fixed_ips.filter((fixedIp) => wishes.some((wish) => isSame(wish, fixedIp)));
  const added = wishes.filter((wish) => !isKept(wish));
  const { network_id: networkId, mac_address: mac, device_owner: deviceOwner } = port;
  port.fixed_ips = [...kept, ...allocateFixedIps(cloud, { networkId, mac, deviceOwner, wishes: added }, kept)];
  touch(cloud, port);
  return port;
}

function isSame(wish: FixedIpWish, fixedIp: { readonly subnet_id: string; readonly ip_address: string }): boolean {
  if (wish.ip_address === undefined) return wish.subnet_id === fixedIp.subnet_id;
  return canonicalAddress(wish.ip_address) === fixedIp.ip_address;
}

function newPort(cloud: SimCloud, router: Router, network: Network, wishes: readonly FixedIpWish[]): Port {
  refuseUsedGateway(cloud, router);
  refuseOverlap(
    cloud,
    router,
    cloud.state.subnets.where(({ network_id }) => network_id === network.id),
  );
  const draft = {
    network_id: network.id,
    device_id: router.id,
    device_owner: 'network:router_gateway',
    fixed_ips: wishes.length === 0 ? undefined : wishes,
  };
  const former = gatewayPort(cloud, router);
  const made = makePort(cloud, draft, '');
  if (former !== undefined) forgetPort(cloud, former.id);
  return made;
}

/** Floating IPs need the way out that they came by. */
export function refuseUsedGateway({ state }: SimCloud, { id, external_gateway_info: info }: Router): void {
  if (info === null || state.floatingIps.find(({ router_id }) => router_id === id) === undefined) return;
  const why = `since a gateway to external network ${info.network_id} is required by one or more floating IPs.`;
  throw refuse.conflict('RouterExternalGatewayInUseByFloatingIp', `Gateway cannot be updated for router ${id}, ${why}`);
}
