import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Network } from '../network/records.ts';
import type { NicOrder } from './boot-order.ts';
import type { NetworkWish, ServerBody } from './server-body.ts';

/** The interfaces that a request asks for (Nova's `validate_networks`). */
export function orderNics(cloud: SimCloud, caller: Caller, wish: ServerBody['server']['networks']): NicOrder[] {
  if (wish === 'none') return [];
  const wishes = wish === undefined || wish === 'auto' ? [] : wish;
  if (wishes.length === 0) return onlyNetwork(cloud, caller, wish === 'auto');
  checkWishes(wishes);
  const nics = wishes.map((one) => nicOf(cloud, caller, one));
  const asked = nics.flatMap((nic) => ('networkId' in nic ? [nic.networkId] : []));
  for (const id of asked) checkNetwork(cloud, caller, id);
  return nics;
}

/** Without a word about networks a server gets the project's only one, if there is one. */
function onlyNetwork(cloud: SimCloud, { projectId }: Caller, isAuto: boolean): NicOrder[] {
  const usable = cloud.state.networks.where(({ project_id, shared }) => project_id === projectId || shared);
  if (usable.length > 1) {
    throw new ApiFault(409, 'Multiple possible networks found, use a Network ID to be more specific.');
  }
  const [network] = usable;
  if (network === undefined && isAuto) {
    throw new ApiFault(400, `Unable to automatically allocate a network for project ${projectId}`);
  }
  return network === undefined ? [] : [{ networkId: network.id, fixedIp: undefined }];
}

function checkWishes(wishes: readonly NetworkWish[]): void {
  const portIds = wishes.flatMap(({ port }) => port ?? []);
  const twice = portIds.find((id, index) => portIds.indexOf(id) !== index);
  if (twice !== undefined) {
    const message = `Port ID '${twice}' was specified twice: you cannot attach a port multiple times.`;
    throw new ApiFault(400, message);
  }
  for (const { port, uuid, fixed_ip } of wishes) {
    const hasPort = port !== undefined && port !== null;
    if (hasPort && fixed_ip !== undefined) {
      const message = `Specified Fixed IP '${fixed_ip}' cannot be used with port '${port}'`;
      throw new ApiFault(400, `${message}: the two cannot be specified together.`);
    }
    if (!hasPort && uuid === undefined) throw new ApiFault(400, "Bad network format: missing 'uuid'");
  }
}

function nicOf({ state }: SimCloud, caller: Caller, { port: portId, uuid = '', fixed_ip }: NetworkWish): NicOrder {
  if (portId === undefined || portId === null) {
    const taken = state.ports.find(
      ({ network_id, fixed_ips }) => network_id === uuid && fixed_ips.some(({ ip_address }) => ip_address === fixed_ip),
    );
    if (taken === undefined || fixed_ip === undefined) return { networkId: uuid, fixedIp: fixed_ip };
    throw new ApiFault(400, `Fixed IP address ${fixed_ip} is already in use on instance ${taken.device_id}.`);
  }
  const port = state.ports.get(portId);
  // The owner of a network sees all its ports; a server that gets one of another project ends in ERROR.
  const networkOwner = state.networks.get(port?.network_id ?? '')?.project_id;
  if (port === undefined || !(mayAct(caller, port.project_id) || mayAct(caller, networkOwner))) {
    throw new ApiFault(400, `Port id ${portId} could not be found.`);
  }
  if (port.device_id !== '') throw new ApiFault(409, `Port ${portId} is still in use.`);
  if (port.fixed_ips.length === 0) throw new ApiFault(400, `Port ${portId} requires a FixedIP in order to be used.`);
  return { portId };
}

function checkNetwork(cloud: SimCloud, caller: Caller, id: string): void {
  const { state } = cloud;
  const network = state.networks.get(id);
  if (network === undefined || !isUsable(network, caller)) {
    throw new ApiFault(400, `Network ${id} could not be found.`);
  }
  if (state.subnets.find(({ network_id }) => network_id === id) === undefined) {
    throw new ApiFault(400, `Network ${id} requires a subnet in order to boot instances on.`);
  }
}

/** External networks are seen by all; who boots on one without the right to gets a server in ERROR. */
function isUsable(network: Network, caller: Caller): boolean {
  return mayAct(caller, network.project_id) || network.shared || network['router:external'];
}
