import { Problem } from '../base/problem.ts';
import type { Cloud, CloudRequest } from './cloud.ts';
import { list } from './collection.ts';
import {
  computeFloatingIpSchema,
  computeGroupSchema,
  computeNetworkSchema,
  type ComputeNetworks,
  computePoolSchema,
  computeServerSchema,
} from './compute-networks.ts';
import type { HttpAnswer } from './http.ts';
import { type NetworkAnswer, type NetworkAnswers, networksFromCompute } from './networks-from-compute.ts';

/** The last microversion at which Nova speaks of networks ("REST API Version History", 2.36). */
const microversion = 'compute 2.35';

/**
 * The cloud as if it had Neutron, for reading: its networks, security groups and floating IPs as the Compute API tells
 * them. What the reader asks of Neutron is answered from that; ports cannot be switched off, which is passed over.
 */
export function computeNetworkCloud(cloud: Cloud): Cloud {
  let asking: Promise<NetworkAnswers> | undefined;
  /** Those who ask at once share one look. */
  const look = async (): Promise<NetworkAnswers> => {
    asking ??= readAll(cloud).then(networksFromCompute);
    try {
      return await asking;
    } finally {
      asking = undefined;
    }
  };
  return {
    ...cloud,
    networkApi: 'compute',
    hasService: async (service) => service !== 'network' && (await cloud.hasService(service)),
    send: async (request) => (request.service === 'network' ? answerTo(request, look, cloud) : cloud.send(request)),
    withLogin: (login) => computeNetworkCloud(cloud.withLogin(login)),
  };
}

async function readAll(cloud: Cloud): Promise<ComputeNetworks> {
  const service = 'compute';
  const all = { all_tenants: true };
  const [networks, groups, servers, floatingIps, pools, { project }] = await Promise.all([
    list(cloud, { service, path: '/os-networks', key: 'networks', item: computeNetworkSchema, microversion }),
    list(cloud, {
      service,
      path: '/os-security-groups',
      key: 'security_groups',
      item: computeGroupSchema,
      query: all,
      microversion,
    }),
    list(cloud, {
      service,
      path: '/servers/detail',
      key: 'servers',
      item: computeServerSchema,
      query: all,
      microversion,
    }),
    list(cloud, {
      service,
      path: '/os-floating-ips',
      key: 'floating_ips',
      item: computeFloatingIpSchema,
      microversion,
    }),
    list(cloud, {
      service,
      path: '/os-floating-ip-pools',
      key: 'floating_ip_pools',
      item: computePoolSchema,
      microversion,
    }),
    cloud.login(),
  ]);
  const names = [...new Set(pools.map(({ name }) => name))];
  return { networks, groups, servers, floatingIps, pools: names, ownProjectId: project?.id ?? '' };
}

async function answerTo(
  { method, path, body }: CloudRequest,
  look: () => Promise<NetworkAnswers>,
  cloud: Cloud,
): Promise<HttpAnswer> {
  if (method === 'PUT' && path.startsWith('/ports/')) return answer(200, body);
  if (method !== 'GET') {
    throw new Problem({ summary: `${cloud.name} has no Neutron, and ${method} ${path} needs one`, remedy: 'ask' });
  }
  const [where = '', question = ''] = path.split('?');
  const [, collection = '', id] = where.split('/');
  const key = collection.replaceAll('-', '_');
  const members = (await look())[key];
  if (members === undefined || (id !== undefined && key === 'quotas')) throw notFound(cloud, path);
  if (id === undefined) return answer(200, { [key]: members.filter((member) => isAskedFor(member, question)) });
  const member = members.find((one) => one['id'] === id);
  if (member === undefined) throw notFound(cloud, path);
  return answer(200, { [key.slice(0, -1)]: member });
}

function answer(status: number, body: unknown): HttpAnswer {
  return { status, headers: {}, text: JSON.stringify(body) };
}

function notFound(cloud: Cloud, path: string): Problem {
  return new Problem({
    summary: `${cloud.name} tells nothing of ${path} by its Compute API`,
    cure: 'Use its Networking API, if it has one: leave out --network-api compute.',
    remedy: 'ask',
    status: 404,
  });
}

/** Filters as Neutron has them: several values of one field are alternatives, several fields narrow each other. */
function isAskedFor(member: NetworkAnswer, question: string): boolean {
  const asked = new URLSearchParams(question);
  return [...new Set(asked.keys())].every(
    (name) => !(name in member) || asked.getAll(name).includes(String(member[name])),
  );
}
