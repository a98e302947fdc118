import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeValues } from './attribute-values.ts';
import type { Asking, Collection, Shown } from './collection.ts';
import { collectionRoutes } from './collection-routes.ts';
import { type Association, associate } from './associate.ts';
import { forgetPort, makePort } from './make-port.ts';
import type { FloatingIp, Network } from './records.ts';
import { refuse } from './refuse.ts';
import { settleFloatingIp } from './settle-floating-ip.ts';
import { standardAttributes } from './standard-attributes.ts';
import { standardFields, touch } from './touch.ts';

const { address, name, uuid } = attributeValues;

const anyTime = {
  description: name.optional(),
  port_id: uuid.nullable().optional(),
  fixed_ip_address: address.nullable().optional(),
  qos_policy_id: uuid.nullable().optional(),
};
const create = z.object({
  ...anyTime,
  floating_network_id: uuid,
  floating_ip_address: address.nullable().optional(),
  subnet_id: uuid.nullable().optional(),
});
const change = z.object(anyTime);
type Draft = z.output<typeof create>;
type Change = z.output<typeof change>;

const chosenBy = ['fixed_ip_address', 'floating_ip_address', 'floating_network_id', 'router_id'];

export const floatingIps: Collection<FloatingIp, Draft, Change> = {
  path: 'floatingips',
  attributes: {
    singular: 'floatingip',
    create,
    change,
    fixed: [...standardAttributes.fixed, 'router_id', 'port_details'],
  },
  missing: (id) => refuse.missing('FloatingIPNotFound', `Floating IP ${id} could not be found`),
  limited: 'floatingip',
  filters: [...standardAttributes.filters.filter((filter) => filter !== 'name'), ...chosenBy, 'port_id'],
  sorts: [...standardAttributes.sorts.filter((sort) => sort !== 'name'), ...chosenBy],
  table: ({ state }) => state.floatingIps,
  view: viewFloatingIp,
  forbidden: ({ caller }, given) =>
    !isAdmin(caller) && 'floating_ip_address' in given && typeof given.floating_ip_address === 'string'
      ? 'floating_ip_address'
      : undefined,
  make: makeFloatingIp,
  change(asking, floatingIp, given) {
    const { description = floatingIp.description, qos_policy_id = floatingIp.qos_policy_id } = given;
    const association = associate(asking, floatingIp, given);
    Object.assign(floatingIp, { description, qos_policy_id, ...association });
    touch(asking.cloud, floatingIp);
    settleFloatingIp(asking.cloud, floatingIp.id);
  },
  remove({ cloud }, { id }) {
    cloud.state.floatingIps.remove(id);
    const outside = cloud.state.ports.find((port) => port.device_id === id);
    if (outside !== undefined) forgetPort(cloud, outside.id);
  },
};

export function floatingIpsRoutes(app: FastifyInstance, cloud: SimCloud): void {
  collectionRoutes(app, cloud, floatingIps);
}

/** Its address is that of a port on the external network that belongs to nobody. */
function makeFloatingIp(asking: Asking, given: Draft, projectId: string): FloatingIp {
  const { cloud } = asking;
  const network = externalOf(cloud, given.floating_network_id);
  const standard = standardFields(cloud, projectId, given);
  const [subnetId, wanted] = [given.subnet_id ?? undefined, given.floating_ip_address ?? undefined];
  const wish = { subnet_id: subnetId, ip_address: wanted };
  const draft = {
    network_id: network.id,
    device_id: standard.id,
    device_owner: 'network:floatingip',
    fixed_ips: subnetId === undefined && wanted === undefined ? undefined : [wish],
  };
  const outside = makePort(cloud, draft, '');
  outside.status = 'N/A';
  const made: FloatingIp = {
    ...standard,
    floating_ip_address: outside.fixed_ips.find(({ ip_address }) => !ip_address.includes(':'))?.ip_address ?? '',
    floating_network_id: network.id,
    port_id: null,
    fixed_ip_address: null,
    router_id: null,
    status: 'DOWN',
    qos_policy_id: given.qos_policy_id ?? null,
    revision_number: 0,
  };
  Object.assign(made, associatedOrUndone(asking, made, given, outside.id));
  cloud.state.floatingIps.put(made);
  settleFloatingIp(cloud, made.id);
  return made;
}

function associatedOrUndone(asking: Asking, made: FloatingIp, given: Draft, outsideId: string): Association {
  try {
    return associate(asking, made, given);
  } catch (fault) {
    forgetPort(asking.cloud, outsideId);
    throw fault;
  }
}

function externalOf({ state }: SimCloud, id: string): Network {
  const network = state.networks.get(id);
  if (network === undefined) throw refuse.missing('NetworkNotFound', `Network ${id} could not be found.`);
  if (!network['router:external']) {
    throw refuse.bad('floatingip', `Network ${id} is not a valid external network`);
  }
  const hasFour =
    state.subnets.find(({ network_id, ip_version }) => network_id === id && ip_version === 4) !== undefined;
  if (!hasFour) throw refuse.bad('floatingip', `Network ${id} does not contain any IPv4 subnet`);
  return network;
}

function viewFloatingIp({ state }: SimCloud, { name: _name, ...floatingIp }: FloatingIp): Shown {
  const port = floatingIp.port_id === null ? undefined : state.ports.get(floatingIp.port_id);
  if (port === undefined) return { ...floatingIp, port_details: null };
  const { name: text, network_id, mac_address, admin_state_up, status, device_id, device_owner } = port;
  const details = { name: text, network_id, mac_address, admin_state_up, status, device_id, device_owner };
  return { ...floatingIp, port_details: details };
}
