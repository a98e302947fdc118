import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../src/base/limits.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { type FakeCloud, openFakeCloud, password, tokenStart } from './fake-cloud.ts';
import { problemOf } from './problem-of.ts';

let fake: FakeCloud;

beforeEach(async () => {
  fake = await openFakeCloud();
  fake.replies.set('GET /compute/v2.1/servers', [{ body: { servers: [] } }]);
  fake.replies.set('POST /compute/v2.1/servers', [{ status: 202, body: { server: { id: 's1' } } }]);
});
afterEach(() => fake.close());

/** The one that is refused when no more are asked for. */
const lastToken = `${tokenStart}-${limits.tokenRenewals + 1}`;

const read = { service: 'compute', method: 'GET', path: '/servers' } as const;
const write = { service: 'compute', method: 'POST', path: '/servers', body: { server: { name: 'web1' } } } as const;

async function statuses(cloud: Cloud, count: number): Promise<Set<number>> {
  const answers = await Promise.all(Array.from({ length: count }, () => cloud.send(read)));
  return new Set(answers.map(({ status }) => status));
}

/** Its first token has ended when it is asked for, its later ones have not. */
async function openExpiring(): Promise<Cloud> {
  fake.lifeMs = 1;
  const { cloud } = await fake.open();
  await new Promise((done) => setTimeout(done, 5));
  fake.lifeMs = 3_600_000;
  return cloud;
}

describe('a login', () => {
  it('serves all callers', async () => {
    const { cloud } = await fake.open();
    expect(await statuses(cloud, 20)).toEqual(new Set([200]));
    expect(fake.logins).toHaveLength(1);
    expect(cloud.traffic.counts()).toEqual({ reads: 20, writes: 0, logins: 1 });
  });

  it('is renewed once for all whose token was refused, and their requests are sent again', async () => {
    const { cloud } = await fake.open();
    fake.revoke();
    expect(await statuses(cloud, 20)).toEqual(new Set([200]));
    expect(fake.logins).toHaveLength(2);
  });

  it('is renewed for a write too, which is sent again with the same body', async () => {
    const { cloud, pausesMs } = await fake.open();
    fake.revoke();
    expect((await cloud.send(write)).status).toBe(202);
    expect(fake.calls.map(({ body }) => body)).toEqual([JSON.stringify(write.body), JSON.stringify(write.body)]);
    expect(pausesMs).toEqual([]);
  });

  it('is renewed when it ends, by however many callers at once', async () => {
    const { cloud } = await fake.open();
    const first = await cloud.login();
    expect(first.expiresAtMs - first.receivedAtMs).toBe(fake.lifeMs);
    const short = await openExpiring();
    await Promise.all(Array.from({ length: 10 }, () => short.login()));
    expect(fake.logins).toHaveLength(3);
  });

  it('holds as long as the cloud says, whatever its clock shows', async () => {
    for (const aheadMs of [-86_400_000, 86_400_000]) {
      fake.aheadMs = aheadMs;
      const { cloud } = await fake.open();
      await statuses(cloud, 3);
    }
    expect(fake.logins).toHaveLength(2);
  });

  it('that is short-lived is not renewed for each request', async () => {
    fake.lifeMs = 60_000;
    const { cloud } = await fake.open();
    await cloud.send(read);
    await cloud.send(read);
    expect(fake.logins).toHaveLength(1);
  });
});

describe('a token refused again and again', () => {
  const refusal = { status: 401, headers: { 'x-openstack-request-id': 'req-7' }, body: `No: ${lastToken}` };

  it('is a Problem that names cloud, user and project', async () => {
    const { cloud } = await fake.open();
    fake.replies.set('GET /compute/v2.1/servers', [refusal]);
    const problem = await problemOf(cloud.send(read));
    expect(problem).toMatchObject({ status: 401, remedy: 'ask', requestId: 'req-7', resource: 'cloud fake' });
    expect(problem.paragraph()).toContain('for user admin in project alpha (No: [secret]) [req-7].');
    expect(fake.logins).toHaveLength(limits.tokenRenewals + 1);
  });

  it('is never renewed when it was given', async () => {
    const { cloud } = await fake.open();
    const view = cloud.withLogin({ ...(await cloud.login()), user: { id: 'u2', name: 'alice' }, expiresAtMs: 0 });
    expect((await view.send(read)).status).toBe(200);
    fake.revoke();
    expect((await problemOf(view.send(read))).message).toContain('401 to GET /compute/v2.1/servers for user alice');
    await view.close();
    expect((await cloud.send(read)).status).toBe(200);
    expect(fake.logins).toHaveLength(2);
  });
});

describe('a login that fails', () => {
  it('is told at once when the cloud is opened', async () => {
    fake.loginReplies.push({ status: 503, headers: { 'x-openstack-request-id': 'req-9' }, body: 'Down.' });
    expect(await problemOf(fake.open())).toMatchObject({ status: 503, requestId: 'req-9', resource: 'cloud fake' });
    expect(fake.logins).toHaveLength(1);
  });

  it('is tried again later on', async () => {
    const { cloud, pausesMs } = await fake.open();
    fake.revoke();
    fake.loginReplies.push({ status: 503 }, { fault: 'cut' });
    expect(await statuses(cloud, 5)).toEqual(new Set([200]));
    expect(fake.logins).toHaveLength(4);
    expect(pausesMs).toEqual([500, 1000]);
  });

  it('fails for all who wait for it, and the next caller begins anew', async () => {
    const cloud = await openExpiring();
    fake.loginReplies.push({ status: 401 });
    const problems = await Promise.all([1, 2, 3].map(() => problemOf(cloud.send(read))));
    for (const problem of problems)
      expect(problem.message).toContain('/v3/auth/tokens for user admin (domain Default)');
    expect(fake.logins).toHaveLength(2);
    expect((await cloud.send(read)).status).toBe(200);
  });

  it('names the user, and none of its secrets', async () => {
    fake.loginReplies.push({ status: 401, body: { error: { message: `The password ${password} is wrong.` } } });
    const problem = await problemOf(fake.open());
    expect(problem.paragraph()).toBe(
      'cloud fake: identity answered 401 to POST /v3/auth/tokens for user admin (domain Default) in project alpha ' +
        '(domain default) (The password [secret] is wrong). ' +
        'Check user, password, project and domains of this cloud in clouds.yaml.',
    );
  });

  it('says when a token that was given has ended', async () => {
    const { auth } = fake.config;
    const changes = {
      auth: { ...auth, type: 'token', token: `${tokenStart}-old`, scope: { type: 'default' } },
    } as const;
    expect((await problemOf(fake.open(changes))).cure).toContain('openstack token issue');
  });

  it.each([
    ['another program', { body: '<html>Welcome</html>' }, 'not Keystone version 3'],
    ['a redirection', { status: 301, headers: { location: 'https://sky.example/v3?x' } }, 'https://sky.example/v3)'],
    ['no such path', { status: 404, body: 'no' }, 'auth_url'],
  ])('%s', async (_name, reply, words) => {
    fake.loginReplies.push(reply);
    expect((await problemOf(fake.open())).paragraph()).toContain(words);
  });
});
