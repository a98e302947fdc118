import type { Agent } from 'undici';
import { limits } from '../base/limits.ts';
import { log } from '../base/log.ts';
import { Problem } from '../base/problem.ts';
import { answerProblem } from './answer-problem.ts';
import { cloudProblem } from './cloud-problem.ts';
import { authRequestBody, type CloudConfig } from './credentials.ts';
import { endpointMissing, endpointOf, versionRoot } from './endpoint.ts';
import { type Gate, openGate } from './gate.ts';
import { exchange, type HttpAnswer, type HttpRequest, openAgent } from './http.ts';
import { sleep, withRetries } from './retry.ts';
import { type Service, services } from './service.ts';
import { type Login, logIn } from './session.ts';
import { fixedLogin, type SharedLogin, sharedLogin } from './shared-login.ts';
import { openTraffic, routeOf, type Traffic } from './traffic.ts';

export interface CloudRequest {
  readonly service: Service;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the service's endpoint, with its query; `/` alone is the service's version document. */
  readonly path: string;
  readonly body?: unknown;
  /** Media type of the body; JSON unless said. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** `compute 2.90`, say; sent as the OpenStack-API-Version header. */
  readonly microversion?: string;
}

/** One project in one region of one OpenStack, opened with credentials. */
export interface Cloud {
  readonly name: string;
  readonly config: CloudConfig;
  readonly traffic: Traffic;
  readonly agent: Agent;
  /** Present when its networks are read through the Compute API, as there is no Neutron or the operator says so. */
  readonly networkApi?: 'compute' | undefined;
  /** The valid login, renewed when needed. */
  login(): Promise<Login>;
  /** The address of a service; throws a Problem when the catalog has none for the region and interface. */
  endpoint(service: Service): Promise<string>;
  hasService(service: Service): Promise<boolean>;
  /**
   * Sends a request, again where this is safe and may help. Returns every answer of status 300 or below; throws a
   * Problem that names the cloud for any other, and when no answer came.
   */
  send(request: CloudRequest): Promise<HttpAnswer>;
  /** The same cloud seen with another token: of a user of a project, as the cloud itself gave it. */
  withLogin(login: Login): Cloud;
  /** Breaks off what still runs; a view made by `withLogin` has nothing to close. */
  close(): Promise<void>;
}

/** What all views of one cloud share. */
interface Wire {
  readonly config: CloudConfig;
  readonly traffic: Traffic;
  readonly agent: Agent;
  readonly gates: Record<Service, Gate>;
  readonly pause: (durationMs: number) => Promise<void>;
}

/**
 * Opens a cloud by logging in. Throws a Problem when it cannot be reached or refuses the credentials. `pause` waits
 * between two tries of a request.
 */
export async function openCloud(
  config: CloudConfig,
  traffic: Traffic = openTraffic(),
  pause: (durationMs: number) => Promise<void> = sleep,
): Promise<Cloud> {
  const wire = { config, traffic, agent: openAgent(config.tls), gates: openGates(), pause };
  let isOpen = false;
  // A wrong address is told at once; a Keystone that was there before is given time to come back.
  const shared = sharedLogin(() => renew(wire, isOpen ? limits.requestTries : 1));
  const cloud = makeCloud(wire, shared, () => wire.agent.destroy());
  try {
    await cloud.login();
  } catch (problem) {
    await cloud.close();
    throw problem;
  }
  isOpen = true;
  return cloud;
}

function openGates(): Wire['gates'] {
  const gate = (service: Service): Gate => openGate(limits.concurrency[service]);
  return {
    identity: gate('identity'),
    compute: gate('compute'),
    image: gate('image'),
    network: gate('network'),
    'block-storage': gate('block-storage'),
    placement: gate('placement'),
  };
}

async function renew(wire: Wire, tries: number): Promise<Login> {
  const { config, pause } = wire;
  const retries = { method: 'POST', isRepeatable: true, tries, pause };
  const send = (request: HttpRequest): Promise<HttpAnswer> =>
    withRetries(retries, () => recorded(wire, 'identity', '/auth/tokens', request));
  try {
    return await logIn(send, config.auth.authUrl, authRequestBody(config));
  } catch (problem) {
    throw problem instanceof Problem ? cloudProblem(config, problem) : problem;
  }
}

function makeCloud(wire: Wire, shared: SharedLogin, close: () => Promise<void>): Cloud {
  const { config, traffic, agent } = wire;
  const { name } = config;
  const login = (): Promise<Login> => shared.valid();

  async function endpoint(service: Service): Promise<string> {
    const valid = await login();
    const found = endpointOf(valid, service, config);
    if (found === undefined) throw endpointMissing(valid, service, config);
    return found;
  }

  return {
    name,
    config,
    traffic,
    agent,
    login,
    endpoint,
    async hasService(service) {
      return endpointOf(await login(), service, config) !== undefined;
    },
    async send(request) {
      const root = await endpoint(request.service);
      const url = `${request.path === '/' ? versionRoot(root) : root}${request.path}`;
      return sendWith(wire, shared, request, url);
    },
    withLogin: (other) => makeCloud(wire, fixedLogin(other), () => Promise.resolve()),
    close,
  };
}

/**
 * A token that a service refuses is replaced, and the request sent again: 401 means that nothing was done. More than
 * once, since each change of a role may end the tokens of that moment.
 */
async function sendWith(wire: Wire, shared: SharedLogin, request: CloudRequest, url: string): Promise<HttpAnswer> {
  const { service, method } = request;
  for (let renewals = 0; ; renewals += 1) {
    const login = await shared.valid();
    const retries = { method, pause: wire.pause };
    const sent = httpRequest(request, login.token, url);
    try {
      const answer = await withRetries(retries, () =>
        wire.gates[service].pass(() => recorded(wire, service, routeOf(request.path), sent)),
      );
      if (answer.status <= 300) return answer;
      const canRenew = renewals < limits.tokenRenewals && answer.status === 401 && shared.refuse(login.token);
      if (!canRenew) throw answerProblem(service, method, url, answer);
    } catch (problem) {
      throw problem instanceof Problem ? cloudProblem(wire.config, problem, login) : problem;
    }
  }
}

/**
 * An exchange that may have reached the service counts as traffic, even when its answer was lost: status 0. The log has
 * each, but neither headers nor bodies, where the secrets are.
 */
async function recorded(wire: Wire, service: Service, route: string, request: HttpRequest): Promise<HttpAnswer> {
  const { method } = request;
  const startedMs = Date.now();
  const record = (status: number, requestId?: string | string[]): void => {
    const durationMs = Date.now() - startedMs;
    if (log.isLevelEnabled('debug')) {
      const { pathname, search } = new URL(request.url);
      const { name: cloud } = wire.config;
      log.debug({ cloud, service, method, path: pathname + search, status, durationMs, requestId }, 'request');
    }
    wire.traffic.record({ cloud: wire.config.name, service, method, route, status, startedMs, durationMs });
  };
  try {
    const answer = await exchange(wire.agent, request);
    record(answer.status, answer.headers['x-openstack-request-id']);
    return answer;
  } catch (problem) {
    if (problem instanceof Problem && problem.remedy === 'wait') record(0);
    throw problem;
  }
}

function httpRequest(request: CloudRequest, token: string, url: string): HttpRequest {
  const { service, method, microversion } = request;
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers: Record<string, string> = { 'x-auth-token': token, accept: 'application/json', ...request.headers };
  if (body !== undefined) headers['content-type'] = request.contentType ?? 'application/json';
  if (microversion !== undefined) {
    headers['openstack-api-version'] = microversion;
    // Nova before 2.27 reads only its own header.
    const version = microversion.split(' ')[1];
    if (service === 'compute' && version !== undefined) headers['x-openstack-nova-api-version'] = version;
  }
  return { method, url, headers, body };
}

/** All services that the cloud's catalog has, of those that Pumphouse speaks to. */
export async function servicesOf(cloud: Cloud): Promise<Service[]> {
  const found = await Promise.all(services.map(async (service) => ({ service, has: await cloud.hasService(service) })));
  return found.filter(({ has }) => has).map(({ service }) => service);
}
