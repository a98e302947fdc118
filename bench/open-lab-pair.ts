import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cloud } from '../src/openstack/cloud.ts';
import { deleteImage, listImages, waitForImage } from '../src/openstack/image.ts';
import { openPair } from '../src/operations/open-pair.ts';
import { copyByCurl } from './copy-by-curl.ts';
import { openPlainPair } from './open-plain-pair.ts';

const labState = process.env['PUMPHOUSE_LAB_STATE'] ?? '/var/lib/pumphouse-lab';
const prefix = 'pumphouse-bench';

/** Both clouds of the lab, with an image at the source that is gone when they are closed. */
export interface LabPair {
  readonly clientConfigFile: string;
  readonly cephConfigFile: string;
  readonly clouds: readonly [source: Cloud, destination: Cloud];
  readonly imageId: string;
  readonly digest: string;
  readonly sizeBytes: number;
  /** Makes an image without bytes at the destination. */
  makeImage(): Promise<string>;
  /** Deletes what copies made at the destination. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Undefined where the lab is down. */
export async function openLabPair(sizeBytes: number, folder: string): Promise<LabPair | undefined> {
  const clientConfigFile = join(labState, 'clouds.yaml');
  if (!existsSync(clientConfigFile) || !existsSync(join(labState, 'up'))) return undefined;
  const environment = { ...process.env, OS_CLIENT_CONFIG_FILE: clientConfigFile, OS_CLOUD: undefined };
  const pair = await openPair({ source: 'source', destination: 'destination' }, { environment, folder });
  const clouds = [pair.source, pair.destination] as const;
  const close = async (): Promise<void> => {
    for (const cloud of clouds) await clear(cloud);
    await pair.close();
  };
  try {
    const imageId = await makeImage(pair.source);
    const digest = await fillImage(pair.source, imageId, sizeBytes, folder);
    return {
      clientConfigFile,
      cephConfigFile: join(labState, 'ceph', 'ceph.conf'),
      clouds,
      imageId,
      digest,
      sizeBytes,
      close,
      makeImage: () => makeImage(pair.destination),
      clear: () => clear(pair.destination),
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** The address of an image's bytes, and a token for it. */
export async function fileOf(cloud: Cloud, image: string): Promise<readonly [url: string, token: string]> {
  const { token } = await cloud.login();
  return [`${await cloud.endpoint('image')}/images/${image}/file`, token];
}

/** Returns the SHA-512 of the bytes. */
async function fillImage(cloud: Cloud, image: string, sizeBytes: number, folder: string): Promise<string> {
  const plain = await openPlainPair(sizeBytes);
  try {
    const [url, token] = await fileOf(cloud, image);
    await copyByCurl({ urls: [plain.fileUrl(0, 'image'), url], tokens: ['', token], folder });
    await waitForImage(cloud, image, 600_000);
    return plain.digest;
  } finally {
    plain.close();
  }
}

async function makeImage(cloud: Cloud): Promise<string> {
  const body = { name: `${prefix}-${crypto.randomUUID()}`, disk_format: 'raw', container_format: 'bare' };
  const { text } = await cloud.send({ service: 'image', method: 'POST', path: '/images', body });
  return z.object({ id: z.string() }).parse(JSON.parse(text)).id;
}

async function clear(cloud: Cloud): Promise<void> {
  const images = await listImages(cloud, { isHidden: false });
  for (const { id, name } of images) if (name?.startsWith(prefix) === true) await deleteImage(cloud, id);
}
