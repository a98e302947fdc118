import { memberCall, networkCall } from './network-call.ts';
import type { Step } from './step.ts';

const same = ['quota'];
const quotas = 'quotas/{projectId}';

const limits: readonly Step[] = [
  networkCall('limits', `GET ${quotas}`, undefined, { same }),
  networkCall('limits by default', `GET ${quotas}/default`, undefined, { same }),
  networkCall('limits and use', `GET ${quotas}/details`, undefined, {
    same: ['quota.network', 'quota.router', 'quota.trunk'],
  }),
  networkCall('limits and use in JSON', `GET ${quotas}/details.json`),
  networkCall('all limits', 'GET quotas'),
  networkCall('set limits', `PUT ${quotas}`, { quota: { network: 1, router: 0, port: -1 } }, { same }),
  networkCall('limits as they were set', `GET ${quotas}`, undefined, { same }),
  networkCall('limits of all that have some', 'GET quotas'),
  networkCall('a limit that is no number', `PUT ${quotas}`, { quota: { network: 'many' } }),
  networkCall('a limit below -1', `PUT ${quotas}`, { quota: { network: -2 } }),
  networkCall('a limit of what is unknown', `PUT ${quotas}`, { quota: { dreams: 1 } }),
];

const reached: readonly Step[] = [
  memberCall(
    'the first network',
    'POST networks',
    { network: { name: 'simtest-q1' } },
    { keep: { q1Id: 'network.id' } },
  ),
  memberCall('one network too many', 'POST networks', { network: { name: 'simtest-q2' } }),
  networkCall('one too many for the project', 'POST networks', { network: { project_id: '{projectId}' } }),
  memberCall('no router', 'POST routers', { router: {} }),
  networkCall('limits of security', `PUT ${quotas}`, {
    quota: { security_group: 1, security_group_rule: 5, subnet: 1, port: 1, floatingip: 0 },
  }),
  memberCall('no group', 'POST security-groups', { security_group: { name: 'x' } }),
  memberCall('the first subnet', 'POST subnets', {
    subnet: { network_id: '{q1Id}', ip_version: 4, cidr: '10.70.0.0/24', enable_dhcp: false },
  }),
  memberCall('no second subnet', 'POST subnets', {
    subnet: { network_id: '{q1Id}', ip_version: 4, cidr: '10.70.1.0/24' },
  }),
  memberCall('two ports at once', 'POST ports', { ports: [{ network_id: '{q1Id}' }, { network_id: '{q1Id}' }] }),
  memberCall('no floating IP', 'POST floatingips', { floatingip: { floating_network_id: '{externalNetworkId}' } }),
  memberCall('removes the first network', 'DELETE networks/{q1Id}'),
];

const ended: readonly Step[] = [
  memberCall('its limits', `GET ${quotas}`, undefined, { same }),
  memberCall('limits of another', 'GET quotas/{adminProjectId}'),
  memberCall('sets limits', `PUT ${quotas}`, { quota: { network: 5 } }),
  memberCall('drops limits', `DELETE ${quotas}`),
  memberCall('all limits', 'GET quotas'),
  networkCall('drop limits', `DELETE ${quotas}`),
  networkCall('drop limits again', `DELETE ${quotas}`),
  networkCall('limits of a project that is none', 'GET quotas/nothing', undefined, { same }),
  networkCall('whose token it is', 'GET quotas/tenant', undefined, { same: ['tenant'] }),
];

export const networkQuotas: readonly Step[] = [...limits, ...reached, ...ended];
