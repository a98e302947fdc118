import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { readRoom } from '../../../src/openstack/room.ts';
import { type FakeCloud, openFakeCloud } from './fake-cloud.ts';

let fake: FakeCloud;
let cloud: Cloud;

beforeEach(async () => {
  fake = await openFakeCloud();
  ({ cloud } = await fake.open());
  answer('compute/v2.1/', { version: { version: '2.90' } });
  const host = (name: string, state = 'up', status = 'enabled') => ({ hypervisor_hostname: name, state, status });
  const hypervisors = [host('h1'), host('h2', 'down'), host('h3', 'up', 'disabled')];
  answer('compute/v2.1/os-hypervisors', { hypervisors });
  const providers = ['h1', 'h2', 'h3', 'a shared pool'].map((name) => ({ uuid: `id-of-${name}`, name }));
  answer('placement/resource_providers', { resource_providers: providers });
  const inventory = { total: 8, reserved: 1, allocation_ratio: 1.5, max_unit: 8, min_unit: 1, step_size: 1 };
  answer('placement/resource_providers/id-of-h1/inventories', { inventories: { VCPU: inventory } });
  answer('placement/resource_providers/id-of-h1/usages', { usages: { VCPU: 4 } });
  const pools = [{ start: '10.0.0.2', end: '10.0.0.9' }];
  const subnet = { id: 's1', network_id: 'n1', ip_version: 4, allocation_pools: pools, service_types: null };
  answer('network/v2.0/subnets', { subnets: [subnet] });
  const ports = [
    { id: 'p', device_owner: 'network:dhcp', fixed_ips: [{ subnet_id: 's1', ip_address: '10.0.0.2' }] },
    { id: 'q', fixed_ips: [] },
  ];
  answer('network/v2.0/ports', { ports });
  const common = { volume_backend_name: 'rbd', total_capacity_gb: 100, free_capacity_gb: 50, reserved_percentage: 10 };
  const thin = { thin_provisioning_support: true, max_over_subscription_ratio: '2.0', provisioned_capacity_gb: 30 };
  const capabilities = [
    { ...common, ...thin },
    { ...common, allocated_capacity_gb: 70 },
    { ...common, total_capacity_gb: 'infinite', free_capacity_gb: 'infinite' },
  ];
  const told = capabilities.map((own, index) => ({ name: `pool ${index}`, capabilities: own }));
  answer('volume/v3/p1/scheduler-stats/get_pools', { pools: told });
});
afterEach(() => fake.close());

function answer(path: string, body: object, status = 200): void {
  fake.replies.set(`GET /${path}`, [{ status, body }]);
}

it('is what hosts in service, pools and Glance have left', async () => {
  answer('image/v2/info/usage', { usage: { image_count_total: { limit: 5, usage: 1 } } });
  expect(await readRoom(cloud, [])).toEqual({
    hosts: [{ name: 'h1', classes: { VCPU: { total: 10, free: 6, most: 8 } } }],
    quotas: new Map(),
    subnets: [
      {
        id: 's1',
        networkId: 'n1',
        ipVersion: 4,
        pools: [{ start: '10.0.0.2', end: '10.0.0.9' }],
        serviceTypes: [],
        taken: [{ address: '10.0.0.2', deviceOwner: 'network:dhcp', portId: 'p' }],
      },
    ],
    images: { image_count_total: { limit: 5, usage: 1 } },
    // Twice what it may use, without what it promised; what is not promised; and whatever comes.
    pools: [150, 20, Number.POSITIVE_INFINITY].map((freeGiB, index) => ({
      name: `pool ${index}`,
      backEnd: 'rbd',
      freeGiB,
    })),
    unread: {},
  });
});

it('says why a part could not be read, and reads the others', async () => {
  answer('placement/resource_providers', { errors: [{ status: 403, title: 'Forbidden', detail: 'not you' }] }, 403);
  const { hosts, subnets, images, unread } = await readRoom(cloud, []);
  expect(hosts).toBeUndefined();
  expect(unread.hosts).toContain('placement');
  expect(Object.keys(unread)).toEqual(['hosts']);
  expect(subnets).toHaveLength(1);
  // A Glance from before its limits.
  expect(images).toEqual({});
});

it('is unknown where the catalog has no Placement', async () => {
  const { cloud: elsewhere } = await fake.open({ serviceRegions: { placement: 'RegionTwo' } });
  expect((await readRoom(elsewhere, [])).unread.hosts).toContain('no public endpoint for placement');
});
