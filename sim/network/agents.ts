import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeHosts } from '../compute/compute-hosts.ts';
import type { Shown } from './collection.ts';
import { chooseBy, readQuery } from './list-query.ts';
import { refuse } from './refuse.ts';

interface Sort {
  readonly agent_type: string;
  readonly binary: string;
  readonly topic: string;
  readonly zone: string | null;
  readonly configurations: Shown;
}

const sorts: readonly Sort[] = [
  {
    agent_type: 'L3 agent',
    binary: 'neutron-l3-agent',
    topic: 'l3_agent',
    zone: 'nova',
    configurations: {
      agent_mode: 'legacy',
      ex_gw_ports: 0,
      extensions: [],
      floating_ips: 0,
      handle_internal_only_routers: true,
      interface_driver: 'linuxbridge',
      interfaces: 0,
      log_agent_heartbeats: false,
      routers: 0,
    },
  },
  {
    agent_type: 'DHCP agent',
    binary: 'neutron-dhcp-agent',
    topic: 'dhcp_agent',
    zone: 'nova',
    configurations: {
      dhcp_driver: 'neutron.agent.linux.dhcp.Dnsmasq',
      dhcp_lease_duration: 86_400,
      log_agent_heartbeats: false,
      networks: 0,
      ports: 0,
      subnets: 0,
    },
  },
  {
    agent_type: 'Linux bridge agent',
    binary: 'neutron-linuxbridge-agent',
    topic: 'N/A',
    zone: null,
    configurations: {
      bridge_mappings: {},
      devices: 0,
      extensions: [],
      interface_mappings: { physnet1: 'ext0' },
      l2_population: true,
      tunnel_types: ['vxlan'],
      tunneling_ip: '10.254.0.21',
    },
  },
  {
    agent_type: 'Metadata agent',
    binary: 'neutron-metadata-agent',
    topic: 'N/A',
    zone: null,
    configurations: {
      log_agent_heartbeats: false,
      metadata_proxy_socket: '/var/lib/neutron/metadata_proxy',
      nova_metadata_host: '10.254.0.1',
      nova_metadata_port: 8775,
    },
  },
];

const chosenBy = ['agent_type', 'admin_state_up', 'alive', 'availability_zone', 'binary', 'host', 'id', 'topic'];
const paramsSchema = z.object({ id: z.string() });

/** What carries the networks on the host of the cloud; administrators see it. */
export function agentsRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const all = (request: FastifyRequest): Shown[] => (isAdmin(callerOf(request)) ? viewAgents(cloud) : []);
  app.get('/v2.0/agents', async (request) => ({
    agents: chooseBy(readQuery(request.query), chosenBy, all(request), (agent) => agent),
  }));
  app.get('/v2.0/agents/:id', async (request) => {
    const { id } = paramsSchema.parse(request.params);
    const agent = all(request).find((candidate) => candidate['id'] === id);
    if (agent === undefined) throw refuse.missing('AgentNotFound', `Agent ${id} could not be found.`);
    return { agent };
  });
}

/** Every host has its bridges; routers, DHCP and metadata are on the first. */
function viewAgents(cloud: SimCloud): Shown[] {
  const hosts = computeHosts(cloud).map(({ name }) => name);
  return sorts.flatMap((sort) => {
    const own = sort.binary === 'neutron-linuxbridge-agent' ? hosts : hosts.slice(0, 1);
    return own.map((host) => viewAgent(cloud, sort, host));
  });
}

function viewAgent({ clock }: SimCloud, { zone, ...sort }: Sort, host: string): Shown {
  const digest = createHash('sha1').update(`${host} ${sort.agent_type}`).digest('hex');
  const now = clock.now().replace('T', ' ').replace('Z', '');
  return {
    id: digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5'),
    ...sort,
    host,
    admin_state_up: true,
    created_at: now,
    started_at: now,
    heartbeat_timestamp: now,
    description: null,
    resources_synced: null,
    availability_zone: zone,
    alive: true,
  };
}
