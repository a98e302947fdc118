import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'undici';
import { z } from 'zod';
import { list } from '../../../src/openstack/collection.ts';
import { waitForImage } from '../../../src/openstack/image.ts';
import { namesOf } from './names-of.ts';
import { idOf, type Making, oddTags, oddText, type Rows } from './rows.ts';

const byteCount = 1024 * 1024 + 1;
const imageWaitMs = 60_000;

async function patch({ send }: Making, id: string, path: string, value: unknown): Promise<void> {
  const contentType = 'application/openstack-images-v2.1-json-patch';
  const body = [{ op: 'replace', path, value }];
  await send({ service: 'image', method: 'PATCH', path: `/images/${id}`, body, contentType });
}

async function upload({ cloud }: Making, id: string): Promise<void> {
  const { token } = await cloud.login();
  const answer = await httpRequest(`${await cloud.endpoint('image')}/images/${id}/file`, {
    method: 'PUT',
    headers: { 'x-auth-token': token, 'content-type': 'application/octet-stream' },
    body: randomBytes(byteCount),
  });
  await answer.body.dump();
  await waitForImage(cloud, id, imageWaitMs);
}

export const imageRows: readonly Rows[] = [
  {
    kind: 'image',
    service: 'image',
    path: '/images',
    key: undefined,
    query: { visibility: 'all', limit: 500 },
    attributes: {
      size: {},
      os_hash_value: {},
      disk_format: { odd: 'iso' },
      container_format: {},
      min_disk: { falsy: 0, odd: 1 },
      min_ram: { falsy: 0, odd: 33 },
      visibility: { falsy: 'private', odd: 'community' },
      protected: { falsy: false, odd: true },
      os_hidden: { falsy: false },
      tags: { falsy: [], odd: oddTags },
      architecture: { odd: 'x86_64' },
      odd_text: { falsy: '', odd: oddText },
      odd_false: { falsy: 'False', odd: '0' },
    },
    body: (making, which) => ({
      owner: idOf(making, 'owner'),
      container_format: 'bare',
      ...(which === 'odd' ? {} : { disk_format: 'raw' }),
    }),
    async after(making, id, which) {
      await upload(making, id);
      const contentType = 'application/openstack-images-v2.1-json-patch';
      const body = [{ op: 'replace', path: '/protected', value: false }];
      if (which === 'odd') {
        making.later({ service: 'image', method: 'PATCH', path: `/images/${id}`, body, contentType });
      }
    },
  },
  {
    kind: 'hidden image',
    service: 'image',
    path: '/images',
    key: undefined,
    query: { visibility: 'all', os_hidden: true, limit: 500 },
    attributes: { os_hidden: {}, size: {} },
    body: (making) => ({ owner: idOf(making, 'owner'), container_format: 'bare', disk_format: 'raw' }),
    async after(making, id) {
      await upload(making, id);
      await patch(making, id, '/os_hidden', true);
    },
  },
  {
    kind: 'public image',
    service: 'image',
    path: '/images',
    key: undefined,
    query: { visibility: 'public', limit: 500 },
    attributes: { visibility: {}, size: {} },
    body: (making) => ({
      owner: idOf(making, 'owner'),
      container_format: 'bare',
      disk_format: 'raw',
      visibility: 'public',
    }),
    after: upload,
  },
  {
    kind: 'machine image',
    service: 'image',
    path: '/images',
    key: undefined,
    query: { visibility: 'all', limit: 500 },
    attributes: { disk_format: {}, container_format: {}, kernel: { odd: 'NAME image default' }, ramdisk: {} },
    notInBody: ['kernel'],
    body: (making, which) => ({
      owner: idOf(making, 'owner'),
      container_format: 'ami',
      disk_format: 'ami',
      ...(which === 'odd' ? { kernel_id: idOf(making, 'image/default'), ramdisk_id: idOf(making, 'image/falsy') } : {}),
    }),
    after: upload,
    async list(cloud) {
      const query = { visibility: 'all', limit: 500 };
      const all = await list(cloud, {
        service: 'image',
        path: '/images',
        key: 'images',
        item: z.looseObject({}),
        query,
      });
      const nameOf = await namesOf(cloud, 'images');
      return all.map((one) => ({ ...one, kernel: nameOf(one['kernel_id']), ramdisk: nameOf(one['ramdisk_id']) }));
    },
  },
];
