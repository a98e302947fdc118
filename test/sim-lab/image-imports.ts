import type { Step } from './step.ts';

const service = 'image';
const image = '/v2/images/{importId}';
const formats = { disk_format: 'raw', container_format: 'bare' };
const left = ['status', 'size', 'os_glance_failed_import', 'os_glance_importing_to_stores'];
const ofTask = ['tasks.*.type', 'tasks.*.status', 'tasks.*.input', 'tasks.*.result'];
const except = { os_glance_import_task: 'Glance takes it off a moment after its task has ended' };

function importing(title: string, path: string, body: unknown, same: readonly string[] = ['message']): Step {
  return { title, service, method: 'POST', path: `${path}/import`, body, same };
}

const web = (uri?: string): object => ({ method: { name: 'web-download', ...(uri === undefined ? {} : { uri }) } });
const download = (more: object): object => ({ method: { name: 'glance-download', ...more } });
const from = { glance_region: 'RegionOne', glance_image_id: '{originId}' };

const refusals: readonly Step[] = [
  {
    title: 'make an image to import',
    service,
    method: 'POST',
    path: '/v2/images',
    body: { name: 'simtest-import-{suffix}' },
    keep: { importId: 'id' },
  },
  { title: 'no tasks', service, method: 'GET', path: `${image}/tasks`, same: ['tasks'] },
  importing('import without formats', image, web('http://127.0.0.1:9/')),
  {
    title: 'set formats to import',
    service,
    method: 'PATCH',
    path: image,
    contentType: 'application/openstack-images-v2.1-json-patch',
    body: [
      { op: 'replace', path: '/disk_format', value: 'raw' },
      { op: 'replace', path: '/container_format', value: 'bare' },
    ],
  },
  { title: 'import without a body', service, method: 'POST', path: `${image}/import`, same: ['message'] },
  importing('import without a method', image, {}),
  importing('import without a name', image, { method: {} }),
  importing('import by an unknown method', image, { method: { name: 'pigeon' } }),
  importing('import what is not staged', image, { method: { name: 'glance-direct' } }),
  importing('import a copy of what is not there', image, { method: { name: 'copy-image' } }),
  importing('import from a host that is not allowed', image, web('http://localhost:9/')),
  importing('import by another scheme', image, web('ftp://127.0.0.1/')),
  importing('import from no address', image, web()),
  importing('download without a region', image, download({ glance_image_id: '{importId}' })),
  importing('download without an image', image, download({ glance_region: 'RegionOne' })),
  importing('download what is no UUID', image, download({ glance_region: 'RegionOne', glance_image_id: 'no' })),
  importing('import to no image', '/v2/images/nothing', web('http://127.0.0.1:9/')),
  { ...importing('a stranger imports', image, web('http://127.0.0.1:9/')), as: 'member' },
  { title: 'tasks of no image', service, method: 'GET', path: '/v2/images/nothing/tasks' },
  { title: 'a stranger asks for tasks', as: 'member', service, method: 'GET', path: `${image}/tasks` },
];

const failure: readonly Step[] = [
  importing('import from where nobody answers', image, web('http://127.0.0.1:9/'), []),
  {
    title: 'a task that failed',
    service,
    method: 'GET',
    path: `${image}/tasks`,
    until: { field: 'tasks.0.status', is: ['failure'] },
    same: [...ofTask, 'tasks.*.message'],
  },
  { title: 'an image whose import failed', service, method: 'GET', path: image, same: left, except },
];

const success: readonly Step[] = [
  {
    title: 'make an image to download',
    service,
    method: 'POST',
    path: '/v2/images',
    body: { ...formats, name: 'simtest-origin-{suffix}', hw_disk_bus: 'scsi', colour: 'red' },
    keep: { originId: 'id' },
  },
  { title: 'bytes to download', service, method: 'PUT', path: '/v2/images/{originId}/file', body: 'hello world' },
  {
    title: 'make an image that is downloaded',
    service,
    method: 'POST',
    path: '/v2/images',
    body: { ...formats, name: 'simtest-downloaded-{suffix}' },
    keep: { downloadId: 'id' },
  },
  importing('download from a Glance', '/v2/images/{downloadId}', download(from), []),
  importing('download again at once', '/v2/images/{downloadId}', download(from), []),
  {
    title: 'a task that succeeded',
    service,
    method: 'GET',
    path: '/v2/images/{downloadId}/tasks',
    until: { field: 'tasks.0.status', is: ['success'] },
    same: ofTask,
  },
  {
    title: 'an image that was downloaded',
    service,
    method: 'GET',
    path: '/v2/images/{downloadId}',
    same: [...left, 'os_hash_value', 'checksum', 'virtual_size', 'hw_disk_bus', 'colour', 'disk_format'],
    except,
  },
  importing('import to an active image', '/v2/images/{downloadId}', web('http://127.0.0.1:9/')),
  importing('a copy to a store that has it', '/v2/images/{downloadId}', { method: { name: 'copy-image' } }),
  { title: 'delete what was downloaded', service, method: 'DELETE', path: '/v2/images/{downloadId}' },
  { title: 'delete its origin', service, method: 'DELETE', path: '/v2/images/{originId}' },
  { title: 'delete what was not imported', service, method: 'DELETE', path: image },
];

/** Images whose bytes Glance fetches by itself. */
export const imageImports: readonly Step[] = [...refusals, ...failure, ...success];
