import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { parseAddress } from './address.ts';
import { attributeValues } from './attribute-values.ts';
import { changePort } from './change-port.ts';
import { parseCidr } from './cidr.ts';
import type { Asking, Collection, Shown } from './collection.ts';
import { collectionRoutes } from './collection-routes.ts';
import { makePort } from './make-port.ts';
import type { Port } from './records.ts';
import { pythonText } from './python-text.ts';
import { refuse } from './refuse.ts';
import { removePort } from './remove-port.ts';
import { standardAttributes } from './standard-attributes.ts';

const { address, flag, listOf, mac, name, oneOf, text, uuid, whole } = attributeValues;

const pairAddress = z.string().refine((given) => parseAddress(given) !== undefined || parseCidr(given) !== undefined, {
  error: ({ input }) => `'${String(input)}' is not a valid IP address or subnet`,
});
const pair = z
  .unknown()
  .transform((given) => {
    if (typeof given === 'object' && given !== null && 'ip_address' in given) return given;
    throw refuse.invalid('AllowedAddressPairsMissingIP', 'AllowedAddressPair must contain ip_address');
  })
  .pipe(z.strictObject({ ip_address: pairAddress, mac_address: mac.optional() }));
const optionShape = z.strictObject({
  opt_name: text(64).min(1),
  opt_value: text(255).nullable(),
  ip_version: whole.optional(),
});
const option = z.unknown().transform((given) => {
  const parsed = optionShape.safeParse(given);
  if (parsed.success) return parsed.data;
  throw refuse.input(`No valid key specs matched for: ${pythonText(given)}`);
});
const vnicType = oneOf('normal', 'direct', 'macvtap', 'baremetal', 'direct-physical', 'virtio-forwarder', 'smart-nic');

const anyTime = {
  ...standardAttributes.values,
  admin_state_up: flag.optional(),
  mac_address: mac.optional(),
  fixed_ips: listOf(z.object({ subnet_id: uuid.optional(), ip_address: address.optional() })).optional(),
  device_id: name.optional(),
  device_owner: name.optional(),
  security_groups: listOf(uuid).optional(),
  port_security_enabled: flag.optional(),
  allowed_address_pairs: listOf(pair).optional(),
  extra_dhcp_opts: listOf(option).optional(),
  qos_policy_id: uuid.nullable().optional(),
  'binding:vnic_type': vnicType.optional(),
  'binding:host_id': name.nullable().optional(),
  'binding:profile': z.record(z.string(), z.unknown()).nullable().optional(),
};

const create = z.object({ ...anyTime, network_id: uuid, tags: listOf(text(255)).optional() });
const change = z.object(anyTime);
type Draft = z.output<typeof create>;
type Change = z.output<typeof change>;

const fixed = ['binding:vif_type', 'binding:vif_details', 'qos_network_policy_id', 'resource_request'];
const chosenBy = ['network_id', 'admin_state_up', 'device_id', 'device_owner', 'mac_address'];
const bound = ['binding:host_id', 'binding:profile', 'binding:vif_type', 'binding:vif_details'];

export const ports: Collection<Port, Draft, Change> = {
  path: 'ports',
  attributes: {
    singular: 'port',
    create,
    change,
    fixed: [...standardAttributes.fixed.filter((known) => known !== 'tags'), ...fixed],
  },
  missing: (id) => refuse.missing('PortNotFound', `Port ${id} could not be found.`),
  limited: 'port',
  filters: [...standardAttributes.filters, ...chosenBy, 'fixed_ips', 'security_groups', 'binding:host_id'],
  sorts: [...standardAttributes.sorts, ...chosenBy],
  table: ({ state }) => state.ports,
  maySee: (asking, { network_id }) => isNetworkOwner(asking, network_id),
  view: viewPort,
  hidden: [...bound, 'resource_request'],
  forbidden: (asking, given, port) => forbidden(asking, given, port),
  checkAll: refuseForeign,
  make({ cloud }, given, projectId) {
    const host = given['binding:host_id'] ?? undefined;
    const profile = given['binding:profile'] ?? undefined;
    return makePort(cloud, { ...given, 'binding:host_id': host, 'binding:profile': profile }, projectId);
  },
  change: ({ cloud }, port, given) => changePort(cloud, port, given),
  remove: ({ cloud }, port) => removePort(cloud, port),
};

export function portsRoutes(app: FastifyInstance, cloud: SimCloud): void {
  collectionRoutes(app, cloud, ports);
}

function isNetworkOwner({ cloud, caller }: Asking, networkId: string): boolean {
  const owner = cloud.state.networks.get(networkId)?.project_id;
  return caller.projectId !== undefined && caller.projectId === owner;
}

/** A member makes ports on its own and on shared networks. */
function refuseForeign(asking: Asking, drafts: readonly Draft[]): void {
  for (const { network_id: id } of drafts) {
    const network = asking.cloud.state.networks.get(id);
    if (isAdmin(asking.caller) || isNetworkOwner(asking, id) || network?.shared === true) continue;
    if (network?.['router:external'] !== true) {
      throw refuse.missing('NetworkNotFound', `Network ${id} could not be found.`);
    }
    throw refuse.foreign(asking.caller.projectId ?? '', 'port');
  }
}

const ownersOnly = ['mac_address', 'fixed_ips', 'port_security_enabled', 'allowed_address_pairs'] as const;

/** What binds to hosts is for administrators; MACs, addresses and the guard are the network's owner's to choose. */
function forbidden(asking: Asking, given: Change & { readonly network_id?: string }, port?: Port): string | undefined {
  if (isAdmin(asking.caller)) return undefined;
  const administrative = (['binding:host_id', 'binding:profile'] as const).find((item) => given[item] !== undefined);
  if (administrative !== undefined) return administrative;
  if (port !== undefined && given.mac_address !== undefined) return 'mac_address';
  const networkId = port?.network_id ?? given.network_id ?? '';
  if (isNetworkOwner(asking, networkId)) return undefined;
  if (given.device_owner?.startsWith('network:') === true) return 'device_owner';
  const isShared = asking.cloud.state.networks.get(networkId)?.shared === true;
  return ownersOnly.find(
    (item) => given[item] !== undefined && !(item === 'fixed_ips' && isShared && !hasAddress(given)),
  );
}

function hasAddress({ fixed_ips: fixedIps = [] }: Change): boolean {
  return fixedIps.some(({ ip_address }) => ip_address !== undefined);
}

const bridged = { connectivity: 'l2', port_filter: true, bound_drivers: { '0': 'linuxbridge' } };

function viewPort(_cloud: SimCloud, port: Port): Shown {
  const isBound = port['binding:host_id'] !== '';
  return {
    ...port,
    'binding:vif_type': isBound ? 'bridge' : 'unbound',
    'binding:vif_details': isBound ? bridged : {},
    qos_network_policy_id: null,
    resource_request: null,
  };
}
