import type { MadeProject } from './make-projects.ts';
import { oddName, oddTags, oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

/** A subnet in which ports are given addresses by hand. */
export interface MadeSubnet {
  readonly networkId: string;
  readonly id: string;
  /** The first three numbers of its addresses, with a dot behind them. */
  readonly prefix: string;
}

export interface MadeNetworks {
  /** Leads out, with a gateway at .254; Neutron gives addresses up to .60, and .100. */
  readonly main: MadeSubnet;
  /** Of the same name, without gateway and DHCP; Neutron gives addresses up to .62. */
  readonly side: MadeSubnet;
  /** The IPv6 subnet of the main network, where it has one. */
  readonly sixId: string | undefined;
}

const path = '/network/v2.0';

/** Two networks of one name, and by chance a third that is switched off; each boolean is false somewhere. */
export async function makeNetworks(api: SimApi, project: MadeProject, isFirst: boolean): Promise<MadeNetworks> {
  const { random, id } = project;
  const of = { project_id: id };
  const block = random.below(250);
  const name = isFirst ? 'net' : oddName(random);
  const make = async (more: object): Promise<string> => {
    const network = { ...of, name, description: oddText(random), ...more };
    const networkId = await api.make(`${path}/networks`, { network });
    await tag(api, `networks/${networkId}`, oddTags(random));
    return networkId;
  };
  const subnet = async (networkId: string, more: object): Promise<string> => {
    const body = { ...of, network_id: networkId, name: '', ip_version: 4, description: oddText(random), ...more };
    return api.make(`${path}/subnets`, { subnet: body });
  };
  const mainId = await make({ mtu: isFirst ? 1400 : random.pick([1280, 1400, 1442]) });
  const main = { networkId: mainId, prefix: `10.${block}.0.` };
  const mainSubnetId = await subnet(mainId, { name: oddName(random), ...mainShape(main.prefix) });
  const modes = { ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' };
  const six = { name: 'six', ip_version: 6, cidr: `fd00:${block.toString(16)}::/64`, ...modes };
  const sixId = isFirst || random.isTrue(0.3) ? await subnet(mainId, six) : undefined;
  const sideId = await make({ description: 'line one\nline two' });
  const side = { networkId: sideId, prefix: `10.${block}.1.` };
  const plain = { cidr: `${side.prefix}0/26`, gateway_ip: null, enable_dhcp: false };
  const sideSubnetId = await subnet(sideId, plain);
  await tag(api, `subnets/${sideSubnetId}`, oddTags(random));
  if (isFirst || random.isTrue(0.3)) {
    const closed = await make({ admin_state_up: false, port_security_enabled: false, shared: random.isTrue(0.5) });
    await subnet(closed, { cidr: `${main.prefix}0/30`, gateway_ip: `${main.prefix}2` });
  }
  return { main: { ...main, id: mainSubnetId }, side: { ...side, id: sideSubnetId }, sixId };
}

/** An address of a subnet as a port is given it. `number` is its last one. */
export function addressIn({ id, prefix }: MadeSubnet, number: number): object {
  return { subnet_id: id, ip_address: `${prefix}${number}` };
}

/** Neutron takes tags only for what is there already. `place` is `networks/<id>`. */
export async function tag(api: SimApi, place: string, tags: readonly string[]): Promise<void> {
  if (tags.length > 0) await api.send('PUT', `${path}/${place}/tags`, { tags });
}

function mainShape(prefix: string): object {
  return {
    cidr: `${prefix}0/24`,
    gateway_ip: `${prefix}254`,
    allocation_pools: [
      { start: `${prefix}10`, end: `${prefix}60` },
      { start: `${prefix}100`, end: `${prefix}100` },
    ],
    dns_nameservers: [`${prefix}53`, '192.0.2.1'],
    host_routes: [
      { destination: '10.66.0.0/16', nexthop: `${prefix}9` },
      { destination: '192.0.2.128/25', nexthop: `${prefix}9` },
    ],
  };
}
