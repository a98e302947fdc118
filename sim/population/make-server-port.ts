import type { Random } from '../cloud/random.ts';
import { addressIn, type MadeSubnet, tag } from './make-networks.ts';
import type { MadeProject } from './make-projects.ts';
import type { GroupSets } from './make-security-groups.ts';
import { oddName, oddTags, oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

/** A port that a server may be booted on. */
export interface MadePort {
  readonly id: string;
  /** Its address in the subnet it was made for. */
  readonly address: string;
}

const path = '/network/v2.0/ports';

/** A port with an address and MAC of the operator's choice. `number` is its last number; each port has another. */
export async function makeServerPort(
  api: SimApi,
  project: MadeProject,
  subnet: MadeSubnet,
  number: number,
  groups: GroupSets,
): Promise<MadePort> {
  const { random, id } = project;
  const mac = `fa:16:3e:${hexPair(random.below(256))}:${hexPair(random.below(256))}:${hexPair(number)}`;
  const address = `${subnet.prefix}${number}`;
  const port = {
    project_id: id,
    name: random.isTrue(0.5) ? '' : oddName(random),
    description: oddText(random),
    network_id: subnet.networkId,
    mac_address: mac,
    fixed_ips: [addressIn(subnet, number), ...(random.isTrue(0.2) ? [addressIn(subnet, number + 8)] : [])],
    ...guardOf(random, subnet, groups),
    ...(random.isTrue(0.4) ? { extra_dhcp_opts: dhcpOptions } : {}),
  };
  const portId = await api.make(path, { port });
  await tag(api, `ports/${portId}`, oddTags(random));
  return { id: portId, address };
}

const dhcpOptions = [
  { opt_name: 'domain-name', opt_value: 'odd.example' },
  { opt_name: 'bootfile-name', opt_value: 'ß 0', ip_version: 4 },
];

/** No port security at all, no group, or groups and addresses that it may speak for. */
function guardOf(random: Random, { prefix }: MadeSubnet, groups: GroupSets): object {
  if (random.isTrue(0.2)) return { port_security_enabled: false, security_groups: [] };
  const chosen = random.pick([groups[0], ...groups]).filter(() => random.isTrue(0.7));
  const pairs = [{ ip_address: `${prefix}98` }, { ip_address: '10.77.0.0/16', mac_address: 'fa:16:3e:00:00:01' }];
  return {
    ...(random.isTrue(0.7) ? { security_groups: chosen } : {}),
    ...(random.isTrue(0.5) ? { allowed_address_pairs: pairs } : {}),
  };
}

function hexPair(number: number): string {
  return number.toString(16).padStart(2, '0');
}
