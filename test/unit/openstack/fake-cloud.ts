import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Cloud, openCloud } from '../../../src/openstack/cloud.ts';
import type { CloudConfig } from '../../../src/openstack/credentials.ts';

export interface Call {
  readonly method: string;
  /** With its query, below the address of the server. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text goes as it is, anything else as JSON. */
  readonly body?: unknown;
  /** The connection breaks instead of an answer, or in the middle of its body; or nothing ever comes. */
  readonly fault?: 'cut' | 'cut body' | 'silent' | 'silent body';
}

/** A Keystone that gives tokens, and services that answer as a test tells them, at one address of this machine. */
export interface FakeCloud {
  readonly url: string;
  readonly config: CloudConfig;
  /** All calls but logins. */
  readonly calls: Call[];
  readonly logins: Call[];
  /** What a `METHOD /path` without its query is answered: one after the other, the last one for good. */
  readonly replies: Map<string, readonly Reply[]>;
  /** What logins are answered instead of a token, first to last; then tokens again. */
  readonly loginReplies: Reply[];
  /** How long a token lives, and how far the clock of the cloud is ahead of ours. */
  lifeMs: number;
  aheadMs: number;
  /** No token that was given so far is accepted any more. */
  revoke(): void;
  /** Connections that are open now. */
  connections(): Promise<number>;
  /** Opens it; pauses between tries take no time and are written down. */
  open(changes?: Partial<CloudConfig>): Promise<{ readonly cloud: Cloud; readonly pausesMs: number[] }>;
  close(): Promise<void>;
}

export const password = 'pass-w0rd-of-admin';
/** All tokens begin with it. */
export const tokenStart = 'gAAAAfake';

interface State {
  valid: Set<string>;
  given: number;
}

export async function openFakeCloud(tls?: { readonly key: string; readonly cert: string }): Promise<FakeCloud> {
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  const state: State = { valid: new Set(), given: 0 };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const tcpPort = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${tcpPort}`;
  const config = configFor(url);
  const opened: Cloud[] = [];
  const fake: FakeCloud = {
    url,
    config,
    calls: [],
    logins: [],
    replies: new Map(),
    loginReplies: [],
    lifeMs: 3_600_000,
    aheadMs: 0,
    revoke: () => state.valid.clear(),
    connections: () => new Promise((done) => server.getConnections((_error, count) => done(count))),
    async open(changes = {}) {
      const pausesMs: number[] = [];
      const pause = async (durationMs: number): Promise<void> => void pausesMs.push(durationMs);
      const cloud = await openCloud({ ...config, ...changes }, undefined, pause);
      opened.push(cloud);
      return { cloud, pausesMs };
    },
    async close() {
      await Promise.all(opened.map((cloud) => cloud.close()));
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  answerWith(server, (call) => (isLogin(call) ? logIn(fake, state, call) : serve(fake, state, call)));
  return fake;
}

function configFor(url: string): CloudConfig {
  return {
    name: 'fake',
    auth: {
      type: 'password',
      authUrl: `${url}/v3`,
      user: { name: 'admin', domain: { name: 'Default' } },
      password,
      scope: { type: 'project', project: { name: 'alpha', domain: { id: 'default' } } },
    },
    region: 'RegionOne',
    interface: 'public',
    endpoints: {},
    serviceInterfaces: {},
    serviceRegions: {},
    tls: { verify: true },
    origin: 'test',
  };
}

function answerWith(server: Server, respond: (call: Call) => Reply): void {
  server.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      write(response, respond({ method, path, headers, body: Buffer.concat(chunks).toString() }));
    });
  });
}

function write(response: ServerResponse, { status = 200, headers = {}, body = {}, fault }: Reply): void {
  if (fault === 'silent') return;
  if (fault === 'cut') {
    response.destroy();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(
    status,
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
  );
  if (fault === undefined) response.end(text);
  else response.write(text.slice(0, text.length / 2), () => fault === 'cut body' && response.destroy());
}

function isLogin({ method, path }: Call): boolean {
  return method === 'POST' && path === '/v3/auth/tokens';
}

function logIn(fake: FakeCloud, state: State, call: Call): Reply {
  fake.logins.push(call);
  const told = fake.loginReplies.shift();
  if (told !== undefined) return told;
  if (!call.body.includes(password)) return { status: 401, body: { error: { message: 'Wrong.', code: 401 } } };
  state.given += 1;
  const token = `${tokenStart}-${state.given}`;
  state.valid.add(token);
  const issuedAtMs = Date.now() + fake.aheadMs;
  const body = {
    token: {
      issued_at: new Date(issuedAtMs).toISOString(),
      expires_at: new Date(issuedAtMs + fake.lifeMs).toISOString(),
      user: { id: 'u1', name: 'admin' },
      project: { id: 'p1', name: 'alpha' },
      roles: [{ id: 'r1', name: 'admin' }],
      catalog: catalog(fake.url),
    },
  };
  return { status: 201, headers: { 'x-subject-token': token }, body };
}

function catalog(url: string): object[] {
  const addresses = {
    identity: '/v3',
    compute: '/compute/v2.1',
    image: '/image',
    network: '/network/',
    volumev3: '/volume/v3/p1',
    placement: '/placement',
  };
  return Object.entries(addresses).map(([type, path]) => ({
    type,
    endpoints: [{ interface: 'public', region_id: 'RegionOne', url: `${url}${path}` }],
  }));
}

function serve(fake: FakeCloud, state: State, call: Call): Reply {
  fake.calls.push(call);
  if (!state.valid.has(String(call.headers['x-auth-token']))) {
    return { status: 401, headers: { 'x-openstack-request-id': 'req-401' }, body: 'You are not authorized.' };
  }
  const key = `${call.method} ${call.path.split('?')[0]}`;
  const [next, ...rest] = fake.replies.get(key) ?? [{ status: 404, body: { itemNotFound: { message: key } } }];
  if (rest.length > 0) fake.replies.set(key, rest);
  return next ?? {};
}
