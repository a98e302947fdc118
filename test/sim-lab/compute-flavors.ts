import { asMember, computeCall as call, oldest, refusal } from './compute-call.ts';
import type { Step } from './step.ts';

const name = (what: string): string => `simtest-${what}-{suffix}`;
const flavorValues = [
  'name',
  'ram',
  'disk',
  'swap',
  'vcpus',
  'OS-FLV-EXT-DATA:ephemeral',
  'os-flavor-access:is_public',
  'rxtx_factor',
  'description',
  'extra_specs',
].map((key) => `flavor.${key}`);
const whichever = { 'flavors.*.description': 'which flavor it is depends on all that are there' };
const shape = { ram: 96, vcpus: 1, disk: 1 };

const versions: readonly Step[] = [
  call('GET', '/', 'the version document', { same: ['version.version', 'version.min_version', 'version.status'] }),
  call('GET', '/', 'the version document for nobody', { as: 'nobody' }),
  call('GET', '/flavors', 'flavors for nobody', { as: 'nobody' }),
  call('GET', '/simtest', 'no such collection'),
  call('GET', '/flavors', 'a version that is too new', { microversion: 'compute 2.94', ...refusal }),
  call('GET', '/flavors', 'a version that is too old', { microversion: 'compute 2.0', ...refusal }),
  call('GET', '/flavors', 'a version that is none', { microversion: 'compute abc', ...refusal }),
  call('GET', '/flavors', 'a version without its minor part', { microversion: 'compute 2', ...refusal }),
  call('GET', '/os-keypairs', 'the latest version', { as: 'member', microversion: 'compute latest' }),
  call('GET', '/os-keypairs', 'a version of another service', { as: 'member', microversion: 'volume 3.20' }),
  call('GET', '/{adminProjectId}/os-availability-zone', 'an address with the project in it'),
  call('GET', '/{projectId}/flavors', 'an address with another project in it', refusal),
];

const making: readonly Step[] = [
  call('GET', '/flavors/simtest-none', 'no such flavor', refusal),
  call('POST', '/flavors', 'a member makes no flavor', {
    ...asMember,
    body: { flavor: { name: name('f'), ...shape } },
  }),
  call('POST', '/flavors', 'a flavor', {
    body: { flavor: { name: name('flavor'), id: name('1'), ...shape } },
    keep: { flavorId: 'flavor.id' },
    same: flavorValues,
  }),
  call('POST', '/flavors', 'a flavor of a name that is taken', {
    ...refusal,
    body: { flavor: { name: name('flavor'), ...shape } },
  }),
  call('POST', '/flavors', 'a flavor of the same name in capitals', {
    body: { flavor: { name: 'SIMTEST-flavor-{suffix}', ...shape } },
  }),
  call('POST', '/flavors', 'a flavor of an id that is taken', {
    ...refusal,
    body: { flavor: { name: name('other'), id: '{flavorId}', ...shape } },
  }),
  call('POST', '/flavors', 'a private flavor with everything', {
    body: {
      flavor: {
        name: name('private'),
        id: name('2.private'),
        ram: '64',
        vcpus: 2,
        disk: 0,
        swap: 16,
        'OS-FLV-EXT-DATA:ephemeral': 3,
        rxtx_factor: '1.5',
        'os-flavor-access:is_public': 'False',
        description: '',
      },
    },
    keep: { privateFlavorId: 'flavor.id' },
    same: flavorValues,
  }),
  call('POST', '/flavors', 'a flavor of the first version', {
    ...oldest,
    body: { flavor: { name: name('old'), id: name('3'), ...shape, disk: 2 } },
    keep: { oldFlavorId: 'flavor.id' },
    same: flavorValues,
  }),
  call('POST', '/flavors', 'a flavor without a disk', {
    body: { flavor: { name: name('flat'), id: name('4'), ...shape, disk: 0 } },
    keep: { flatFlavorId: 'flavor.id' },
  }),
  call('POST', '/flavors', 'a description before there was one', {
    microversion: 'compute 2.54',
    body: { flavor: { name: name('x'), ...shape, description: 'too early' } },
  }),
  call('POST', '/flavors', 'a flavor without RAM', { body: { flavor: { name: name('x'), ...shape, ram: 0 } } }),
  call('POST', '/flavors', 'a flavor without a name', { body: { flavor: { name: '', ...shape } } }),
  call('POST', '/flavors', 'a flavor whose name ends with a blank', {
    body: { flavor: { name: 'simtest ', ...shape } },
  }),
  call('POST', '/flavors', 'a flavor with an emoji', { body: { flavor: { name: 'simtest-😀', ...shape } } }),
  call('POST', '/flavors', 'a flavor of an odd id', { body: { flavor: { name: name('x'), id: 'a/b', ...shape } } }),
  call('POST', '/flavors', 'a flavor with an unknown attribute', {
    body: { flavor: { name: name('x'), ...shape, color: 1 } },
  }),
  call('POST', '/flavors', 'a flavor of nothing', { body: {} }),
  call('PUT', '/flavors/{flavorId}', 'a description', {
    body: { flavor: { description: 'tiny ünï' } },
    same: ['flavor.description'],
  }),
  call('PUT', '/flavors/{flavorId}', 'a member describes no flavor', {
    ...asMember,
    body: { flavor: { description: '' } },
  }),
  call('PUT', '/flavors/{flavorId}', 'a change of the RAM', { body: { flavor: { ram: 128 } } }),
  call('PUT', '/flavors/{flavorId}', 'a description at 2.54', {
    microversion: 'compute 2.54',
    ...refusal,
    body: { flavor: { description: '' } },
  }),
  call('PUT', '/flavors/simtest-none', 'a description of no flavor', {
    ...refusal,
    body: { flavor: { description: '' } },
  }),
];

const reading: readonly Step[] = [
  call('GET', '/flavors/{flavorId}', 'the flavor', { same: flavorValues }),
  call('GET', '/flavors/{flavorId}', 'the flavor at 2.1', { ...oldest, same: flavorValues }),
  call('GET', '/flavors/{flavorId}', 'the flavor at 2.55', { microversion: 'compute 2.55', same: flavorValues }),
  call('GET', '/flavors/{flavorId}', 'the flavor for a member', { as: 'member', same: flavorValues }),
  call('GET', '/flavors/{privateFlavorId}', 'the private flavor', { same: flavorValues }),
  call('GET', '/flavors/{privateFlavorId}', 'the private flavor for a member', asMember),
  call('GET', '/flavors', 'flavors in brief'),
  call('GET', '/flavors', 'flavors in brief at 2.1', oldest),
  call('GET', '/flavors/detail', 'flavors in detail', oldest),
  call('GET', '/flavors/detail?is_public=None', 'all flavors'),
  call('GET', '/flavors/detail?is_public=false', 'private flavors'),
  call('GET', '/flavors/detail?is_public=false', 'a member asks for private flavors', { as: 'member' }),
  call('GET', '/flavors/detail?is_public=maybe', 'flavors that may be public', refusal),
  call('GET', '/flavors?minRam=97', 'flavors with enough RAM'),
  call('GET', '/flavors?minDisk=x', 'a least disk that is none', refusal),
  call('GET', '/flavors?limit=1', 'one flavor', { except: whichever }),
  call('GET', '/flavors/detail?limit=1&is_public=None', 'one flavor of all', { except: whichever }),
  call('GET', '/flavors?limit=0', 'no flavor', { same: ['flavors'] }),
  call('GET', '/flavors?marker={flavorId}&limit=1', 'the flavor behind', { except: whichever }),
  call('GET', '/flavors?limit=x', 'a limit that is none', refusal),
  call('GET', '/flavors?marker=simtest', 'a marker that is none', refusal),
  call('GET', '/flavors?color=red', 'flavors of a color', refusal),
  call('GET', '/flavors?color=red', 'flavors of a color at 2.1', oldest),
  call('GET', '/flavors?sort_key=name&sort_dir=desc', 'flavors by their name'),
];

const specs: readonly Step[] = [
  call('GET', '/flavors/{flavorId}/os-extra_specs', 'no extra specs', { same: ['extra_specs'] }),
  call('POST', '/flavors/{flavorId}/os-extra_specs', 'extra specs', {
    body: { extra_specs: { 'hw:cpu_policy': 'shared', empty: '', number: '1' } },
    same: ['extra_specs'],
  }),
  call('POST', '/flavors/{flavorId}/os-extra_specs', 'a member sets no extra specs', {
    ...asMember,
    body: { extra_specs: { a: 'b' } },
  }),
  call('POST', '/flavors/{flavorId}/os-extra_specs', 'extra specs of an odd name', {
    body: { extra_specs: { 'a/b': '1' } },
  }),
  call('POST', '/flavors/simtest/os-extra_specs', 'extra specs of no flavor', {
    ...refusal,
    body: { extra_specs: { a: 'b' } },
  }),
  call('GET', '/flavors/{flavorId}/os-extra_specs', 'extra specs for a member', {
    as: 'member',
    same: ['extra_specs'],
  }),
  call('GET', '/flavors/{flavorId}', 'the flavor with extra specs', { same: ['flavor.extra_specs'] }),
  call('GET', '/flavors/{flavorId}/os-extra_specs/empty', 'an extra spec', { same: ['empty'] }),
  call('GET', '/flavors/{flavorId}/os-extra_specs/none', 'no such extra spec', refusal),
  call('PUT', '/flavors/{flavorId}/os-extra_specs/number', 'a new value', { body: { number: '2' }, same: ['number'] }),
  call('PUT', '/flavors/{flavorId}/os-extra_specs/number', 'a new value of another', {
    ...refusal,
    body: { other: '2' },
  }),
  call('PUT', '/flavors/{flavorId}/os-extra_specs/number', 'a member changes none', {
    ...asMember,
    body: { number: '2' },
  }),
  call('DELETE', '/flavors/{flavorId}/os-extra_specs/number', 'the end of an extra spec'),
  call('DELETE', '/flavors/{flavorId}/os-extra_specs/number', 'its end again', refusal),
  call('DELETE', '/flavors/{flavorId}/os-extra_specs/empty', 'a member ends none', asMember),
];

const give = (tenant: string) => ({ addTenantAccess: { tenant } });
const take = (tenant: string) => ({ removeTenantAccess: { tenant } });

const access: readonly Step[] = [
  call('GET', '/flavors/{privateFlavorId}/os-flavor-access', 'an empty access list', { same: ['flavor_access'] }),
  call('GET', '/flavors/{flavorId}/os-flavor-access', 'the access list of a public flavor', refusal),
  call('GET', '/flavors/{flavorId}/os-flavor-access', 'an access list for a member', asMember),
  call('POST', '/flavors/{privateFlavorId}/action', 'access', { body: give('{projectId}'), same: ['flavor_access'] }),
  call('POST', '/flavors/{privateFlavorId}/action', 'access again', { body: give('{projectId}') }),
  call('POST', '/flavors/{privateFlavorId}/action', 'access for no project', { ...refusal, body: give('simtest') }),
  call('POST', '/flavors/{flavorId}/action', 'access to a public flavor', { ...refusal, body: give('{projectId}') }),
  call('POST', '/flavors/{privateFlavorId}/action', 'a member gives none', { ...asMember, body: give('{projectId}') }),
  call('POST', '/flavors/{privateFlavorId}/action', 'an action that there is not', { ...refusal, body: { foo: {} } }),
  call('POST', '/flavors/{privateFlavorId}/action', 'two actions', { ...refusal, body: { a: {}, b: {} } }),
  call('GET', '/flavors/{privateFlavorId}', 'a member with access', { as: 'member', same: flavorValues }),
  call('GET', '/flavors/detail', 'the flavors of a member with access', { as: 'member' }),
  call('GET', '/flavors/{privateFlavorId}/os-flavor-access', 'the access list', { same: ['flavor_access'] }),
  call('POST', '/flavors/{privateFlavorId}/action', 'access is taken', {
    body: take('{projectId}'),
    same: ['flavor_access'],
  }),
  call('POST', '/flavors/{privateFlavorId}/action', 'access is taken again', { body: take('{projectId}') }),
];

export const computeFlavors = [...versions, ...making, ...reading, ...specs, ...access];

/** Once no step needs the flavors any more. */
export const computeFlavorsEnd: readonly Step[] = [
  call('DELETE', '/flavors/{flavorId}', 'a member deletes no flavor', asMember),
  call('DELETE', '/flavors/{flavorId}', 'the end of the flavor'),
  call('DELETE', '/flavors/{flavorId}', 'the end of the flavor again', refusal),
  call('DELETE', '/flavors/{privateFlavorId}', 'the end of the private flavor', oldest),
  call('DELETE', '/flavors/{oldFlavorId}', 'the end of the old flavor'),
  call('DELETE', '/flavors/{flatFlavorId}', 'the end of the flavor without a disk'),
];
