import type { Cloud } from './cloud.ts';

/** From where Glance is to fetch the bytes of an image. An address may hold a secret. */
export type ImportMethod =
  | { readonly name: 'web-download'; readonly uri: string }
  | {
      readonly name: 'glance-download';
      readonly glance_image_id: string;
      readonly glance_region: string;
      readonly glance_service_interface: string;
    };

/**
 * Has Glance fetch the bytes of a queued image, whose formats are set, by itself (Image API v2, "Import an image"). It
 * goes on after the answer: see `isImporting`. Throws a Problem of status 409 where an import is under way already.
 */
export async function importImage(cloud: Cloud, id: string, method: ImportMethod): Promise<void> {
  await cloud.send({ service: 'image', method: 'POST', path: `/images/${id}/import`, body: { method } });
}
