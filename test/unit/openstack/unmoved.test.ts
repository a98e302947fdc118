import { afterEach, beforeEach, expect, it } from 'vitest';
import { findUnmoved } from '../../../src/inventory/find-unmoved.ts';
import type { Inventory } from '../../../src/inventory/inventory.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { byKind } from '../../../src/resources/kind-name.ts';
import { type FakeCloud, openFakeCloud } from './fake-cloud.ts';

let fake: FakeCloud;
let cloud: Cloud;

const scope = { projectIds: ['p1', 'p2'], userIds: ['u1'], isAll: false };
const networkExtensions = ['trunk', 'rbac-policies'];

function inventory(): Inventory {
  return {
    cloud: { name: 'fake', authUrl: fake.url },
    capabilities: { computeVersion: '2.90', networkExtensions, externalSubnets: [] },
    takenAt: '2026-01-01T00:00:00Z',
    resources: byKind(() => []),
  };
}

beforeEach(async () => {
  fake = await openFakeCloud();
  const endpoints = { 'load-balancer': `${fake.url}/lb`, 'object-store': `${fake.url}/swift/v1/AUTH_p1` };
  ({ cloud } = await fake.open({ endpoints }));
  for (const path of [
    'volume/v3/p1/backups/detail',
    'network/v2.0/trunks',
    'network/v2.0/rbac-policies',
    'v3/users/u1/application_credentials',
    'v3/credentials',
    'v3/OS-TRUST/trusts',
    'lb/v2.0/lbaas/loadbalancers',
    'swift/v1/AUTH_p1',
    'swift/v1/AUTH_p2',
  ]) {
    answer(path, {}, 404);
  }
});
afterEach(() => fake.close());

function answer(path: string, body: object, status = 200): void {
  fake.replies.set(`GET /${path}`, [{ status, body }]);
}

it('counts what the chosen projects have, with names and sizes, and nothing of others', async () => {
  const backup = (name: string, project: string) => ({
    id: `id-${name}`,
    name,
    size: 5,
    'os-backup-project-attr:project_id': project,
  });
  answer('volume/v3/p1/backups/detail', {
    backups: [backup('b', 'p1'), backup('', 'p2'), backup('c', 'p3')],
  });
  answer('network/v2.0/trunks', { trunks: [{ id: 't', name: 'up', project_id: 'p1' }] });
  answer('v3/users/u1/application_credentials', {
    application_credentials: [{ id: 'a', name: 'ci', project_id: 'p2' }],
  });
  answer('lb/v2.0/lbaas/loadbalancers', { loadbalancers: [{ id: 'l', name: 'front', project_id: 'p1' }] });
  fake.replies.set('GET /swift/v1/AUTH_p2', [{ body: [{ name: 'photos', count: 7, bytes: 70 }] }]);
  expect(await findUnmoved(cloud, inventory(), scope)).toEqual({
    unmoved: [
      { service: 'block-storage', kind: 'volume backups', count: 2, names: ['b', 'id-'], sizeGiB: 10 },
      { service: 'network', kind: 'trunks', count: 1, names: ['up'] },
      { service: 'identity', kind: 'application credentials', count: 1, names: ['ci'] },
      { service: 'load-balancer', kind: 'load balancers', count: 1, names: ['front'] },
      { service: 'object-store', kind: 'containers', count: 1, names: ['photos'], objects: 7 },
    ],
    findings: [],
  });
});

it('leaves out what a shared network brings with itself', async () => {
  const policy = (target: string) => ({ id: target, object_type: 'network', target_tenant: target, project_id: 'p1' });
  answer('network/v2.0/rbac-policies', { rbac_policies: [policy('*'), policy('p9')] });
  const { unmoved } = await findUnmoved(cloud, inventory(), scope);
  expect(unmoved).toEqual([{ service: 'network', kind: 'RBAC policies', count: 1, names: ['network'] }]);
});

it('says what could not be looked at, and why', async () => {
  answer('v3/OS-TRUST/trusts', {}, 403);
  answer('lb/v2.0/lbaas/loadbalancers', {}, 503);
  const { findings } = await findUnmoved(cloud, inventory(), scope);
  expect(findings.map(({ summary, detail }) => `${summary}: ${detail}`)).toEqual([
    expect.stringMatching(/^trusts of service identity on .* could not be looked at: identity answered 403/),
    expect.stringMatching(/^load balancers of service load-balancer on .*: it answered 503 to GET \/lb\/v2.0\//),
  ]);
});
