import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { readServiceAbilities } from '../../../src/openstack/service-abilities.ts';
import type { Service } from '../../../src/openstack/service.ts';
import { readServiceVersion } from '../../../src/openstack/service-version.ts';
import { type FakeCloud, openFakeCloud } from './fake-cloud.ts';
import { problemOf } from './problem-of.ts';

let fake: FakeCloud;
let cloud: Cloud;

beforeEach(async () => {
  fake = await openFakeCloud();
  ({ cloud } = await fake.open());
});
afterEach(() => fake.close());

/** The forms are those of Keystone, Nova, Glance, Cinder and Placement of the Zed release. */
it.each<[Service, string, object, string]>([
  ['identity', '/v3/', { version: { id: 'v3.14' } }, '3.14'],
  ['compute', '/compute/v2.1/', { version: { id: 'v2.1', version: '2.93' } }, '2.93'],
  ['compute', '/compute/v2.1/', { version: { id: 'v2.0', version: '' } }, '2.0'],
  ['image', '/image/versions', { versions: [{ id: 'v2.9' }, { id: 'v2.15' }, { id: 'v2.0' }] }, '2.15'],
  ['block-storage', '/volume/v3/', { versions: [{ id: 'v3.0', version: '3.70' }] }, '3.70'],
  ['placement', '/placement/', { versions: [{ id: 'v1.0', max_version: '1.39' }] }, '1.39'],
])('the version of %s at %s', async (service, path, body, version) => {
  fake.replies.set(`GET ${path}`, [{ body }]);
  expect(await readServiceVersion(cloud, service)).toBe(version);
});

it('the version of a network service is in its address, that of a silent one is a problem', async () => {
  expect(await readServiceVersion(cloud, 'network')).toBe('2.0');
  expect(await problemOf(readServiceVersion(cloud, 'identity'))).toMatchObject({ status: 404 });
});

/** `answers` are bodies or statuses by path. */
async function check(service: Service, answers: Record<string, object | number>, can: string[], cannot: string[]) {
  for (const [path, answer] of Object.entries(answers)) {
    fake.replies.set(`GET ${path}`, [typeof answer === 'number' ? { status: answer } : { body: answer }]);
  }
  expect(await readServiceAbilities(cloud, service, '2.60')).toEqual({ can, cannot });
}

it('administrators of identity see domains', async () => {
  await check('identity', { '/v3/domains': { domains: [{ name: 'Default' }] } }, ['administer 1 domain'], []);
  await check('identity', { '/v3/domains': 403 }, [], ['administer users and projects']);
});

it('compute can what its version has', async () => {
  const services = [
    { status: 'enabled', state: 'up' },
    { status: 'enabled', state: 'down' },
    { status: 'disabled', state: 'up' },
  ];
  const can = ['keypairs of other users', 'server descriptions', 'server tags', 'flavor descriptions'];
  const cannot = ['host names of choice', 'keypairs of any name'];
  await check('compute', { '/compute/v2.1/os-services': { services } }, ['1 of 3 hosts ready', ...can], cannot);
  await check('compute', { '/compute/v2.1/os-services': 403 }, can, cannot);
});

it('images are imported into stores', async () => {
  const imports = { 'import-methods': { value: ['web-download', 'copy-image'] } };
  const stores = { stores: [{ id: 'file' }, { id: 'rbd', default: 'true' }] };
  const can = ['import (web-download, copy-image)', 'stores (file, rbd by default)'];
  await check('image', { '/image/v2/info/import': imports, '/image/v2/info/stores': stores }, can, []);
  await check('image', { '/image/v2/info/import': 404, '/image/v2/info/stores': 404 }, [], ['import']);
});

it('a network service can what its extensions add', async () => {
  const extensions = [{ alias: 'router' }, { alias: 'extraroute' }, { alias: 'new-one' }];
  fake.replies.set('GET /network/v2.0/extensions', [{ body: { extensions } }]);
  fake.replies.set('GET /network/v2.0/networks', [
    { body: { networks: [{ id: 'n1', name: 'public' }] } },
    { body: { networks: [] } },
  ]);
  const { can, cannot } = await readServiceAbilities(cloud, 'network', '2.0');
  expect(can).toEqual(['3 extensions', 'external networks (public)', 'routers', 'static routes']);
  expect(cannot).toContain('DNS names');
  const { cannot: without } = await readServiceAbilities(cloud, 'network', '2.0');
  expect(without[0]).toBe('floating IPs: no external network');
});

it('volumes live on back ends', async () => {
  const path = '/volume/v3/p1/scheduler-stats/get_pools';
  const pools = [{ name: 'h1@rbd#a' }, { name: 'h1@nfs#b' }, { name: 'h2@rbd#a' }];
  await check('block-storage', { [path]: { pools } }, ['back ends (nfs, rbd)'], []);
  await check('block-storage', { [path]: { pools: [] } }, [], ['hold volumes: no back end is up']);
  await check('block-storage', { [path]: 403 }, [], []);
});
