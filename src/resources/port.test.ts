import { describe, expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { port } from './port.ts';
import type { Port } from './port-answer.ts';

const odd: Port = {
  id: 'x1',
  name: '',
  projectId: 'p1',
  description: '',
  networkId: 'n1',
  isUp: false,
  mac: 'fa:16:3e:00:00:01',
  addresses: [
    { subnetId: 's1', address: '10.0.0.5', isAutomatic: false },
    { subnetId: 's6', address: 'fd00::f816:3eff:fe00:1', isAutomatic: true },
  ],
  securityGroupIds: [],
  addressPairs: [],
  hasPortSecurity: false,
  dhcpOptions: [],
  vnicType: 'normal',
  dnsName: undefined,
  dnsDomain: undefined,
  deviceOwner: 'compute:nova',
  deviceId: 'server',
  tags: [],
  hasQosPolicy: false,
  hasTrunk: false,
};
const extensions = ['port-security', 'binding', 'allowed-address-pairs', 'extra_dhcp_opt'];
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: { computeVersion: '2.93', networkExtensions: extensions, externalSubnets: [] },
  find: (_kind, id) => id.toUpperCase(),
  id: (_kind, id) => id.toUpperCase(),
};
const twin: Port = {
  ...odd,
  id: 'X1',
  projectId: 'P1',
  networkId: 'N1',
  description: '[pumphouse x1]',
  addresses: odd.addresses.map((one) => ({ ...one, subnetId: one.subnetId.toUpperCase() })),
  deviceOwner: '',
  deviceId: '',
};
const full: Partial<Port> = {
  hasPortSecurity: true,
  securityGroupIds: ['g1', 'g2'],
  addressPairs: [{ address: '10.0.0.0/28', mac: 'fa:16:3e:00:00:02' }],
  dhcpOptions: [{ name: 'mtu', value: '1300', ipVersion: 4 }],
};

describe('translate', () => {
  it('sends falsy values, and leaves automatic addresses and the device out', () => {
    expect(port.translate(odd, lookup)).toEqual({
      name: '',
      description: '[pumphouse x1]',
      project_id: 'P1',
      network_id: 'N1',
      admin_state_up: false,
      mac_address: 'fa:16:3e:00:00:01',
      fixed_ips: [{ subnet_id: 'S1', ip_address: '10.0.0.5' }],
      security_groups: [],
      port_security_enabled: false,
      'binding:vnic_type': 'normal',
    });
  });
  it('sends no address as none, not as any', () => {
    expect(port.translate({ ...odd, addresses: [] }, lookup)).toMatchObject({ fixed_ips: [] });
  });
  it('sends groups, pairs and options', () => {
    expect(port.translate({ ...odd, ...full }, lookup)).toMatchObject({
      port_security_enabled: true,
      security_groups: ['G1', 'G2'],
      allowed_address_pairs: [{ ip_address: '10.0.0.0/28', mac_address: 'fa:16:3e:00:00:02' }],
      extra_dhcp_opts: [{ opt_name: 'mtu', opt_value: '1300', ip_version: 4 }],
    });
  });
});

describe('compare', () => {
  function check(source: Partial<Port>, change: Partial<Port>, expected: readonly string[]): void {
    const found = port.compare({ ...odd, ...source }, { ...twin, ...source, ...change }, lookup);
    expect(found.map(({ attribute }) => attribute)).toEqual(expected);
  }
  it('finds the twin equal whatever its device', () => {
    check({}, {}, []);
    check(full, { securityGroupIds: ['G2', 'G1'], deviceId: 'other', deviceOwner: 'compute:nova' }, []);
  });
  it('compares every address, automatic ones too', () => {
    check({}, { addresses: twin.addresses.slice(0, 1) }, ['fixed addresses']);
    check({}, { addresses: twin.addresses.toReversed() }, []);
  });
  it('takes falsy values for values', () => {
    check({}, { isUp: true }, ['admin state']);
    check({}, { securityGroupIds: ['G1'] }, ['security groups']);
    check({}, { hasPortSecurity: true }, ['port security']);
    check({}, { mac: 'fa:16:3e:00:00:09' }, ['MAC']);
    check({}, { vnicType: 'direct' }, ['vnic type']);
    check({}, { addressPairs: full.addressPairs ?? [] }, ['address pairs']);
    check({}, { dhcpOptions: full.dhcpOptions ?? [] }, ['DHCP options']);
  });
});

it('is moved when a server or nobody has it, not when the cloud does', () => {
  const owners = ['', 'compute:nova', 'network:dhcp', 'network:router_interface', 'trunk:subport', 'Octavia'];
  const movable = owners.filter((deviceOwner) => port.isMovable?.({ ...odd, deviceOwner }));
  expect(movable).toEqual(['', 'compute:nova']);
});

it('comes before the DHCP of its subnets, and after its groups', () => {
  const refs = port.needs({ ...odd, ...full }, lookup.choices);
  expect(refs.map(({ id }) => id)).toEqual(['p1', 'n1', 's1', 's6', 'g1', 'g2']);
  expect(port.precedes?.(odd).map(({ id }) => id)).toEqual(['s1', 's6']);
});

it('is found by its mark alone', () => {
  const draft = port.translate(odd, lookup);
  expect(port.match(odd, draft, [{ ...twin, description: '' }])).toBeUndefined();
  expect(port.match(odd, draft, [twin])?.id).toBe('X1');
});
