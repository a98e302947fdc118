import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { loadCloudConfig } from './cloud-config.ts';
import { authRequestBody } from './credentials.ts';

/** openstacksdk looks at environment and folder when it is imported: each case gets a fork that imports it again. */
const sdkReader = `
import importlib, json, os, sys, warnings
import openstack.config.loader as loader
warnings.simplefilter('ignore')

class Captured(Exception):
    pass

class Recorder:
    def post(self, url, json=None, **rest):
        self.url, self.body = url, json
        raise Captured()

def read(case):
    os.chdir(case['folder'])
    os.environ.clear()
    os.environ.update(case['environment'], HOME=case['home'])
    importlib.reload(loader)
    cloud = loader.OpenStackConfig().get_one(case.get('name'), region_name=case.get('region'))
    plugin, recorder = cloud.get_auth(), Recorder()
    if hasattr(plugin, 'create_plugin'):
        plugin = plugin.create_plugin(None, (3, 0), plugin.auth_url)
    try:
        plugin.get_auth_ref(recorder)
    except Captured:
        pass
    verify, cert = cloud.get_requests_verify_args()
    services = ['compute', 'image', 'network', 'block-storage']
    endpoints = {service: cloud.get_endpoint(service) for service in services}
    return {
        'tokenUrl': recorder.url, 'body': recorder.body, 'name': cloud.name,
        'region': cloud.get_region_name() or None, 'interface': cloud.get_interface().replace('URL', ''),
        'computeInterface': cloud.get_interface('compute').replace('URL', ''),
        'computeRegion': cloud.get_region_name('compute') or None,
        'endpoints': {service: url for service, url in endpoints.items() if url},
        'verify': os.path.abspath(verify) if isinstance(verify, str) else verify,
        'cert': cert if not cert else list(cert) if isinstance(cert, tuple) else [cert, cert],
    }

for case in json.load(sys.stdin):
    sys.stdout.flush()
    if os.fork() == 0:
        try:
            line = json.dumps(read(case))
        except Exception as error:
            line = json.dumps({'error': True})
        print(line, flush=True)
        os._exit(0)
    os.wait()
`;

interface Case {
  readonly title: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly region?: string;
  readonly isError?: boolean;
}

const password = {
  OS_AUTH_URL: 'http://k:5000',
  OS_USERNAME: 'ada',
  OS_PASSWORD: '007',
  OS_USER_DOMAIN_NAME: 'Default',
};
const project = { OS_PROJECT_NAME: 'acme', OS_PROJECT_DOMAIN_ID: 'default' };
const ada =
  'username: ada, password: s3cret, user_domain_name: Default, project_name: acme, project_domain_name: Default';
const plain = `auth: {auth_url: "http://k:5000/v3", ${ada}}`;
const entry = (...lines: string[]): string => `clouds:\n  src:\n${lines.join('\n').replaceAll(/^/gm, '    ')}\n`;

const cases: Case[] = [
  { title: 'a plain file', files: { 'work/clouds.yaml': entry(plain) } },
  { title: 'the user file as yml', files: { 'home/.config/openstack/clouds.yml': entry(plain) } },
  {
    title: 'json before the user file',
    files: {
      'work/clouds.json': JSON.stringify(
        { clouds: { src: { auth: { auth_url: 'http://k', user_id: 'a', password: 5 }, insecure: true } } },
        undefined,
        '\t',
      ),
      'home/.config/openstack/clouds.yaml': entry(plain),
    },
  },
  {
    title: 'XDG_CONFIG_HOME',
    files: { 'xdg/openstack/clouds.yaml': entry(plain) },
    environment: { XDG_CONFIG_HOME: '@/xdg' },
  },
  {
    title: 'OS_CLIENT_CONFIG_FILE and OS_CLIENT_SECURE_FILE',
    files: { 'a.yaml': entry('auth: {auth_url: "http://k"}'), 'b.yaml': entry(`auth: {${ada}}\ninsecure: "TRUE"`) },
    environment: { OS_CLIENT_CONFIG_FILE: '@/a.yaml', OS_CLIENT_SECURE_FILE: '@/b.yaml', OS_CLOUD: 'src' },
  },
  {
    title: 'secure.yaml',
    files: {
      'work/clouds.yaml': entry(`auth: {auth_url: "http://k/", username: ada, user_domain_id: d, project_id: 12}`),
      'work/secure.yaml': entry('auth: {password: 0123, user_domain_id: e}'),
    },
  },
  {
    title: 'a profile',
    files: {
      'work/clouds.yaml': entry(`profile: big\nauth: {${ada}}`),
      'work/clouds-public.yaml': `public-clouds: {big: {${[
        'auth: {auth_url: "https://{region_name}.big:5000"}',
        'regions: [r1, r2]',
        'interface: admin',
      ].join(', ')}}}`,
    },
    region: 'r2',
  },
  {
    title: 'the environment',
    environment: { ...password, ...project, OS_REGION_NAME: 'r1', OS_INTERFACE: 'internalURL' },
  },
  { title: 'a token', environment: { OS_AUTH_URL: 'http://k', OS_AUTH_TYPE: 'token', OS_TOKEN: 'abc', ...project } },
  {
    title: 'v3token of a domain',
    environment: { OS_AUTH_URL: 'http://k', OS_AUTH_TYPE: 'v3token', OS_AUTH_TOKEN: 'abc', OS_DOMAIN_NAME: 'D' },
  },
  {
    title: 'an application credential by id',
    files: {
      'work/clouds.yaml': entry(
        'auth_type: v3applicationcredential',
        'auth: {auth_url: http://k/v3, application_credential_id: i, application_credential_secret: s}',
      ),
    },
  },
  {
    title: 'an application credential by name',
    files: {
      'work/clouds.yaml': entry(
        'auth_type: v3applicationcredential',
        'auth: {auth_url: http://k/v3, application_credential_name: n, ' +
          'application_credential_secret: s, username: ada, user_domain_id: default}',
      ),
    },
  },
  {
    title: 'legacy keys beside auth',
    files: {
      'work/clouds.yaml': entry(
        'auth_plugin: v3password',
        'auth-url: unused',
        'auth: {auth-url: http://k/v3, user_id: u1}',
        'password: 1_000',
        'tenant-id: t1',
      ),
    },
  },
  {
    title: 'one domain for user and project',
    files: {
      'work/clouds.yaml': entry('auth: {auth_url: http://k, username: a, password: b, project_name: p, domain_id: d}'),
    },
  },
  {
    title: 'default domains',
    files: {
      'work/clouds.yaml': entry(
        'auth: {auth_url: http://k, username: a, password: b, project_name: p, default_domain_id: d, ' +
          'user_domain_name: N}',
      ),
    },
  },
  {
    title: 'system scope',
    files: {
      'work/clouds.yaml': entry('auth: {auth_url: http://k, user_id: a, password: b, system_scope: all}'),
    },
  },
  {
    title: 'regions with values',
    files: {
      'work/clouds.yaml': entry(
        plain,
        'regions:',
        '  - one',
        '  - name: two',
        '    values: {interface: admin, auth: {project_name: other}, cacert: ~/ca}',
      ),
      'home/ca': 'pem',
    },
    region: 'two',
  },
  { title: 'the first region', files: { 'work/clouds.yaml': entry(`${plain}\nregion_name: one,two`) } },
  {
    title: 'an unknown region',
    files: { 'work/clouds.yaml': entry(`${plain}\nregions: [a]`) },
    region: 'b',
    isError: true,
  },
  { title: 'an unknown cloud', files: { 'work/clouds.yaml': entry(plain) }, name: 'scr', isError: true },
  {
    title: 'a name beside variables',
    files: { 'work/clouds.yaml': entry(plain) },
    environment: { ...password, OS_PASSWORD: 'other' },
    name: 'src',
  },
  {
    title: 'a cloud named envvars',
    files: { 'work/clouds.yaml': entry(plain).replace('src', 'envvars') },
    isError: true,
  },
  {
    title: 'endpoints, interfaces and certificates',
    files: {
      'work/clouds.yaml': entry(
        plain,
        'region_name: r1',
        'compute_endpoint_override: "http://n/{region_name}/v2.1"',
        'volumev3_endpoint_override: http://v3',
        'volume_endpoint_override: http://v1',
        'image_endpoint: http://g',
        'network-endpoint-override: http://q',
        'endpoint_type: internalURL',
        'compute_interface: admin',
        'compute_region_name: r9',
        'cacert: ../ca',
        'cert: ~/c',
        'key: ~/k',
      ),
      ca: 'pem',
      'home/c': 'pem',
      'home/k': 'pem',
    },
  },
  {
    title: 'verify off with an authority',
    files: { 'work/clouds.yaml': entry(`${plain}\nverify: no\ncacert: ~/ca`), 'home/ca': 'pem' },
  },
  { title: 'insecure as a word that is not true', files: { 'work/clouds.yaml': entry(`${plain}\ninsecure: "yes"`) } },
  {
    title: 'anchors and merges',
    files: {
      'work/clouds.yaml': `x: &x {region_name: r1, interface: admin}\n${entry('<<: *x', 'interface: public', plain)}`,
    },
  },
];

const scalars = '010 1e5 1.0e+3 0x1F 12:30 1.50 .5 1. +7 -0 -012 0b11 1__0 0o17 08 1.2.3 12345678901234567890 a:b';

for (const scalar of scalars.split(' ')) {
  const lines = `auth: {auth_url: http://k, user_id: u, project_id: p}\npassword: ${scalar}`;
  cases.push({ title: `the password ${scalar}`, files: { 'work/clouds.yaml': entry(lines) } });
}

const root = mkdtempSync(join(tmpdir(), 'credentials-sdk-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function prepare(number: number, { files, environment, name, region }: Case) {
  const base = join(root, String(number));
  for (const folder of ['work', 'home']) mkdirSync(join(base, folder), { recursive: true });
  for (const [path, text] of Object.entries(files ?? {})) {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  }
  const variables = Object.entries(environment ?? {}).map(([key, value]) => [key, value.replace('@', base)]);
  const surroundings = { folder: join(base, 'work'), home: join(base, 'home') };
  return {
    ...surroundings,
    environment: z.record(z.string(), z.string()).parse(Object.fromEntries(variables)),
    name,
    region,
  };
}

/** Our reading of a case in the shape of the reader's. */
function ownReading(prepared: ReturnType<typeof prepare>): unknown {
  try {
    const config = loadCloudConfig(prepared);
    const { endpoints, tls } = config;
    const services = ['compute', 'image', 'network', 'block-storage'].filter((service) => service in endpoints);
    return {
      tokenUrl: `${config.auth.authUrl}/auth/tokens`,
      body: authRequestBody(config),
      name: config.name,
      region: config.region ?? null,
      interface: config.interface,
      computeInterface: config.serviceInterfaces['compute'] ?? config.interface,
      computeRegion: config.serviceRegions['compute'] ?? config.region ?? null,
      endpoints: Object.fromEntries(services.map((service) => [service, endpoints[service]])),
      verify: tls.caFile ?? tls.verify,
      cert: tls.certFile === undefined ? null : [tls.certFile, tls.keyFile],
    };
  } catch (problem) {
    if (problem instanceof Problem) return { error: true };
    throw problem;
  }
}

const hasSdk = spawnSync('/usr/bin/python3', ['-c', 'import openstack']).status === 0;
const theirs: unknown[] = [];

beforeAll(() => {
  if (!hasSdk) return;
  const input = JSON.stringify(cases.map((one, number) => prepare(number, one)));
  const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', sdkReader], { input, encoding: 'utf8' });
  theirs.push(...stdout.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)])));
  expect(theirs, stderr).toHaveLength(cases.length);
}, 120_000);

const suffix = hasSdk ? '' : ' (skipped: python3-openstacksdk is not installed)';

describe.skipIf(!hasSdk)(`read as openstacksdk reads it${suffix}`, () => {
  test.each(cases.map((one, number) => ({ ...one, number })))('$title', ({ number, ...one }) => {
    const ours = ownReading(prepare(number, one));
    expect(ours).toEqual(theirs[number]);
    expect(ours).toEqual(
      one.isError === true ? { error: true } : expect.objectContaining({ name: one.name ?? expect.any(String) }),
    );
  });
});
