import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { connect, createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { exchange, openAgent } from '../../../src/openstack/http.ts';
import { type FakeCloud, openFakeCloud } from './fake-cloud.ts';
import { problemOf } from './problem-of.ts';
import { type TestAuthority, testAuthority } from './test-authority.ts';

let authority: TestAuthority;
let fake: FakeCloud | undefined;

beforeAll(() => {
  authority = testAuthority();
});
afterAll(() => authority.remove());
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

const good = { days: 1, subjectAltName: 'IP:127.0.0.1' } as const;

const certificates = [
  ['that has expired', { ...good, days: -1 }, 'it has expired', 'Renew'],
  ['that is self-signed', { ...good, isSelfSigned: true }, 'it is self-signed', 'Set cacert in clouds.yaml'],
  ['for another host', { ...good, subjectAltName: 'DNS:sky.example' }, 'it is for another host name', 'auth_url'],
] as const;

it.each(certificates)('a certificate %s', async (_name, choice, fault, cure) => {
  fake = await openFakeCloud(authority.make(choice));
  const problem = await problemOf(fake.open({ tls: { verify: true, caFile: authority.caFile } }));
  expect(problem.message).toBe(`${fake.url} was reached, but its certificate is not accepted: ${fault}`);
  expect(problem).toMatchObject({ remedy: 'ask', resource: 'cloud fake', cure: expect.stringContaining(cure) });
  const { cloud } = await fake.open({ tls: { verify: false } });
  expect((await cloud.login()).user.name).toBe('admin');
});

it('a certificate of an unknown authority', async () => {
  fake = await openFakeCloud(authority.make(good));
  const problem = await problemOf(fake.open());
  expect(problem.paragraph()).toContain('its authority is unknown. Set cacert');
  expect(fake.logins).toHaveLength(0);
});

it('a certificate of the authority in cacert', async () => {
  fake = await openFakeCloud(authority.make(good));
  const { cloud } = await fake.open({ tls: { verify: true, caFile: authority.caFile } });
  expect((await cloud.login()).roles).toEqual(['admin']);
});

it('a certificate file that is not there', async () => {
  fake = await openFakeCloud();
  expect((await problemOf(fake.open({ tls: { verify: true, caFile: '/no/such.pem' } }))).paragraph()).toContain(
    'the certificate file /no/such.pem cannot be read. Correct cacert',
  );
});

it('https to a port that speaks HTTP only', async () => {
  fake = await openFakeCloud();
  const url = fake.url.replace('http:', 'https:');
  const problem = await problemOf(send(url));
  expect(problem).toMatchObject({ message: `${url} was reached, but it does not speak TLS`, remedy: 'ask' });
  expect(problem.cure).toContain('http://');
});

it('http to a port that speaks TLS only', async () => {
  fake = await openFakeCloud(authority.make(good));
  const problem = await problemOf(send(fake.url.replace('https:', 'http:')));
  expect(problem.message).toContain('no answer from http://127.0.0.1:');
});

it('a cloud that wants a certificate of ours', async () => {
  const own = authority.make(good);
  const server: Server = createServer({
    ...own,
    requestCert: true,
    rejectUnauthorized: true,
    ca: readFileSync(authority.caFile),
  });
  server.on('request', (_request, response) => response.end('welcome'));
  const url = `https://127.0.0.1:${await listen(server)}`;
  const [certFile, keyFile] = [authority.file('own.pem', own.cert), authority.file('own.key', own.key)];
  expect((await problemOf(send(url, { verify: false }))).message).toContain(url);
  const wrong = { verify: false, certFile, keyFile: authority.file('other.key', authority.make(good).key) };
  expect((await problemOf(send(url, wrong))).cure).toContain('cert and key');
  await send(url, { verify: false, certFile, keyFile });
  await close(server);
});

it('a port where something else answers', async () => {
  const server = createTcpServer((socket: Socket) => socket.resume().end('SSH-2.0-OpenSSH gAAAAfake-1\r\n'));
  const url = `http://127.0.0.1:${await listen(server)}`;
  const problem = await problemOf(send(url));
  expect(problem.paragraph()).toContain(`no answer from ${url} to GET / (what answers there does not speak HTTP)`);
  await close(server);
});

it('a port where nobody answers the greeting', async () => {
  const server = createTcpServer((socket: Socket) => socket.destroy());
  const tcpPort = await listen(server);
  connect(tcpPort).destroy();
  expect(await problemOf(send(`https://127.0.0.1:${tcpPort}`))).toMatchObject({ remedy: 'wait' });
  await close(server);
});

async function send(url: string, tls: Parameters<typeof openAgent>[0] = { verify: true }): Promise<void> {
  const agent = openAgent(tls);
  try {
    await exchange(agent, { method: 'GET', url, headers: {} });
  } finally {
    await agent.destroy();
  }
}

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function close(server: Server | TcpServer): Promise<unknown> {
  if ('closeAllConnections' in server) server.closeAllConnections();
  return new Promise((done) => server.close(done));
}
