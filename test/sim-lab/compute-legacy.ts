import { computeCall as call } from './compute-call.ts';
import type { Step } from './step.ts';

const before = { microversion: 'compute 2.35' };
const since = { microversion: 'compute 2.36' };

/** What Nova told of networks before Neutron did; both clouds have one behind it. */
export const computeLegacy: readonly Step[] = [
  call('GET', '/os-networks', 'networks by Nova', before),
  call('GET', '/os-networks', 'networks by Nova for a member', { ...before, as: 'member' }),
  call('GET', '/os-networks', 'networks by Nova no more', since),
  call('GET', '/os-security-groups?all_tenants=1', 'security groups by Nova', before),
  call('GET', '/os-security-groups', 'security groups by Nova for a member', { ...before, as: 'member' }),
  call('GET', '/os-security-groups', 'security groups by Nova no more', since),
  call('GET', '/os-floating-ips', 'floating IPs by Nova for a member', { ...before, as: 'member' }),
  call('GET', '/os-floating-ips', 'floating IPs by Nova no more', since),
  call('GET', '/os-floating-ip-pools', 'pools by Nova', before),
  call('GET', '/os-floating-ip-pools', 'pools by Nova no more', since),
];
