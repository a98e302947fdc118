import { createHash, createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { getIfThere, removeIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { isExpiring, type Login, parseLogin } from './session.ts';

/** Logins by user and project, for each cloud; concurrent callers share one exchange. */
const held = new WeakMap<Cloud, Map<string, Promise<Login>>>();

/** Two processes may trade for the same user at once and take away each other's credential. */
const exchangeTries = 3;

/**
 * A view of the cloud with a token of that user in that project, without knowing or touching the user's password.
 *
 * The cloud's administrator makes an EC2 credential for the user, trades a request signed with it for a token
 * (`POST /v3/ec2tokens`) and deletes it; the token stays valid. The login is kept until it expires. Throws a Problem
 * that names user and project when Keystone does not allow it; its status is 403 where a policy forbids the way itself.
 */
export async function actAs(cloud: Cloud, userId: string, projectId: string): Promise<Cloud> {
  const view = cloud.withLogin(await loginAs(cloud, userId, projectId));
  return {
    ...view,
    async send(request) {
      for (let renewals = 0; ; renewals += 1) {
        const login = await loginAs(cloud, userId, projectId);
        try {
          return await cloud.withLogin(login).send(request);
        } catch (problem) {
          const isRefused = problem instanceof Problem && problem.status === 401;
          if (!isRefused || renewals >= limits.tokenRenewals) throw problem;
        }
        // A role change revokes tokens in flight (Keystone's revocation events): trade once more.
        forget(cloud, userId, projectId, login);
      }
    },
  };
}

/** Deletes the credential that a killed process may have left behind. Returns whether one was there. */
export function sweepActAs(cloud: Cloud, userId: string, projectId: string): Promise<boolean> {
  return removeIfThere(cloud, 'identity', `/credentials/${credentialId(accessKey(userId, projectId))}`);
}

async function loginAs(cloud: Cloud, userId: string, projectId: string): Promise<Login> {
  const logins = held.get(cloud) ?? new Map<string, Promise<Login>>();
  held.set(cloud, logins);
  const key = `${userId}/${projectId}`;
  const present = logins.get(key);
  const login = await present?.catch(() => undefined);
  if (login !== undefined && !isExpiring(login, Date.now())) return login;
  const later = logins.get(key);
  if (later !== undefined && later !== present) return later;
  const trading = trade(cloud, userId, projectId);
  logins.set(key, trading);
  return trading;
}

function forget(cloud: Cloud, userId: string, projectId: string, login: Login): void {
  const logins = held.get(cloud);
  const key = `${userId}/${projectId}`;
  void logins?.get(key)?.then((present) => present === login && logins.delete(key));
}

async function trade(cloud: Cloud, userId: string, projectId: string): Promise<Login> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await tradeOnce(cloud, userId, projectId);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 403) throw forbiddenProblem(cloud, problem);
      if (problem.status !== 401 && problem.status !== 404) throw problem;
      const refusal = await whyRefused(cloud, userId, projectId, problem);
      if (refusal !== undefined || tried >= exchangeTries) throw refusal ?? problem;
    }
  }
}

async function tradeOnce(cloud: Cloud, userId: string, projectId: string): Promise<Login> {
  const access = accessKey(userId, projectId);
  const secret = randomBytes(32).toString('hex');
  await createCredential(cloud, userId, projectId, { access, secret });
  try {
    const body = { credentials: signedRequest(access, secret) };
    return parseLogin(await cloud.send({ service: 'identity', method: 'POST', path: '/ec2tokens', body }));
  } finally {
    await sweepActAs(cloud, userId, projectId);
  }
}

async function createCredential(
  cloud: Cloud,
  userId: string,
  projectId: string,
  keys: { readonly access: string; readonly secret: string },
): Promise<void> {
  const credential = { type: 'ec2', blob: JSON.stringify(keys), user_id: userId, project_id: projectId };
  const request = { service: 'identity', method: 'POST', path: '/credentials', body: { credential } } as const;
  try {
    await cloud.send(request);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
    // Left by a killed process, whose secret is lost.
    await sweepActAs(cloud, userId, projectId);
    await cloud.send(request);
  }
}

/** The access key follows from user and project, so that a credential left behind is found without any record of it. */
function accessKey(userId: string, projectId: string): string {
  return `pumphouse-${createHash('sha256').update(`${userId}/${projectId}`).digest('hex').slice(0, 40)}`;
}

/** Keystone's id of an EC2 credential (keystone.common.utils.hash_access_key). */
function credentialId(access: string): string {
  return createHash('sha256').update(access).digest('hex');
}

/**
 * A request signed as AWS signature version 2 has it, in the form that `POST /v3/ec2tokens` checks. No timestamp is
 * signed, which Keystone allows: the credential lives for a moment only, and clocks may differ.
 */
function signedRequest(access: string, secret: string): object {
  const verb = 'POST';
  const host = 'pumphouse';
  const path = '/';
  const params = { AWSAccessKeyId: access, SignatureMethod: 'HmacSHA256', SignatureVersion: '2' };
  const question = Object.entries(params).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const text = [verb, host, path, question.join('&')].join('\n');
  const signature = createHmac('sha256', secret).update(text).digest('base64');
  return { access, verb, host, path, params, signature };
}

const userAnswer = z.looseObject({ user: z.looseObject({ name: z.string(), enabled: z.boolean() }) });
const projectAnswer = z.looseObject({ project: z.looseObject({ name: z.string(), enabled: z.boolean() }) });
const assignmentsAnswer = z.looseObject({ role_assignments: z.array(z.unknown()) });

/** Keystone says only 401 or 404: look for the reason. Undefined when none is seen; then trading again may help. */
async function whyRefused(
  cloud: Cloud,
  userId: string,
  projectId: string,
  cause: Problem,
): Promise<Problem | undefined> {
  const rolesPath = `/role_assignments?effective=true&user.id=${userId}&scope.project.id=${projectId}`;
  const [user, project, roles] = await Promise.all([
    getIfThere(cloud, 'identity', `/users/${userId}`, userAnswer),
    getIfThere(cloud, 'identity', `/projects/${projectId}`, projectAnswer),
    getIfThere(cloud, 'identity', rolesPath, assignmentsAnswer),
  ]);
  const userText = `user ${user?.user.name ?? '?'} (${userId})`;
  const projectText = `project ${project?.project.name ?? '?'} (${projectId})`;
  const refused = (reason: string, cure: string): Problem =>
    new Problem({
      summary: `${userText} cannot act in ${projectText} of cloud ${cloud.name}: ${reason}`,
      cure,
      remedy: 'ask',
      status: 401,
      cause,
    });
  if (user === undefined) return refused('there is no such user', 'Run the plan again.');
  if (project === undefined) return refused('there is no such project', 'Run the plan again.');
  if (!user.user.enabled) return refused('the user is disabled', 'Enable the user for the time of the move.');
  if (!project.project.enabled) return refused('the project is disabled', 'Enable it for the time of the move.');
  if (roles !== undefined && roles.role_assignments.length > 0) return undefined;
  return refused('the user has no role there', 'Give the user a role in the project, such as member.');
}

function forbiddenProblem(cloud: Cloud, cause: Problem): Problem {
  return new Problem({
    summary: `cloud ${cloud.name} does not let its administrator act for a user`,
    cure:
      'Log in with the password of an administrator rather than a trust or an application credential, and allow ' +
      "identity:create_credential and identity:ec2tokens_validate in Keystone's policy.",
    remedy: 'ask',
    status: 403,
    ...(cause.detail === undefined ? {} : { detail: cause.detail }),
    ...(cause.requestId === undefined ? {} : { requestId: cause.requestId }),
    cause,
  });
}
