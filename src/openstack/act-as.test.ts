import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { actAs, sweepActAs } from './act-as.ts';
import { type Cloud, openCloud } from './cloud.ts';

/** A Keystone that knows no more than what acting as a user takes. It checks signatures as AWS describes version 2. */
interface Keystone {
  readonly server: Server;
  readonly credentials: Map<string, string>;
  readonly calls: string[];
  lastAccess: string;
  isEnabled: boolean;
}

const credentialBody = z.object({ credential: z.object({ blob: z.string() }) });
const keysSchema = z.object({ access: z.string(), secret: z.string() });
const signedBody = z.object({
  credentials: z.object({
    access: z.string(),
    verb: z.string(),
    host: z.string(),
    path: z.string(),
    params: z.record(z.string(), z.string()),
    signature: z.string(),
  }),
});

let keystone: Keystone;
let cloud: Cloud;

beforeEach(async () => {
  keystone = { server: createServer(), credentials: new Map(), calls: [], lastAccess: '', isEnabled: true };
  const { server } = keystone;
  server.on('request', (request, response) => {
    void readBody(request).then((body) => {
      const { status, answer } = respond(`${request.method} ${request.url?.split('?')[0]}`, body);
      return response
        .writeHead(status, { 'x-subject-token': `token ${keystone.calls.length}` })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cloud = await openTestCloud();
  keystone.calls.length = 0;
});

function openTestCloud(): Promise<Cloud> {
  const { server } = keystone;
  return openCloud({
    name: 'test',
    auth: {
      type: 'password',
      authUrl: `${addressOf(server)}/v3`,
      user: { name: 'admin', domain: { name: 'Default' } },
      password: 'secret',
      scope: { type: 'default' },
    },
    interface: 'public',
    endpoints: { identity: addressOf(server) },
    serviceInterfaces: {},
    serviceRegions: {},
    tls: { verify: true },
    origin: 'test',
  });
}

afterEach(async () => {
  await cloud.close();
  keystone.server.closeAllConnections();
  keystone.server.close();
});

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}

function respond(call: string, body: unknown): { status: number; answer: unknown } {
  keystone.calls.push(call.replace(/[0-9a-f]{64}/, '{id}'));
  const { credentials, isEnabled } = keystone;
  if (call === 'POST /v3/auth/tokens') return { status: 201, answer: tokenOf('admin') };
  if (call === 'POST /v3/credentials') {
    const { access, secret } = keysSchema.parse(JSON.parse(credentialBody.parse(body).credential.blob));
    keystone.lastAccess = access;
    if (credentials.has(access)) return { status: 409, answer: {} };
    credentials.set(access, secret);
    return { status: 201, answer: {} };
  }
  if (call.startsWith('DELETE /v3/credentials/')) {
    const wasThere = credentials.size > 0;
    credentials.clear();
    return { status: wasThere ? 204 : 404, answer: {} };
  }
  if (call === 'GET /v3/users/u') return { status: 200, answer: { user: { name: 'alice', enabled: isEnabled } } };
  if (call === 'GET /v3/projects/p') return { status: 200, answer: { project: { name: 'alpha', enabled: true } } };
  if (call === 'GET /v3/role_assignments') return { status: 200, answer: { role_assignments: [{}] } };
  if (call === 'POST /v3/ec2tokens' && isEnabled && isSigned(body)) {
    return { status: 200, answer: tokenOf('alice') };
  }
  return { status: 401, answer: {} };
}

function tokenOf(name: string): object {
  return { token: { expires_at: new Date(Date.now() + 3_600_000).toISOString(), user: { id: name, name } } };
}

function isSigned(body: unknown): boolean {
  const { access, verb, host, path, params, signature } = signedBody.parse(body).credentials;
  const names = Object.keys(params).toSorted();
  const question = names.map((name) => `${name}=${encodeURIComponent(params[name] ?? '')}`).join('&');
  const secret = keystone.credentials.get(access) ?? '';
  return createHmac('sha256', secret).update(`${verb}\n${host}\n${path}\n${question}`).digest('base64') === signature;
}

async function check(expected: readonly string[]): Promise<void> {
  const views = await Promise.all([actAs(cloud, 'u', 'p'), actAs(cloud, 'u', 'p')]);
  expect((await Promise.all(views.map((view) => view.login()))).map(({ user }) => user.name)).toEqual([
    'alice',
    'alice',
  ]);
  expect(keystone.calls).toEqual(expected);
  expect(keystone.credentials.size).toBe(0);
}

const trade = ['POST /v3/credentials', 'POST /v3/ec2tokens', 'DELETE /v3/credentials/{id}'];

it('trades once for all callers and leaves no credential', () => check(trade));

it('replaces what a killed process left', async () => {
  await leaveCredential();
  await check(['POST /v3/credentials', 'DELETE /v3/credentials/{id}', ...trade]);
});

it('sweeps what a killed process left, and says whether there was something', async () => {
  await leaveCredential();
  expect(await sweepActAs(cloud, 'u', 'p')).toBe(true);
  expect(await sweepActAs(cloud, 'u', 'p')).toBe(false);
});

it('says why a user cannot act, names user and project, and leaves no credential', async () => {
  keystone.isEnabled = false;
  const problem = await actAs(cloud, 'u', 'p').catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Problem);
  expect(String(problem)).toContain(
    'user alice (u) cannot act in project alpha (p) of cloud test: the user is disabled',
  );
  expect(keystone.credentials.size).toBe(0);
});

/** As a process does that is killed between the two calls; another one comes after it. */
async function leaveCredential(): Promise<void> {
  await actAs(cloud, 'u', 'p');
  keystone.credentials.set(keystone.lastAccess, 'lost');
  await cloud.close();
  cloud = await openTestCloud();
  keystone.calls.length = 0;
}
