import { addressIn, type MadeNetworks } from './make-networks.ts';
import type { MadeProject } from './make-projects.ts';
import { oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

const path = '/network/v2.0/ports';

/** A virtual address that is switched off and that nothing guards, and an appliance that routes lead through. */
export async function makeLoosePorts(api: SimApi, project: MadeProject, { main, side }: MadeNetworks): Promise<void> {
  const { random, id } = project;
  const of = { project_id: id, name: 'vip' };
  const vip = { ...of, network_id: main.networkId, admin_state_up: false, security_groups: [] };
  const fixed = [addressIn(main, 97), addressIn(main, 98)];
  await api.make(path, { port: { ...vip, fixed_ips: fixed, description: oddText(random) } });
  const open = { port_security_enabled: false, security_groups: [], allowed_address_pairs: [] };
  await api.make(path, { port: { ...of, ...open, network_id: side.networkId, fixed_ips: [addressIn(side, 40)] } });
  await api.make(path, { port: { ...of, network_id: side.networkId, fixed_ips: [] } });
}
