import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { getIfThere, getJson, removeIfThere } from '../../../src/openstack/calls.ts';
import { readCapabilities } from '../../../src/openstack/capabilities.ts';
import { type Cloud, servicesOf } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { type FakeCloud, openFakeCloud } from './fake-cloud.ts';
import { problemOf } from './problem-of.ts';

let fake: FakeCloud;
let cloud: Cloud;

beforeEach(async () => {
  fake = await openFakeCloud();
  ({ cloud } = await fake.open());
});
afterEach(() => fake.close());

const item = z.looseObject({ id: z.string() });
const servers = { service: 'compute', path: '/servers', key: 'servers', item } as const;
/** An address that cannot be reached from here, as a service behind a proxy knows itself. */
const inner = 'http://10.99.0.1:8774/v2.1/servers';

function page(id: string, rest: object = {}, key = 'servers'): { readonly body: object } {
  return { body: { [key]: [{ id }], ...rest } };
}

async function check(collection: Parameters<typeof list>[1], expected: readonly string[], last: string): Promise<void> {
  const members = await list(cloud, { ...collection, item });
  expect(members.map(({ id }) => id)).toEqual(expected);
  expect(fake.calls.at(-1)?.path).toBe(last);
}

describe('a list of pages', () => {
  it('as Nova, Neutron and Cinder link them', async () => {
    const next = { rel: 'next', href: `${inner}?marker=a` };
    const previous = { rel: 'previous', href: `${inner}?marker=a` };
    const key = 'GET /compute/v2.1/servers';
    fake.replies.set(key, [page('a', { servers_links: [next] }), page('b', { servers_links: [previous] })]);
    await check({ ...servers, query: { limit: 1 } }, ['a', 'b'], '/compute/v2.1/servers?marker=a');
  });

  it('as Glance names the next', async () => {
    const replies = [page('a', { next: '/v2/images?limit=1&marker=a' }, 'images'), page('b', {}, 'images')];
    fake.replies.set('GET /image/v2/images', replies);
    const images = { service: 'image', path: '/images', key: 'images', item } as const;
    await check(images, ['a', 'b'], '/image/v2/images?limit=1&marker=a');
  });

  it('as Keystone has them', async () => {
    const next = `${inner}?limit=1&marker=a`;
    const replies = [page('a', { links: { next } }, 'users'), page('b', { links: { next: null } }, 'users')];
    fake.replies.set('GET /v3/users', replies);
    await check({ service: 'identity', path: '/users', key: 'users', item }, ['a', 'b'], '/v3/users?limit=1&marker=a');
  });

  it('of a path that has a query of its own', async () => {
    const next = { rel: 'next', href: `${inner}?id=x&marker=a` };
    fake.replies.set('GET /compute/v2.1/servers', [page('a', { servers_links: [next] }), page('b')]);
    await check({ ...servers, path: '/servers?id=x' }, ['a', 'b'], '/compute/v2.1/servers?id=x&marker=a');
  });

  it.each([`${inner}?marker=a`, inner])('that do not end at %s', async (href) => {
    fake.replies.set('GET /compute/v2.1/servers', [page('a', { servers_links: [{ rel: 'next', href }] })]);
    const problem = await problemOf(list(cloud, servers));
    expect(problem).toMatchObject({ remedy: 'stop' });
    expect(problem.message).toContain('page after page');
    expect(fake.calls.length).toBeLessThan(4);
  });

  it('asks with all values of a name', async () => {
    fake.replies.set('GET /compute/v2.1/servers', [{ body: { servers: [] } }]);
    const query = { name: 'a b&c', all_tenants: true, 'sort-key': undefined, id: ['1', '2'] };
    await check({ ...servers, query }, [], '/compute/v2.1/servers?name=a%20b%26c&all_tenants=true&id=1&id=2');
  });
});

describe('an answer of another shape', () => {
  const headers = { 'x-openstack-request-id': 'req-5' };
  const lists: readonly [string, unknown, string][] = [
    ['a member', { servers: [{ id: 'a' }, { id: 1 }] }, 'servers.1.id: '],
    ['no list', { images: [] }, 'servers: '],
    ['a page of a proxy', '<html>Welcome</html>', 'it is not JSON'],
  ];

  it.each(lists)('%s', async (_name, body, words) => {
    fake.replies.set('GET /compute/v2.1/servers', [{ body, headers }]);
    const problem = await problemOf(list(cloud, servers));
    expect(problem).toMatchObject({ remedy: 'ask' });
    expect(problem.detail).toContain(words);
  });

  it('names the request', async () => {
    fake.replies.set('GET /compute/v2.1/servers/1', [{ body: { server: {} }, headers }]);
    const problem = await problemOf(getJson(cloud, 'compute', '/servers/1', z.object({ server: item })));
    expect(problem.paragraph()).toContain('compute of cloud fake gave an answer of another shape to GET /servers/1');
    expect(problem).toMatchObject({ requestId: 'req-5', detail: expect.stringContaining('server.id: ') });
  });
});

describe('what is not there', () => {
  it('is read as undefined, and its removal is success', async () => {
    expect(await getIfThere(cloud, 'compute', '/servers/1', item)).toBeUndefined();
    expect(await removeIfThere(cloud, 'compute', '/servers/1')).toBe(false);
    fake.replies.set('DELETE /compute/v2.1/servers/1', [{ status: 204, body: '' }]);
    expect(await removeIfThere(cloud, 'compute', '/servers/1')).toBe(true);
  });

  it('is not what a failure means', async () => {
    for (const method of ['GET', 'DELETE']) fake.replies.set(`${method} /compute/v2.1/servers/1`, [{ status: 409 }]);
    expect(await problemOf(getIfThere(cloud, 'compute', '/servers/1', item))).toMatchObject({ status: 409 });
    expect(await problemOf(removeIfThere(cloud, 'compute', '/servers/1'))).toMatchObject({ status: 409 });
  });
});

describe('capabilities', () => {
  it.each([
    ['2.72', '2.72'],
    ['2.100', '2.93'],
    ['', '2.1'],
  ])('of a Nova of version "%s"', async (version, computeVersion) => {
    fake.replies.set('GET /compute/v2.1/', [{ body: { version: { version } } }]);
    fake.replies.set('GET /network/v2.0/extensions', [{ body: { extensions: [{ alias: 'b' }, { alias: 'a' }] } }]);
    fake.replies.set('GET /network/v2.0/networks', [{ body: { networks: [{ id: 'n1' }, { id: 'n2' }] } }]);
    const subnet = { id: 's1', network_id: 'n1', cidr: '10.0.0.0/24' };
    fake.replies.set('GET /network/v2.0/subnets', [{ body: { subnets: [subnet] } }]);
    fake.replies.set('GET /v3/domains', [{ body: { domains: [{ id: 'd1', name: 'Default' }] } }]);
    const set = { id: 'p1', instances: 10, cores: -1, floating_ips: 4 };
    fake.replies.set('GET /compute/v2.1/os-quota-sets/p1/defaults', [{ body: { quota_set: set } }]);
    expect(await readCapabilities(cloud)).toMatchObject({
      computeVersion,
      networkExtensions: ['a', 'b'],
      externalSubnets: [{ id: 's1', networkId: 'n1', cidr: '10.0.0.0/24' }],
      quotaDefaults: { compute: { instances: 10, cores: -1 } },
    });
    expect(fake.calls.map(({ path }) => path)).toContain('/network/v2.0/subnets?network_id=n1&network_id=n2');
  });
});

describe('a service', () => {
  it('that the region has not', async () => {
    const { cloud: elsewhere } = await fake.open({ serviceRegions: { image: 'RegionTwo' } });
    expect(await servicesOf(elsewhere)).not.toContain('image');
    const problem = await problemOf(elsewhere.send({ service: 'image', method: 'GET', path: '/images' }));
    expect(problem.paragraph()).toContain(
      'cloud fake has no public endpoint for image in region RegionTwo (it has public in RegionOne). Check region_name',
    );
  });
});
