import { request } from 'undici';
import { sendJson } from '../../src/openstack/calls.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { imageSchema, waitForImage } from '../../src/openstack/image.ts';

/** Makes a private raw image of those bytes in the project that we are logged in to. Returns its id. */
export async function makeImage(cloud: Cloud, name: string, bytes: Buffer): Promise<string> {
  const body = { name, disk_format: 'raw', container_format: 'bare', visibility: 'private', hw_disk_bus: 'virtio' };
  const { id } = await sendJson(cloud, { service: 'image', method: 'POST', path: '/images', body }, imageSchema);
  const headers = { 'x-auth-token': (await cloud.login()).token, 'content-type': 'application/octet-stream' };
  const url = `${await cloud.endpoint('image')}/images/${id}/file`;
  const { statusCode, body: answer } = await request(url, { method: 'PUT', headers, body: bytes });
  await answer.dump();
  if (statusCode !== 204) throw new Error(`the upload was answered with ${statusCode}`);
  await waitForImage(cloud, id, 120_000);
  return id;
}
