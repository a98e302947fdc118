import { expect, it } from 'vitest';
import { Problem } from '../base/problem.ts';
import { endpointMissing, endpointOf, versionRoot } from './endpoint.ts';
import type { Service } from './service.ts';
import type { Login } from './session.ts';

type Settings = Partial<Parameters<typeof endpointOf>[2]>;

/** Each as `type interface region url`. */
function loginWith(entries: readonly string[], project: Login['project'] = { id: 'p1', name: 'alpha' }): Login {
  const catalog = entries.map((entry) => {
    const [type = '', side = '', region_id = '', url = ''] = entry.split(' ');
    return { type, endpoints: [{ interface: side, region_id, url }] };
  });
  const user = { id: 'u1', name: 'admin' };
  return { token: 't', receivedAtMs: 0, expiresAtMs: 0, user, project, roles: [], catalog };
}

function check(service: Service, entries: readonly string[], settings: Settings, expected: string | undefined): void {
  const config = {
    name: 'sky',
    interface: 'public',
    endpoints: {},
    serviceInterfaces: {},
    serviceRegions: {},
    ...settings,
  } as const;
  expect(endpointOf(loginWith(entries), service, config)).toBe(expected);
}

const regions = ['image public One http://one', 'image public Two http://two', 'image internal One http://inner'];
const volumes = ['volume public One http://v/v1/p1', 'volumev3 public One http://v3/v3/p1'];
const override = { endpoints: { image: 'http://own/' } } as const;

const choices: readonly [string, Service, readonly string[], Settings, string | undefined][] = [
  ['the first of all regions', 'image', regions, {}, 'http://one/v2'],
  ['the region', 'image', regions, { region: 'Two' }, 'http://two/v2'],
  ['a region of the service', 'image', regions, { region: 'One', serviceRegions: { image: 'Two' } }, 'http://two/v2'],
  ['a region there is not', 'image', regions, { region: 'Three' }, undefined],
  ['the interface', 'image', regions, { interface: 'internal' }, 'http://inner/v2'],
  ['an interface of the service', 'image', regions, { serviceInterfaces: { image: 'internal' } }, 'http://inner/v2'],
  ['an interface there is not', 'image', regions, { interface: 'admin' }, undefined],
  ['an override', 'image', regions, override, 'http://own/v2'],
  ['an override without a catalog', 'image', [], override, 'http://own/v2'],
  ['the stronger alias', 'block-storage', volumes, {}, 'http://v3/v3/p1'],
  ['the alias', 'block-storage', ['block-store public One http://b/v3/p1'], {}, 'http://b/v3/p1'],
  ['an override by alias', 'block-storage', volumes, { endpoints: { volumev3: 'http://o/v3' } }, 'http://o/v3'],
  ['a region by alias', 'block-storage', volumes, { serviceRegions: { volumev3: 'Two' } }, undefined],
  ['an interface by name', 'block-storage', volumes, { serviceInterfaces: { block_storage: 'admin' } }, undefined],
];

it.each(choices)('%s', (_name, service, entries, settings, expected) => check(service, entries, settings, expected));

it.each([
  ['identity', 'http://k:5000', 'http://k:5000/v3'],
  ['identity', 'http://k/identity/v2.0/', 'http://k/identity/v3'],
  ['identity', 'http://k/identity/v3/', 'http://k/identity/v3'],
  ['compute', 'http://n:8774/', 'http://n:8774/v2.1'],
  ['compute', 'http://n:8774/v2.1/p1', 'http://n:8774/v2.1/p1'],
  ['compute', 'http://n/compute/v2/p1/', 'http://n/compute/v2/p1'],
  ['image', 'http://g:9292///', 'http://g:9292/v2'],
  ['network', 'http://q:9696/', 'http://q:9696/v2.0'],
  ['network', 'http://q:9696/v2.0/', 'http://q:9696/v2.0'],
  ['network', 'https://q/networking', 'https://q/networking/v2.0'],
  ['block-storage', 'http://c:8776', 'http://c:8776/v3/p1'],
  ['block-storage', 'http://c:8776/v3', 'http://c:8776/v3'],
  ['block-storage', 'http://c:8776/v3/%(project_id)s', 'http://c:8776/v3/p1'],
  ['block-storage', 'http://c:8776/v3/$(tenant_id)s', 'http://c:8776/v3/p1'],
  ['placement', 'http://p/placement/', 'http://p/placement'],
] as const)('%s at %s', (service, url, expected) => {
  check(service, [`${service} public One ${url}`], {}, expected);
});

it('has no project in it for a login without one', () => {
  const config = {
    name: 'sky',
    interface: 'public',
    endpoints: {},
    serviceInterfaces: {},
    serviceRegions: {},
  } as const;
  const login = { ...loginWith(['volumev3 public One http://c:8776']), project: undefined };
  expect(endpointOf(login, 'block-storage', config)).toBe('http://c:8776/v3');
});

it.each(['nonsense', 'ftp://x', 'http://[bad'])('is a Problem when it is no address: %s', (url) => {
  expect(() => check('image', [], { endpoints: { image: url } }, undefined)).toThrow(Problem);
  expect(() => check('image', [], { endpoints: { image: url } }, undefined)).toThrow('image endpoint of cloud sky');
});

it('tells what there is instead of what is missing', () => {
  const config = { name: 'sky', interface: 'admin', endpoints: {}, serviceInterfaces: {}, serviceRegions: {} } as const;
  expect(endpointMissing(loginWith(regions), 'image', config).paragraph()).toContain(
    'cloud sky has no admin endpoint for image (it has public in One, public in Two, internal in One). Check',
  );
  expect(endpointMissing(loginWith([]), 'image', config).detail).toBeUndefined();
});

it.each([
  ['http://n/v2.1', 'http://n/v2.1'],
  ['http://n/v2.1/p1', 'http://n/v2.1'],
  ['http://p/placement', 'http://p/placement'],
])('the version document of %s is at %s', (endpoint, expected) => expect(versionRoot(endpoint)).toBe(expected));
