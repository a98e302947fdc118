import type { Step } from './step.ts';

const service = 'image';
const contentType = 'application/openstack-images-v2.1-json-patch';

const forgotten = 'the simulator remembers nothing of what is deleted, so that dumps before and after can be compared';

const population: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['a', { name: 'simtest-list-{suffix}', visibility: 'public', tags: ['red', 'round'], min_disk: 1 }],
  ['b', { name: 'simtest-more-{suffix}', visibility: 'community', tags: ['red'], min_ram: 5, disk_format: 'raw' }],
  ['c', { name: 'simtest-odd,{suffix}', visibility: 'private', container_format: 'bare' }],
  ['d', { name: '', visibility: 'shared', os_hidden: true }],
  ['e', { name: 'simtest-five:{suffix}', owner: '{projectId}', visibility: 'community', protected: true }],
];

const ours = 'simtest={suffix}';

/** Each asks for images of this scenario alone, as an administrator and as a member. */
const queries: readonly string[] = [
  ours,
  `${ours}&visibility=all`,
  `${ours}&visibility=public`,
  `${ours}&visibility=community`,
  `${ours}&visibility=private`,
  `${ours}&visibility=shared`,
  `${ours}&os_hidden=true`,
  `${ours}&os_hidden=false`,
  `${ours}&name=simtest-list-{suffix}`,
  `${ours}&name=in:simtest-list-{suffix},"simtest-odd,{suffix}",simtest-more-{suffix}`,
  `${ours}&name=simtest-five:{suffix}`,
  `${ours}&name=eq:simtest-five:{suffix}&visibility=all`,
  `${ours}&name=&os_hidden=true`,
  `${ours}&tag=red&visibility=all`,
  `${ours}&tag=red&tag=round`,
  `${ours}&owner={projectId}&visibility=all`,
  `${ours}&owner={adminProjectId}`,
  `${ours}&status=queued`,
  `${ours}&status=active`,
  `${ours}&disk_format=raw&visibility=all`,
  `${ours}&container_format=bare`,
  `${ours}&protected=true&visibility=all`,
  `${ours}&min_ram=5&visibility=all`,
  `${ours}&min_disk_min=1&visibility=all`,
  `${ours}&created_at=gt:2020-01-01T00:00:00Z`,
  `${ours}&limit=1&sort=name`,
  `${ours}&limit=0`,
  `${ours}&sort=name:asc,id:desc&visibility=all`,
  `${ours}&sort_key=name&sort_dir=asc&visibility=all`,
];

const wrongs: readonly string[] = [
  'limit=-1',
  'limit=x',
  'marker=nothing',
  'sort=colour',
  'sort=name:up',
  'sort=name&sort_key=name',
  'sort_key=name&sort_dir=asc&sort_dir=desc',
  'visibility=no',
  'member_status=no',
  'os_hidden=no',
  'protected=no',
  'size_min=x',
  'created_at=yesterday',
  'changes-since=2020-01-01',
];

/** Filters, order, paging and what of it a member sees. */
export const imageLists: readonly Step[] = [
  ...population.map(
    ([name, body]): Step => ({
      title: `make image ${name} of the list`,
      service,
      method: 'POST',
      path: '/v2/images',
      body: { ...body, simtest: '{suffix}' },
      keep: { [`${name}Id`]: 'id' },
    }),
  ),
  ...(['admin', 'member'] as const).flatMap((as) =>
    queries.map(
      (query): Step => ({
        title: `${as} lists ${query}`,
        as,
        service,
        method: 'GET',
        path: `/v2/images?${query}`,
        same: query.includes('sort') ? ['images.*.name'] : ['schema'],
      }),
    ),
  ),
  ...wrongs.map((query): Step => ({ title: `lists ${query}`, service, method: 'GET', path: `/v2/images?${query}` })),
  {
    title: 'a page',
    service,
    method: 'GET',
    path: `/v2/images?${ours}&limit=2&sort=name:desc`,
    same: ['images.*.name', 'first', 'next'],
  },
  {
    title: 'the page behind it',
    service,
    method: 'GET',
    path: `/v2/images?${ours}&limit=2&sort=name:desc&marker={bId}`,
    same: ['images.*.name', 'first', 'next'],
  },
  {
    title: 'unprotect the fifth',
    service,
    method: 'PATCH',
    path: '/v2/images/{eId}',
    contentType,
    body: [{ op: 'replace', path: '/protected', value: false }],
  },
  ...population.map(
    ([name]): Step => ({
      title: `delete image ${name} of the list`,
      service,
      method: 'DELETE',
      path: `/v2/images/{${name}Id}`,
    }),
  ),
  {
    title: 'unprotect the full one',
    as: 'member',
    service,
    method: 'PATCH',
    path: '/v2/images/{fullId}',
    contentType,
    body: [{ op: 'replace', path: '/protected', value: false }],
  },
  { title: 'delete the full one', as: 'member', service, method: 'DELETE', path: '/v2/images/{fullId}' },
  {
    title: 'the id of a deleted image is still taken',
    service,
    method: 'POST',
    path: '/v2/images',
    body: { id: '{fullId}' },
    keep: { againId: 'id' },
    except: { $status: forgotten, '$headers.location': forgotten, $keep: forgotten },
  },
];
