import { z } from 'zod';
import type { SimCloud } from '../cloud/sim-cloud.ts';

/** One user's way into a simulated cloud: by its HTTP API, so that every rule of its services holds. */
export interface SimApi {
  /** Creates a thing. `path` begins with the service: `/network/v2.0/networks`. Returns the id. */
  make(path: string, body: object): Promise<string>;
  /** Throws when the cloud refuses. Returns the answer's body, undefined for an empty one. */
  send(method: string, path: string, body?: object | Buffer, mediaType?: string): Promise<unknown>;
}

export interface SimLogin {
  readonly user: { readonly id: string } | { readonly name: string; readonly domain: { readonly name: string } };
  readonly password: string;
  readonly project: SimLogin['user'];
}

/** The administrator that every simulated cloud begins with. */
export const adminLogin: SimLogin = {
  user: { name: 'admin', domain: { name: 'Default' } },
  password: 'adminpass',
  project: { name: 'admin', domain: { name: 'Default' } },
};

const computeVersion = '2.93';

/** Logs in to a cloud that is served. After each request the cloud's background work is carried out at once. */
export async function openSimApi(cloud: SimCloud, login: SimLogin): Promise<SimApi> {
  const token = await logIn(cloud, login);
  const send: SimApi['send'] = async (method, path, body, mediaType) => {
    const response = await fetch(`${cloud.url}${path}`, {
      method,
      headers: {
        'x-auth-token': token,
        // Cinder refuses the version of another service.
        ...(path.startsWith('/compute/') ? { 'openstack-api-version': `compute ${computeVersion}` } : {}),
        ...(body === undefined ? {} : { 'content-type': mediaType ?? mediaTypeOf(body) }),
      },
      ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw refused(`${method} ${path}`, response.status, text, body);
    cloud.clock.settleAll();
    return text === '' ? undefined : JSON.parse(text);
  };
  return { send, make: async (path, body) => idOf(await send('POST', path, body)) };
}

function mediaTypeOf(body: object): string {
  return Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
}

async function logIn(cloud: SimCloud, { user, password, project }: SimLogin): Promise<string> {
  const identity = { methods: ['password'], password: { user: { ...user, password } } };
  const body = { auth: { identity, scope: { project } } };
  const response = await fetch(`${cloud.url}/identity/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const token = response.headers.get('x-subject-token');
  if (token === null) throw refused('the login', response.status, await response.text(), { user, project });
  return token;
}

function refused(what: string, status: number, text: string, body: object | undefined): Error {
  const sent = body === undefined || Buffer.isBuffer(body) ? '' : ` (${JSON.stringify(body).slice(0, 2000)})`;
  return new Error(`the simulated cloud answers ${status} to ${what}${sent}: ${text.slice(0, 2000)}`);
}

const identified = z.looseObject({ id: z.string() });
const wrapped = z.record(z.string(), z.unknown());

/** The id in an answer, whether the service wraps the thing in its name or not. */
function idOf(answer: unknown): string {
  const bare = identified.safeParse(answer);
  if (bare.success) return bare.data.id;
  const [only] = Object.values(wrapped.parse(answer));
  return identified.parse(only).id;
}
