import type { Agent } from 'undici';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { answerProblem } from './answer-problem.ts';
import { authRequestBody, type CloudConfig } from './credentials.ts';
import { type Gate, openGate } from './gate.ts';
import { exchange, type HttpAnswer, openAgent } from './http.ts';
import { delayBeforeRetry, sleep } from './retry.ts';
import { catalogTypes, type Service, services } from './service.ts';
import { type EndpointChoice, endpointOf, isExpiring, type Login, logIn } from './session.ts';
import { openTraffic, routeOf, type Traffic } from './traffic.ts';

export interface CloudRequest {
  readonly service: Service;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the service's endpoint, with its query; or a whole address, as paging links are. */
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
  /** The valid login, renewed when needed. */
  login(): Promise<Login>;
  /** The address of a service; throws a Problem when the catalog has none for the region and interface. */
  endpoint(service: Service): Promise<string>;
  hasService(service: Service): Promise<boolean>;
  /** Sends a request; every status below 400 is returned, others are thrown as Problems. */
  send(request: CloudRequest): Promise<HttpAnswer>;
  /** The same cloud seen with another token: of a user of a project, as the cloud itself gave it. */
  withLogin(login: Login): Cloud;
  close(): Promise<void>;
}

/** Opens a cloud by logging in. Throws a Problem when it cannot be reached or refuses the credentials. */
export async function openCloud(config: CloudConfig, traffic: Traffic = openTraffic()): Promise<Cloud> {
  const agent = openAgent(config.tls);
  const cloud = makeCloud(config, traffic, agent, openGates());
  try {
    await cloud.login();
  } catch (problem) {
    await agent.destroy();
    throw named(config.name, problem);
  }
  return cloud;
}

type Gates = Record<Service, Gate>;

function openGates(): Gates {
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

function makeCloud(config: CloudConfig, traffic: Traffic, agent: Agent, gates: Gates, fixed?: Login): Cloud {
  let current: Promise<Login> | undefined = fixed === undefined ? undefined : Promise.resolve(fixed);

  async function renew(): Promise<Login> {
    const startedMs = Date.now();
    const login = await logIn(agent, config.auth.authUrl, authRequestBody(config));
    const durationMs = Date.now() - startedMs;
    const exchanged = { method: 'POST', route: '/auth/tokens', status: 201, startedMs, durationMs } as const;
    traffic.record({ cloud: config.name, service: 'identity', ...exchanged });
    return login;
  }

  async function login(): Promise<Login> {
    const held = await current?.catch(() => undefined);
    if (held !== undefined && (fixed !== undefined || !isExpiring(held, Date.now()))) return held;
    // Another caller may have begun to renew while this one waited: one login serves all.
    if (held === undefined || (await current) === held) current = renew();
    return current ?? renew();
  }

  async function endpoint(service: Service): Promise<string> {
    const choice = endpointChoice(config, service);
    const found = endpointOf(await login(), service, choice);
    if (found !== undefined) return found;
    throw new Problem({
      summary: `cloud ${config.name} has no ${choice.interface} endpoint for ${service}${inRegion(choice.region)}`,
      cure: 'Check region_name and interface in clouds.yaml against `openstack catalog list`.',
      remedy: 'ask',
    });
  }

  async function once(request: CloudRequest, token: string, url: string): Promise<HttpAnswer> {
    const { service, method } = request;
    const startedMs = Date.now();
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers = headersOf(request, token);
    const answer = await exchange(agent, { method, url, headers, body });
    const durationMs = Date.now() - startedMs;
    const route = routeOf(request.path);
    traffic.record({ cloud: config.name, service, method, route, status: answer.status, startedMs, durationMs });
    return answer;
  }

  async function send(request: CloudRequest): Promise<HttpAnswer> {
    const root = request.path.startsWith('http') ? '' : await endpoint(request.service);
    const url = `${root}${request.path}`;
    let renewed = false;
    for (let tried = 1; ; tried += 1) {
      const { token } = await login();
      const outcome = await gates[request.service].pass(() => attempt(() => once(request, token, url)));
      const failure = outcome.problem ?? (outcome.answer.status >= 400 ? outcome.answer : undefined);
      if (failure === undefined && outcome.answer !== undefined) return outcome.answer;
      if (outcome.answer?.status === 401 && fixed === undefined && !renewed) {
        renewed = true;
        current = renew();
        continue;
      }
      const delayMs = tried >= limits.requestTries ? undefined : delayBeforeRetry(request.method, failure, tried);
      if (delayMs === undefined) {
        throw outcome.problem ?? answerProblem(request.service, request.method, url, outcome.answer);
      }
      await sleep(delayMs);
    }
  }

  const cloud: Cloud = {
    name: config.name,
    config,
    traffic,
    agent,
    login,
    endpoint,
    async hasService(service) {
      return endpointOf(await login(), service, endpointChoice(config, service)) !== undefined;
    },
    send,
    withLogin: (other) => makeCloud(config, traffic, agent, gates, other),
    async close() {
      if (fixed === undefined) await agent.close();
    },
  };
  return cloud;
}

function endpointChoice(config: CloudConfig, service: Service): EndpointChoice {
  const types = catalogTypes[service].flatMap((type) => [type, type.replaceAll('-', '_')]);
  const own = <T>(values: Readonly<Record<string, T>>): T | undefined =>
    types.map((type) => values[type]).find((value) => value !== undefined);
  return {
    region: own(config.serviceRegions) ?? config.region,
    interface: own(config.serviceInterfaces) ?? config.interface,
    overrides: config.endpoints,
  };
}

type Outcome =
  | { readonly answer: HttpAnswer; readonly problem?: undefined }
  | { readonly answer?: undefined; readonly problem: Problem };

async function attempt(task: () => Promise<HttpAnswer>): Promise<Outcome> {
  try {
    return { answer: await task() };
  } catch (problem) {
    if (problem instanceof Problem) return { problem };
    throw problem;
  }
}

function headersOf(request: CloudRequest, token: string): Record<string, string> {
  const headers: Record<string, string> = { 'x-auth-token': token, accept: 'application/json', ...request.headers };
  if (request.body !== undefined) headers['content-type'] = request.contentType ?? 'application/json';
  if (request.microversion !== undefined) {
    headers['openstack-api-version'] = request.microversion;
    // Nova before 2.27 reads only its own header.
    const version = request.microversion.split(' ')[1];
    if (request.service === 'compute' && version !== undefined) headers['x-openstack-nova-api-version'] = version;
  }
  return headers;
}

function inRegion(region: string | undefined): string {
  return region === undefined ? '' : ` in region ${region}`;
}

function named(cloud: string, problem: unknown): unknown {
  if (!(problem instanceof Problem)) return problem;
  const {
    summary = problem.message,
    remedy,
    cure,
    requestId,
    status,
    detail,
  } = { ...problem, summary: problem.message };
  return new Problem({
    summary,
    remedy,
    resource: `cloud ${cloud}`,
    ...(cure === undefined ? {} : { cure }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail }),
    cause: problem,
  });
}

/** All services that the cloud's catalog has, of those that Pumphouse speaks to. */
export async function servicesOf(cloud: Cloud): Promise<Service[]> {
  const found = await Promise.all(services.map(async (service) => ({ service, has: await cloud.hasService(service) })));
  return found.filter(({ has }) => has).map(({ service }) => service);
}
