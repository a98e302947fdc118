import { request as ask } from 'undici';
import { z } from 'zod';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { catalogEndpoints, catalogServices } from '../identity/catalog.ts';
import type { ImportRequest } from './import-request.ts';

export type Fetched =
  | { readonly bytes: Buffer; readonly properties: Readonly<Record<string, string>> }
  | { readonly fault: string };

/** Properties that come along with an image of another Glance (`[glance_download_properties]`). */
const broughtAlong = ['hw_', 'trait:', 'os_distro', 'os_secure_boot', 'os_type'];

const imageSchema = z.looseObject({ status: z.string(), size: z.number() });

/** Fetches the bytes of an image from where a request says, with the token of who asks where that is another Glance. */
export async function fetchBytes(cloud: SimCloud, { method }: ImportRequest, token: string): Promise<Fetched> {
  try {
    if (method.name === 'web-download') return { bytes: await bytesOf(method.uri ?? '', {}), properties: {} };
    const url = `${glanceOf(cloud, method.glance_region ?? '')}/v2/images/${method.glance_image_id}`;
    const headers = { 'x-auth-token': token };
    const answer = await ask(url, { headers });
    const { status, size, ...others } = imageSchema.parse(await answer.body.json());
    const bytes = await bytesOf(`${url}/file`, headers);
    if (status !== 'active' || bytes.length !== size) return { fault: `${status}, ${bytes.length} of ${size} bytes` };
    const isBrought = (name: string): boolean => broughtAlong.some((prefix) => name.startsWith(prefix));
    const properties = Object.entries(others).filter(([name]) => isBrought(name));
    return { bytes, properties: Object.fromEntries(properties.map(([name, value]) => [name, String(value)])) };
  } catch (problem) {
    return { fault: String(problem) };
  }
}

async function bytesOf(url: string, headers: Record<string, string>): Promise<Buffer> {
  const { statusCode, body } = await ask(url, { headers });
  const bytes = Buffer.from(await body.arrayBuffer());
  if (statusCode !== 200) throw new Error(`the answer was ${statusCode}`);
  return bytes;
}

/** Glance takes the first of a region, whatever the case of its name. */
function glanceOf(cloud: SimCloud, region: string): string {
  const ids = catalogServices(cloud).flatMap(({ id, type }) => (type === 'image' ? [id] : []));
  const found = catalogEndpoints(cloud).find(
    (one) => ids.includes(one.service_id) && one.region.toLowerCase() === region.toLowerCase(),
  );
  if (found === undefined) throw new Error(`there is no Glance in region ${region}`);
  return found.url;
}
