import { tag } from './make-networks.ts';
import type { MadeProject } from './make-projects.ts';
import type { MadeServer } from './make-servers.ts';
import { oddTags, oddText } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';

const path = '/network/v2.0/floatingips';

/** Some of the servers can be reached from outside, and one address is only reserved. */
export async function makeFloatingIps(
  api: SimApi,
  { random, id }: MadeProject,
  servers: readonly MadeServer[],
  externalId: string,
): Promise<void> {
  const of = { project_id: id, floating_network_id: externalId };
  for (const [index, { port }] of servers.entries()) {
    if (port === undefined || (index > 0 && random.isTrue(0.6))) continue;
    const lead = { port_id: port.id, fixed_ip_address: port.address };
    await api.make(path, { floatingip: { ...of, ...lead, description: oddText(random) } });
  }
  if (servers.length === 0) return;
  const freeId = await api.make(path, { floatingip: { ...of, description: 'kept' } });
  await tag(api, `floatingips/${freeId}`, oddTags(random));
}
