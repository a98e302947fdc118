import { asMember, computeCall as call, oldest, refusal } from './compute-call.ts';
import type { Step } from './step.ts';

const sets = '/os-quota-sets/{projectId}';
const at = (version: string) => ({ microversion: `compute ${version}` });
const limits = (quota_set: object) => ({ body: { quota_set } });

const quotas: readonly Step[] = [
  call('GET', sets, 'limits of a project', { same: ['quota_set'] }),
  call('GET', sets, 'limits at 2.1', { ...oldest, same: ['quota_set'] }),
  call('GET', sets, 'limits at 2.36', { ...at('2.36'), same: ['quota_set'] }),
  call('GET', sets, 'limits for their member', { as: 'member', same: ['quota_set'] }),
  call('GET', '/os-quota-sets/{adminProjectId}', 'limits of another project', asMember),
  call('GET', '/os-quota-sets/simtest', 'limits of no project', refusal),
  call('GET', `${sets}/defaults`, 'default limits', { same: ['quota_set'] }),
  call('GET', `${sets}/detail`, 'limits and usage', { same: ['quota_set'] }),
  call('GET', `${sets}/detail`, 'limits and usage at 2.1', oldest),
  call('GET', '/os-quota-class-sets/default', 'limits of the default class', { same: ['quota_class_set'] }),
  call('GET', '/os-quota-class-sets/default', 'limits of the default class at 2.1', oldest),
  call('GET', '/os-quota-class-sets/default', 'a class for a member', asMember),
  call('PUT', sets, 'new limits', { ...limits({ cores: 7, ram: '1024', instances: -1 }), same: ['quota_set'] }),
  call('GET', sets, 'the new limits', { same: ['quota_set'] }),
  call('PUT', sets, 'a member sets no limits', { ...asMember, ...limits({ cores: 1 }) }),
  call('PUT', sets, 'a limit below none', limits({ cores: -2 })),
  call('PUT', sets, 'a limit that there is not', limits({ colors: 1 })),
  call('PUT', sets, 'a limit of networks', limits({ floating_ips: 1 })),
  call('PUT', sets, 'a limit of networks at 2.1', { ...oldest, ...limits({ floating_ips: 3 }), same: ['quota_set'] }),
  call('PUT', sets, 'a limit by force', { ...limits({ cores: 8, force: true }), same: ['quota_set'] }),
  call('PUT', '/os-quota-sets/simtest', 'limits for no project', { ...refusal, ...limits({ cores: 1 }) }),
  call('DELETE', sets, 'a member takes no limits back', asMember),
  call('DELETE', sets, 'limits are taken back'),
  call('GET', sets, 'the default limits again', { same: ['quota_set'] }),
  call('GET', '/limits', 'absolute limits', { as: 'member', same: ['limits'] }),
  call('GET', '/limits', 'absolute limits at 2.1', { as: 'member', ...oldest }),
  call('GET', '/limits', 'absolute limits at 2.36', { as: 'member', ...at('2.36'), same: ['limits'] }),
  call('GET', '/limits?tenant_id={projectId}', 'absolute limits of another', { same: ['limits'] }),
  call('GET', '/limits?tenant_id={adminProjectId}', 'a member asks for those of others', asMember),
];

const group = (more: object) => ({ body: { server_group: { name: 'simtest-group-{suffix}', ...more } } });

const groups: readonly Step[] = [
  call('GET', '/os-server-groups', 'no server groups', { as: 'member', same: ['server_groups'] }),
  call('POST', '/os-server-groups', 'a server group', {
    as: 'member',
    ...group({ policy: 'anti-affinity', rules: { max_server_per_host: 3 } }),
    keep: { groupId: 'server_group.id' },
    same: ['server_group'],
  }),
  call('POST', '/os-server-groups', 'a server group of the same name', {
    as: 'member',
    ...group({ policy: 'soft-affinity' }),
    keep: { softGroupId: 'server_group.id' },
    same: ['server_group.rules', 'server_group.policy'],
  }),
  call('POST', '/os-server-groups', 'a server group at 2.1', {
    as: 'member',
    ...oldest,
    ...group({ policies: ['affinity'] }),
    keep: { oldGroupId: 'server_group.id' },
    same: ['server_group.policies', 'server_group.metadata', 'server_group.members'],
  }),
  call('POST', '/os-server-groups', 'a soft group at 2.1', {
    as: 'member',
    ...oldest,
    ...group({ policies: ['soft-affinity'] }),
  }),
  call('POST', '/os-server-groups', 'rules without their policy', {
    ...asMember,
    ...group({ policy: 'affinity', rules: { max_server_per_host: 3 } }),
  }),
  call('POST', '/os-server-groups', 'a group without a policy', { as: 'member', ...group({}) }),
  call('POST', '/os-server-groups', 'a group of a policy that there is not', {
    as: 'member',
    ...group({ policy: 'love' }),
  }),
  call('GET', '/os-server-groups', 'server groups', { as: 'member' }),
  call('GET', '/os-server-groups?all_projects=true', 'server groups of all projects'),
  call('GET', '/os-server-groups?all_projects=true', 'a member asks for those of all', { as: 'member' }),
  call('GET', '/os-server-groups?limit=1', 'one server group', { as: 'member' }),
  call('GET', '/os-server-groups/{groupId}', 'one by its id', { as: 'member', same: ['server_group'] }),
  call('GET', '/os-server-groups/{groupId}', 'one at 2.13', { microversion: 'compute 2.13' }),
  call('GET', '/os-server-groups/simtest', 'no such server group', asMember),
  call('DELETE', '/os-server-groups/{softGroupId}', 'the end of a group', { as: 'member' }),
  call('DELETE', '/os-server-groups/{softGroupId}', 'its end again', asMember),
  call('DELETE', '/os-server-groups/{oldGroupId}', 'the administrator ends one', oldest),
];

const hosts: readonly Step[] = [
  call('GET', '/os-services', 'services'),
  call('GET', '/os-services', 'services at 2.1', oldest),
  call('GET', '/os-services?binary=nova-compute', 'compute services', {
    same: ['services.0.zone', 'services.0.status'],
  }),
  call('GET', '/os-services?host=simtest', 'services of no host', { same: ['services'] }),
  call('GET', '/os-services', 'services for a member', asMember),
  call('GET', '/os-hypervisors', 'hypervisors'),
  call('GET', '/os-hypervisors', 'hypervisors at 2.1', oldest),
  call('GET', '/os-hypervisors', 'hypervisors for a member', asMember),
  call('GET', '/os-hypervisors/detail', 'hypervisors in detail', { keep: { hypervisorId: 'hypervisors.0.id' } }),
  call('GET', '/os-hypervisors/detail', 'hypervisors in detail at 2.1', oldest),
  call('GET', '/os-hypervisors/detail', 'hypervisors in detail at 2.53', at('2.53')),
  call('GET', '/os-hypervisors/detail', 'hypervisors in detail for a member', asMember),
  call('GET', '/os-hypervisors?with_servers=true', 'hypervisors and their servers'),
  call('GET', '/os-hypervisors?hypervisor_hostname_pattern=simtest', 'no such hypervisor', refusal),
  call('GET', '/os-hypervisors/{hypervisorId}', 'one hypervisor'),
  call('GET', '/os-hypervisors/simtest', 'a hypervisor of an id that is none', refusal),
  call('GET', '/os-hypervisors/statistics', 'hypervisors in all', oldest),
  call('GET', '/os-hypervisors/statistics', 'hypervisors in all, today', {
    same: ['badRequest.code', 'itemNotFound.code'],
  }),
  call('GET', '/os-availability-zone', 'zones', { as: 'member', same: ['availabilityZoneInfo'] }),
  call('GET', '/os-availability-zone/detail', 'zones in detail'),
  call('GET', '/os-availability-zone/detail', 'zones in detail for a member', asMember),
  call('GET', '/os-aggregates', 'aggregates', { same: ['aggregates'] }),
  call('GET', '/os-aggregates', 'aggregates for a member', asMember),
  call('GET', '/os-migrations', 'migrations', { same: ['migrations'] }),
];

export const computeLimits = [...quotas, ...groups, ...hosts];
