import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { answerProblem } from './answer-problem.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';

const catalogEntry = z.looseObject({
  type: z.string(),
  name: z.string().nullish(),
  endpoints: z.array(
    z.looseObject({
      interface: z.string(),
      region_id: z.string().nullish(),
      region: z.string().nullish(),
      url: z.string(),
    }),
  ),
});

const tokenAnswer = z.looseObject({
  token: z.looseObject({
    issued_at: z.string().optional(),
    expires_at: z.string(),
    user: z.looseObject({ id: z.string(), name: z.string() }),
    project: z.looseObject({ id: z.string(), name: z.string() }).optional(),
    roles: z.array(z.looseObject({ id: z.string(), name: z.string() })).default([]),
    catalog: z.array(catalogEntry).default([]),
  }),
});

export type CatalogEntry = z.infer<typeof catalogEntry>;

/** A login: a token with what Keystone said when it gave it. */
export interface Login {
  readonly token: string;
  /** Both by the clock of this machine, which may differ from the cloud's. */
  readonly receivedAtMs: number;
  readonly expiresAtMs: number;
  readonly user: { readonly id: string; readonly name: string };
  readonly project: { readonly id: string; readonly name: string } | undefined;
  readonly roles: readonly string[];
  readonly catalog: readonly CatalogEntry[];
}

/** Trades credentials for a token. `body` is a Keystone v3 authentication request, `authUrl` ends in `/v3`. */
export async function logIn(
  send: (request: HttpRequest) => Promise<HttpAnswer>,
  authUrl: string,
  body: object,
): Promise<Login> {
  const url = `${authUrl.replace(/\/+$/, '')}/auth/tokens`;
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answer = await send({ method: 'POST', url, headers, body: JSON.stringify(body) });
  if (answer.status === 200 || answer.status === 201) return parseLogin(answer);
  throw answerProblem('identity', 'POST', url, answer);
}

/** Reads the answer of `POST /v3/auth/tokens` or `POST /v3/ec2tokens`. */
export function parseLogin(answer: HttpAnswer): Login {
  const header = answer.headers['x-subject-token'];
  const parsed = tokenAnswer.safeParse(safeJson(answer.text));
  if (typeof header !== 'string' || !parsed.success) {
    throw new Problem({
      summary: 'what answered is not Keystone version 3: it gave no token',
      cure: 'Correct auth_url in clouds.yaml; it usually ends in /v3.',
      remedy: 'ask',
      status: answer.status,
    });
  }
  const { token } = parsed.data;
  const receivedAtMs = Date.now();
  const issuedAtMs = token.issued_at === undefined ? receivedAtMs : Date.parse(token.issued_at);
  return {
    token: header,
    receivedAtMs,
    expiresAtMs: receivedAtMs + Date.parse(token.expires_at) - issuedAtMs,
    user: token.user,
    project: token.project,
    roles: token.roles.map((role) => role.name),
    catalog: token.catalog,
  };
}

/**
 * A login is renewed before its token ends, since a request may take a while; where tokens are short-lived, in the
 * second half of their life.
 */
export function isExpiring({ receivedAtMs, expiresAtMs }: Login, nowMs: number): boolean {
  const marginMs = Math.min(limits.tokenMarginMs, (expiresAtMs - receivedAtMs) / 2);
  return expiresAtMs - nowMs < marginMs;
}

/** JSON as a value; undefined when the text is none. */
export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
