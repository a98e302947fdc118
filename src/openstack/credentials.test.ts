import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Problem } from '../base/problem.ts';
import { listCloudNames, loadCloudConfig } from './cloud-config.ts';
import { authRequestBody } from './credentials.ts';

interface Input {
  /** Texts by path: `work/` is the working folder, `home/` the home. A text alone is work/clouds.yaml. */
  readonly files?: Readonly<Record<string, string>> | string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly region?: string;
}

const root = mkdtempSync(join(tmpdir(), 'credentials-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});
let count = 0;

function prepare({ files = {}, environment = {}, name, region }: Input) {
  count += 1;
  const base = join(root, String(count));
  mkdirSync(join(base, 'work'), { recursive: true });
  const texts = typeof files === 'string' ? { 'work/clouds.yaml': files } : files;
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  }
  const variables = Object.entries(environment).map(([key, value]) => [key, value.replace('@', base)] as const);
  const surroundings = {
    environment: Object.fromEntries(variables),
    folder: join(base, 'work'),
    home: join(base, 'home'),
  };
  return { ...surroundings, name, region, base };
}

/** A text is what the problem's paragraph must hold, an object what the configuration must hold; `@` is the folder. */
function check(input: Input, expected: string | object): void {
  const { base, ...choice } = prepare(input);
  const withoutBase = (text: string): string => text.replaceAll(base, '@');
  const found = attempt(() => loadCloudConfig(choice));
  if (found instanceof Problem) {
    expect(found.remedy).toBe('ask');
    expect(withoutBase(found.paragraph())).toContain(expected);
    expect(found.paragraph()).not.toMatch(/s3cret|\n/);
  } else {
    expect(JSON.parse(withoutBase(JSON.stringify(found)))).toMatchObject(Object(expected));
  }
}

function attempt<T>(task: () => T): T | Problem {
  try {
    return task();
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
}

const auth = 'auth_url: http://k:5000, username: ada, password: s3cret, user_domain_name: Default, project_id: p1';
const entry = (lines: string, name = 'src'): string => `clouds:\n  ${name}:\n${lines.replaceAll(/^/gm, '    ')}\n`;
const plain = entry(`auth: {${auth}}`);
const without = (part: RegExp): string => entry(`auth: {${auth.replace(part, '')}}`);
const withCertificates = (lines: string): Record<string, string> => ({
  'work/clouds.yaml': `${plain}${lines}`,
  'ca.pem': '',
  'home/own.pem': '',
});
const hasMachineFile = ['yaml', 'yml', 'json'].some((suffix) => existsSync(`/etc/openstack/clouds.${suffix}`));

describe('a configuration', () => {
  test('is read whole, with its place', () => {
    check(
      { files: `${plain}    pumphouse: {keystone_database: "mysql+pymysql://root:pw@db:3306/keystone"}` },
      {
        name: 'src',
        auth: {
          type: 'password',
          authUrl: 'http://k:5000/v3',
          user: { name: 'ada', domain: { name: 'Default' } },
          password: 's3cret',
          scope: { type: 'project', project: { id: 'p1' } },
        },
        interface: 'public',
        endpoints: {},
        tls: { verify: true },
        keystoneDatabase: 'mysql://root:pw@db:3306/keystone',
        origin: '@/work/clouds.yaml:2',
      },
    );
  });

  test('takes secrets from secure.yaml, our own key too', () => {
    const open = entry(`auth: {${auth.replace('password: s3cret, ', '')}}`);
    const secure = entry('auth: {password: other}\npumphouse:\n  keystone_database: postgresql://u:p@h/keystone');
    check(
      { files: { 'work/clouds.yaml': open, 'home/.config/openstack/secure.yml': secure } },
      { auth: { password: 'other' }, keystoneDatabase: 'postgresql://u:p@h/keystone' },
    );
  });

  test('takes a profile from the file that OS_CLIENT_VENDOR_FILE names', () => {
    const vendor = 'public-clouds: {big: {auth: {auth_url: "https://big/{region_name}"}, region_name: r1}}';
    check(
      {
        files: { 'work/clouds.yaml': entry(`profile: big\nauth: {user_id: u, password: p}`), 'v.yaml': vendor },
        environment: { OS_CLIENT_VENDOR_FILE: '@/v.yaml' },
      },
      { auth: { authUrl: 'https://big/r1/v3', scope: { type: 'default' } }, region: 'r1' },
    );
  });

  test('comes from the environment, whose token is enough', () => {
    check(
      { environment: { OS_AUTH_URL: 'http://k/v3/', OS_TOKEN: 't', OS_TENANT_ID: 'p', OS_LOG_X: 'no' } },
      { name: 'envvars', auth: { type: 'token', token: 't', scope: { project: { id: 'p' } } }, origin: 'environment' },
    );
  });

  test('takes the named cloud before OS_CLOUD', () => {
    const two = `${plain}${entry(`auth: {${auth}}`, 'dst').replace('clouds:\n', '')}`;
    check({ files: two, environment: { OS_CLOUD: 'dst' } }, { name: 'dst' });
    check({ files: two, environment: { OS_CLOUD: 'dst' }, name: 'src' }, { name: 'src' });
    check({ files: two }, 'no cloud was named, and there are 2: src, dst. Name one of them, or set OS_CLOUD.');
  });

  test('fills missing domains from default_domain', () => {
    const lines = 'auth: {auth_url: http://k, username: a, password: b, project_name: p}\ndefault_domain: d';
    check(
      { files: entry(lines) },
      { auth: { user: { domain: { id: 'd' } }, scope: { project: { name: 'p', domain: { id: 'd' } } } } },
    );
  });

  test('trusts the bundle of the environment, unless told otherwise', () => {
    const environment = { REQUESTS_CA_BUNDLE: '@/ca.pem' };
    check({ files: withCertificates(''), environment }, { tls: { verify: true, caFile: '@/ca.pem' } });
    check({ files: withCertificates('    cacert: ~/own.pem'), environment }, { tls: { caFile: '@/home/own.pem' } });
    check({ files: withCertificates('    verify: ../ca.pem') }, { tls: { verify: true, caFile: '@/ca.pem' } });
    check({ files: withCertificates('    verify: "False"') }, { tls: { verify: false } });
    check(
      { files: withCertificates('    cert: ~/own.pem') },
      { tls: { certFile: '@/home/own.pem', keyFile: '@/home/own.pem' } },
    );
  });
});

describe('a problem', () => {
  test('names the place of malformed YAML, never its words', () => {
    check({ files: 'clouds:\n  src:\n    auth: {password: "s3cret}\n' }, '@/work/clouds.yaml:');
    check({ files: 'clouds:\n  src:\n    password: a: s3cret\n' }, '@/work/clouds.yaml:3:15: this is not valid YAML');
    check({ files: 'clouds:\n\tsrc: 1\n' }, 'a tab is used for indentation; use spaces');
    check({ files: `${plain}---\nb: 1\n` }, 'there is a second document');
    check({ files: 'clouds:\n  src: &a\n    b: *a\n' }, 'an alias contains itself');
  });

  test('names the place of a wrong type', () => {
    check({ files: 'clouds: [src]\n' }, '@/work/clouds.yaml:1:9: clouds must be a mapping');
    check(
      { files: entry('auth:\n  auth_url: http://k\n  username: [s3cret]') },
      '@/work/clouds.yaml:5:17: clouds.src.auth.username must be text, but is a list. Correct it there and try again.',
    );
    check({ files: entry('auth: {password: yes}') }, '.password must be text, but is a boolean (yes, no, on, off');
    check(
      { files: `${plain}    verify:\n` },
      '@/work/clouds.yaml:4:12: clouds.src.verify must be true, false, or the path',
    );
    check({ files: `${plain}    insecure: 1\n` }, 'clouds.src.insecure must be true or false, but is a number');
    check(
      { files: `${plain}    regions: one\n` },
      '@/work/clouds.yaml:4:14: clouds.src.regions must be a list, but is text',
    );
    check({ files: `${plain}    compute_endpoint_override: {a: b}\n` }, 'compute_endpoint_override must be text');
    check(
      { files: `${plain}    pumphouse: {keystone_db: x}\n` },
      'clouds.src.pumphouse.keystone_db is not a known key',
    );
    check(
      { files: `${plain}    pumphouse: {keystone_database: "s3cret"}\n` },
      '@/work/clouds.yaml:4:36: keystone_database',
    );
  });

  test('names file, cloud and key of what is wrong about Ceph', () => {
    const withCeph = (text: string) => ({
      'work/clouds.yaml': `${plain}    pumphouse: {${text}}\n`,
      'work/ceph.conf': '',
    });
    check({ files: withCeph('ceph: gone.conf') }, '4:23: cloud src: no file can be read at @/work/gone.conf. Correct');
    check({ files: withCeph('ceph: [a]') }, '@/work/clouds.yaml:4:23: clouds.src.pumphouse.ceph must be text');
    check({ files: withCeph('ceph_user: cinder') }, '4:28: cloud src: ceph_user is given without ceph. Add');
    check(
      { files: withCeph('ceph: ceph.conf, ceph_user: "--x"') },
      '4:45: clouds.src.pumphouse.ceph_user is no name that Ceph has. Write the user as in `ceph auth ls`',
    );
    check(
      { files: withCeph('ceph: ceph.conf, ceph_pools: {rbd: a/b}') },
      'clouds.src.pumphouse.ceph_pools.rbd is no name that Ceph has. Write the name of one pool',
    );
    check({ files: withCeph('ceph: ceph.conf, ceph_pools: volumes') }, 'must be a mapping of back ends to pools');
    check(
      { files: withCeph('ceph: ceph.conf, ceph_pools: {rbd: volumes}, ceph_user: client.cinder') },
      {
        ceph: { conf: '@/work/ceph.conf', user: 'cinder', pools: { rbd: 'volumes' } },
      },
    );
    check({ files: withCeph('ceph: ceph.conf') }, { ceph: { user: 'admin', pools: {} } });
  });

  test('names what is wrong with the address of images, never the address', () => {
    const withUrl = (url: string) => `${plain}    pumphouse: {image_url: "${url}"}\n`;
    const place = '@/work/clouds.yaml:4:28: clouds.src.pumphouse.image_url';
    check({ files: withUrl('https://m/all?key=s3cret') }, `${place} has neither {id} nor {name} in it. Write`);
    check({ files: withUrl('https://m/{id}/{uuid}?key=s3cret') }, `${place} has other words in braces`);
    check({ files: withUrl('ftp://s3cret/{id}') }, `${place} is no address of http or https`);
    check({ files: withUrl('https://me:s3cret@m/{id}') }, `${place} names a user or password, which Glance`);
    const imageUrl = 'https://m.example:8443/{name}?id={id}';
    check({ files: withUrl(imageUrl) }, { imageUrl });
  });

  test('lists the clouds and files for an unknown name, and the nearest', () => {
    check(
      { files: plain, name: 'scr' },
      'there is no cloud named "scr"; there are: src (looked at @/work/clouds.yaml). Did you mean "src"?',
    );
    check({ files: plain, environment: { OS_CLOUD: 'elsewhere' } }, 'Use one of these names.');
  });

  test.skipIf(hasMachineFile)('lists the places when there is no file', () => {
    check(
      { name: 'src' },
      'looked at @/work/clouds.yaml, @/work/clouds.yml, @/work/clouds.json, @/home/.config/openstack',
    );
    check({}, '/etc/openstack/clouds.json). Put a clouds.yaml in one of these places');
  });

  test('tells what an entry lacks', () => {
    check(
      { files: without(/auth_url: \S+, /) },
      '@/work/clouds.yaml:2:3: cloud src: auth_url is missing. Add auth_url to',
    );
    check({ files: without(/username: \S+, /) }, 'username is missing');
    check({ files: without(/password: \S+, /) }, 'password is missing');
    check(
      { files: without(/user_domain_name: \S+, /) },
      '@/work/clouds.yaml:3:47: cloud src: username is given without',
    );
    check({ environment: { OS_AUTH_URL: 'http://k', OS_USERNAME: 'a' } }, 'only within one. Set OS_USER_DOMAIN_NAME.');
    check({ environment: { OS_AUTH_URL: 'http://k', OS_USER_ID: 'a' } }, 'password is missing. Set OS_PASSWORD.');
  });

  test('refuses what is not supported or cannot work', () => {
    const other = (lines: string): string => `${plain}    ${lines}\n`;
    check(
      { files: other('auth_type: v3oidcpassword') },
      '@/work/clouds.yaml:4:16: cloud src: auth_type "v3oidcpassword"',
    );
    check(
      { files: other('auth_type: v2password') },
      'Use one of password, v3password, token, v3token, v3applicationcredential',
    );
    check({ files: plain.replace('k:5000', 'k:5000/v2.0') }, 'only version 3 is supported');
    check({ files: plain.replace('http://', '') }, 'auth_url is not an http or https address');
    check({ files: plain.replace('username', 'usrname') }, 'has the unknown key usrname. Did you mean username?');
    check({ files: plain.replace('project_id: p1', 'system_scope: some') }, 'system_scope is not "all"');
    check(
      { files: other('trust_id: t') },
      '@/work/clouds.yaml:4:15: cloud src: credentials cannot be for a project, a',
    );
    check(
      { files: other('application_credential_secret: s') },
      'project_id is set, but an application credential holds',
    );
    check({ files: other('interface: outer') }, 'the interface "outer" of cloud src does not exist');
    check({ files: other('cacert: ./none') }, '@/work/clouds.yaml:4:13: cloud src: no file can be read at @/work/none');
    check({ files: other('profile: ovh') }, 'cloud src uses the profile "ovh", which no clouds-public.yaml has');
    check({ files: other('image_endpoint: "{zone}"') }, 'cloud src has no zone to put in the place of {zone}');
  });

  test('lists the regions, and the name that variables have taken', () => {
    check(
      { files: `${plain}    regions: [one, {name: two}]\n`, region: 'three' },
      '@/work/clouds.yaml:2:3: cloud src has no region "three"; it has: one, two',
    );
    check({ files: plain.replace('src', 'envvars') }, 'a cloud is named envvars');
    check({ files: plain, environment: { OS_CLOUD_NAME: 'src' } }, 'Rename it there, or set OS_CLOUD_NAME');
  });
});

test('the request body has one method and the scope', () => {
  const authUrl = 'http://k/v3';
  const body = authRequestBody({ auth: { type: 'token', authUrl, token: 't', scope: { type: 'system' } } });
  expect(body).toEqual({
    auth: { identity: { methods: ['token'], token: { id: 't' } }, scope: { system: { all: true } } },
  });
  const trust = authRequestBody({ auth: { type: 'token', authUrl, token: 't', scope: { type: 'trust', id: 'x' } } });
  expect(trust.auth.scope).toEqual({ 'OS-TRUST:trust': { id: 'x' } });
});

test('the names of all clouds are listed, that of the variables last', () => {
  const files = {
    'work/clouds.yaml': 'clouds: {b: , a: {}}',
    'work/secure.yaml': 'clouds: {b: {auth: {password: x}}, c: }',
  };
  expect(listCloudNames(prepare({ files, environment: { OS_AUTH_URL: 'u' } }))).toEqual(['b', 'a', 'c', 'envvars']);
});
