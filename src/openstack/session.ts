import type { Agent } from 'undici';
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { exchange, type HttpAnswer } from './http.ts';
import { answerProblem } from './answer-problem.ts';
import { catalogTypes, type Service, versionFolders } from './service.ts';

const catalogEntry = z.looseObject({
  type: z.string(),
  name: z.string().optional(),
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
  readonly expiresAtMs: number;
  readonly user: { readonly id: string; readonly name: string };
  readonly project: { readonly id: string; readonly name: string } | undefined;
  readonly roles: readonly string[];
  readonly catalog: readonly CatalogEntry[];
}

/** Trades credentials for a token. `body` is a Keystone v3 authentication request. */
export async function logIn(agent: Agent, authUrl: string, body: object): Promise<Login> {
  const url = `${withVersion(authUrl, '/v3')}/auth/tokens`;
  const answer = await exchange(agent, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200 && answer.status !== 201) throw answerProblem('identity', 'POST', url, answer);
  return parseLogin(answer);
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
    });
  }
  const { token } = parsed.data;
  return {
    token: header,
    expiresAtMs: Date.parse(token.expires_at),
    user: token.user,
    project: token.project,
    roles: token.roles.map((role) => role.name),
    catalog: token.catalog,
  };
}

/** A login is renewed before its token ends, since a request may take a while. */
export function isExpiring(login: Login, nowMs: number): boolean {
  return login.expiresAtMs - nowMs < limits.tokenMarginMs;
}

export interface EndpointChoice {
  readonly region?: string | undefined;
  readonly interface: string;
  readonly overrides: Readonly<Record<string, string>>;
}

/** The address that a service's paths are added to, version folder included; undefined when the catalog has none. */
export function endpointOf(login: Login, service: Service, choice: EndpointChoice): string | undefined {
  for (const type of catalogTypes[service]) {
    const override = choice.overrides[type] ?? choice.overrides[type.replaceAll('-', '_')];
    if (override !== undefined) return withVersion(override, versionFolders[service]);
  }
  for (const type of catalogTypes[service]) {
    const entry = login.catalog.find((candidate) => candidate.type === type);
    const endpoint = entry?.endpoints.find(
      ({ interface: side, region_id, region }) =>
        side === choice.interface && (choice.region === undefined || (region_id ?? region) === choice.region),
    );
    if (endpoint !== undefined) return withVersion(endpoint.url, versionFolders[service]);
  }
  return undefined;
}

function withVersion(url: string, folder: string): string {
  const trimmed = url.replace(/\/+$/, '');
  if (folder === '' || /\/v\d+(\.\d+)?$/.test(trimmed)) return trimmed;
  return `${trimmed}${folder}`;
}

export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
