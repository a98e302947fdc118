import type { MadeNetworks } from './make-networks.ts';
import type { MadeProject } from './make-projects.ts';
import { tag } from './make-networks.ts';
import { oddName, oddTags, oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

const path = '/network/v2.0/routers';

export interface RouterChoice {
  readonly networks: MadeNetworks;
  readonly externalId: string;
  /** With some of everything. */
  readonly isFirst: boolean;
}

/**
 * A router that leads out, with an interface in each subnet: at the gateway's address, and at the address of a port
 * where there is no gateway; its routes go through an address of the project. By chance one more that leads nowhere.
 */
export async function makeRouters(
  api: SimApi,
  project: MadeProject,
  { networks, externalId, isFirst }: RouterChoice,
): Promise<void> {
  const { random, id } = project;
  const { main, side, sixId } = networks;
  const of = { project_id: id };
  const gateway = { network_id: externalId, enable_snat: isFirst ? false : random.isTrue(0.7) };
  const router = { ...of, name: oddName(random), description: oddText(random), external_gateway_info: gateway };
  const routerId = await api.make(path, { router });
  await tag(api, `routers/${routerId}`, oddTags(random));
  const join = (body: object): Promise<unknown> => api.send('PUT', `${path}/${routerId}/add_router_interface`, body);
  await join({ subnet_id: main.id });
  if (sixId !== undefined) await join({ subnet_id: sixId });
  if (isFirst || random.isTrue(0.5)) {
    const fixed = { subnet_id: side.id, ip_address: `${side.prefix}33` };
    const port = { ...of, name: oddName(random), network_id: side.networkId, fixed_ips: [fixed] };
    await join({ port_id: await api.make('/network/v2.0/ports', { port }) });
  }
  const routes = [
    { destination: '10.77.0.0/16', nexthop: `${main.prefix}98` },
    { destination: '10.78.0.0/24', nexthop: `${main.prefix}9` },
  ];
  await api.send('PUT', `${path}/${routerId}`, { router: { routes } });
  if (isFirst || random.isTrue(0.2)) await api.make(path, { router: { ...of, name: '', admin_state_up: false } });
}
