import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { request } from 'undici';
import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';

const floatingIp = z.looseObject({
  floating_ip_address: z.string(),
  fixed_ip_address: z.string().nullable(),
  project_id: z.string(),
});
const limitMs = 20_000;

/** The floating IP that leads to a guest, of that project where several have such a guest. Rejects without one. */
export async function floatingIpOf(cloud: Cloud, fixedIp: string, projectId?: string): Promise<string> {
  const collection = { service: 'network', path: '/floatingips', key: 'floatingips', item: floatingIp } as const;
  const found = (await list(cloud, collection)).find(
    ({ fixed_ip_address: fixed, project_id: owner }) => fixed === fixedIp && owner === (projectId ?? owner),
  );
  if (found === undefined) throw new Error(`no floating IP of ${cloud.name} leads to ${fixedIp}`);
  return found.floating_ip_address;
}

/** Says a line to a guest, such as `mark WORD`, which writes the word to all its disks; the answer is its page. */
export async function tellGuest(address: string, line: string): Promise<string> {
  const socket = connect({ host: address, port: 81, timeout: limitMs });
  socket.on('timeout', () => socket.destroy());
  socket.end(`${line}\n`);
  return await textOf(socket).catch(() => 'no answer');
}

/** The page of a guest as it was when that was last told something. */
export async function guestPage(address: string): Promise<string> {
  try {
    const answer = await request(`http://${address}/`, { headersTimeout: 3000, bodyTimeout: 3000 });
    return await answer.body.text();
  } catch {
    return 'no answer';
  }
}
