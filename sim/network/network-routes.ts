import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { agentsRoutes } from './agents.ts';
import { dnsHooks } from './dns.ts';
import { extensionsRoutes } from './extensions.ts';
import { floatingIpsRoutes } from './floating-ips.ts';
import { ipAvailabilitiesRoutes } from './ip-availabilities.ts';
import { networksRoutes } from './networks.ts';
import { otherCollectionsRoutes } from './other-collections.ts';
import { portsRoutes } from './ports.ts';
import { quotasRoutes } from './quotas.ts';
import { refuse } from './refuse.ts';
import { routerInterfacesRoutes } from './router-interfaces.ts';
import { routersRoutes } from './routers.ts';
import { securityGroupRulesRoutes } from './security-group-rules.ts';
import { securityGroupsRoutes } from './security-groups.ts';
import { subnetsRoutes } from './subnets.ts';
import { tagsRoutes } from './tags.ts';

/** Paths that are there, whatever the method. */
const collections =
  /\/v2\.0\/(networks|subnets|ports|routers|security-groups|security-group-rules|floatingips|agents)(\/[^/?]+)?(\?|$)/;

/** Neutron, Networking API v2.0. */
export function networkRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const url = (path: string): string => `${cloud.url}/network/v2.0/${path}`;
  const self = (path: string): object[] => [{ rel: 'self', href: url(path) }];
  app.setNotFoundHandler((request) => {
    throw collections.test(request.url) ? refuse.method() : refuse.hidden();
  });
  app.get('/', { config: { isPublic: true } }, async (_request, reply) => {
    void reply.removeHeader('x-openstack-request-id');
    return { versions: [{ id: 'v2.0', status: 'CURRENT', links: self('') }] };
  });
  app.get('/v2.0', async () => ({
    resources: ['network', 'subnet', 'subnetpool', 'port'].map((name) => ({
      name,
      collection: `${name}s`,
      links: self(`${name}s`),
    })),
  }));
  dnsHooks(app, cloud);
  extensionsRoutes(app, cloud);
  networksRoutes(app, cloud);
  subnetsRoutes(app, cloud);
  portsRoutes(app, cloud);
  routersRoutes(app, cloud);
  routerInterfacesRoutes(app, cloud);
  securityGroupsRoutes(app, cloud);
  securityGroupRulesRoutes(app, cloud);
  floatingIpsRoutes(app, cloud);
  tagsRoutes(app, cloud);
  quotasRoutes(app, cloud);
  agentsRoutes(app, cloud);
  ipAvailabilitiesRoutes(app, cloud);
  otherCollectionsRoutes(app);
}
