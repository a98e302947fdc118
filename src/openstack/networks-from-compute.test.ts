import { describe, expect, it } from 'vitest';
import type { ComputeGroup, ComputeNetwork, ComputeNetworks, ComputeServer } from './compute-networks.ts';
import { type NetworkAnswer, networksFromCompute } from './networks-from-compute.ts';

const net: ComputeNetwork = {
  id: '7',
  label: 'net',
  project_id: 'p',
  cidr: '10.0.0.0/24',
  gateway: '10.0.0.1',
  broadcast: '10.0.0.255',
  dhcp_start: '10.0.0.2',
  dns1: '9.9.9.9',
  dns2: null,
};

function serverOf(addresses: ComputeServer['addresses'], values: Partial<ComputeServer> = {}): ComputeServer {
  return { id: 's', tenant_id: 'p', status: 'ACTIVE', security_groups: [{ name: 'web' }], addresses, ...values };
}

function address(addr: string, mac: string, type = 'fixed'): ComputeServer['addresses'][string][number] {
  return { addr, 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': mac };
}

function collection(name: string, told: Partial<ComputeNetworks>): readonly NetworkAnswer[] {
  const none = { networks: [net], groups: [], servers: [], floatingIps: [], pools: ['ext'], ownProjectId: 'admin' };
  return networksFromCompute({ ...none, ...told })[name] ?? [];
}

describe('networks', () => {
  it('have one subnet of their range, with the pool that DHCP gave out', () => {
    expect(collection('subnets', {})).toMatchObject([
      { network_id: '7', cidr: '10.0.0.0/24', gateway_ip: '10.0.0.1', dns_nameservers: ['9.9.9.9'] },
    ]);
    expect(collection('subnets', {})[0]?.['allocation_pools']).toEqual([{ start: '10.0.0.2', end: '10.0.0.254' }]);
  });
  it('of no project are shared, and our own project owns them', () => {
    const [shared] = collection('networks', { networks: [{ ...net, project_id: null }] });
    expect(shared).toMatchObject({ shared: true, project_id: 'admin' });
  });
  it('whose range is not told have no router, and a subnet only for the addresses on it', () => {
    const networks = [{ ...net, cidr: null }];
    expect(collection('networks', { networks })[0]).toMatchObject({ is_range_unknown: true });
    expect(collection('subnets', { networks })).toEqual([]);
    expect(collection('routers', { networks })).toEqual([]);
    const servers = [serverOf({ net: [address('10.0.0.5', 'aa'), address('fd00::5', 'aa')] })];
    const [subnet] = collection('subnets', { networks, servers });
    expect(subnet).toMatchObject({ network_id: '7', is_range_unknown: true });
    const held = [{ subnet_id: subnet?.['id'], ip_address: '10.0.0.5' }];
    expect(collection('ports', { networks, servers })).toMatchObject([{ fixed_ips: held }]);
  });
  it('are led out by a router where there is a pool of floating IPs, which is an external network', () => {
    const [, pool] = collection('networks', {});
    expect(pool).toMatchObject({ name: 'ext', 'router:external': true });
    expect(collection('routers', {})).toMatchObject([{ external_gateway_info: { network_id: pool?.['id'] } }]);
    expect(collection('routers', { pools: [] })).toEqual([]);
  });
  it('that Nova lists of a Neutron behind it are not there twice', () => {
    const names = collection('networks', { networks: [net, { ...net, id: 'e', label: 'ext', cidr: null }] });
    expect(names.map(({ name }) => name)).toEqual(['net', 'ext']);
  });
  it('of the name of a pool are still there, if they have a range', () => {
    expect(collection('networks', { networks: [{ ...net, label: 'ext' }] })).toHaveLength(2);
  });
});

describe('ports', () => {
  const one = address('172.24.4.5', 'aa');
  const addresses = {
    net: [address('10.0.0.5', 'aa'), address('172.24.4.9', 'aa', 'floating'), address('10.0.0.6', 'bb')],
  };
  it('are one for each MAC, with the groups of the server and ids that stay', () => {
    const groups: ComputeGroup[] = [{ id: '1', name: 'web', tenant_id: 'p', rules: [] }];
    const ports = collection('ports', { servers: [serverOf(addresses)], groups, pools: [] });
    expect(ports.map(({ mac_address: mac }) => mac)).toEqual(['aa', 'bb']);
    expect(ports[0]).toMatchObject({ device_id: 's', security_groups: ['1'], fixed_ips: [{ ip_address: '10.0.0.5' }] });
    expect(collection('ports', { servers: [serverOf(addresses)], pools: [] })[0]?.['id']).toBe(ports[0]?.['id']);
  });
  it('are on the network of that label that has the address, also when two projects use one range', () => {
    const networks = [
      { ...net, id: 'far', cidr: '10.9.0.0/24' },
      { ...net, id: 'other', project_id: 'q' },
      { ...net, id: 'own' },
    ];
    const [port] = collection('ports', { networks, servers: [serverOf(addresses)], pools: [] });
    expect(port).toMatchObject({ network_id: 'own' });
  });
  it('are not lost on a network that leads out', () => {
    const told = { networks: [{ ...net, id: 'e', label: 'ext', cidr: null }], servers: [serverOf({ ext: [one] })] };
    const [outside] = collection('networks', told);
    expect(collection('ports', told)).toMatchObject([{ network_id: outside?.['id'], mac_address: 'aa' }]);
  });
  it('have the floating IP of their MAC; free ones of our own project are told too', () => {
    const floatingIps = [{ ip: '172.24.4.10', pool: 'ext' }];
    const [router] = collection('routers', {});
    expect(collection('floatingips', { servers: [serverOf(addresses)], floatingIps })).toMatchObject([
      { floating_ip_address: '172.24.4.9', fixed_ip_address: '10.0.0.5', project_id: 'p', router_id: router?.['id'] },
      { floating_ip_address: '172.24.4.10', fixed_ip_address: null, project_id: 'admin' },
    ]);
  });
});
