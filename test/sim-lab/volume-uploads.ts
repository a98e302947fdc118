import type { Step } from './step.ts';

const service = 'block-storage';
const there = { field: 'volume.status', is: ['available', 'error'] };
const upload = { image_name: 'simtest-{suffix}', container_format: 'bare', disk_format: 'raw', force: false };
const bootAction = '/volumes/{bootId}/action';

/** A volume as an image; the volume is there before and afterwards. */
export const volumeUploads: readonly Step[] = [
  {
    title: 'an upload without a name',
    service,
    method: 'POST',
    path: bootAction,
    body: { 'os-volume_upload_image': { force: false } },
  },
  {
    title: 'an upload in a format that is none',
    service,
    method: 'POST',
    path: bootAction,
    body: { 'os-volume_upload_image': { ...upload, disk_format: 'no' } },
  },
  {
    title: 'a stranger uploads it',
    as: 'member',
    service,
    method: 'POST',
    path: bootAction,
    body: { 'os-volume_upload_image': upload },
  },
  {
    title: 'upload it to an image',
    service,
    method: 'POST',
    path: bootAction,
    body: { 'os-volume_upload_image': upload },
    keep: { uploadId: 'os-volume_upload_image.image_id' },
    same: ['status', 'size', 'container_format', 'disk_format'].map((name) => `os-volume_upload_image.${name}`),
  },
  {
    title: 'upload it twice at once',
    service,
    method: 'POST',
    path: bootAction,
    body: { 'os-volume_upload_image': upload },
    same: ['badRequest.code'],
  },
  { title: 'it is uploaded', service, method: 'GET', path: '/volumes/{bootId}', until: there },
  {
    title: 'the image has its bytes',
    service: 'image',
    method: 'GET',
    path: '/v2/images/{uploadId}',
    until: { field: 'status', is: ['active', 'killed'] },
    same: ['name', 'status', 'disk_format', 'container_format', 'visibility', 'protected', 'min_disk', 'min_ram'],
  },
  { title: 'the image goes', service: 'image', method: 'DELETE', path: '/v2/images/{uploadId}' },
];
