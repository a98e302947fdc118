import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeLimits } from './compute-limits.ts';
import { computeServices } from './compute-services.ts';
import { flavorAccess } from './flavor-access.ts';
import { flavorExtraSpecs } from './flavor-extra-specs.ts';
import { flavors } from './flavors.ts';
import { hypervisors } from './hypervisors.ts';
import { keypairs } from './keypairs.ts';
import { tellMicroversion } from './microversion.ts';
import { adminPolicy } from './policy.ts';
import { legacyNetworks } from './legacy-networks.ts';
import { quotaSets } from './quota-sets.ts';
import { serverActions } from './server-actions.ts';
import { serverGroups } from './server-groups.ts';
import { serverInterfaces } from './server-interfaces.ts';
import { serverMetadata } from './server-metadata.ts';
import { serverTags } from './server-tags.ts';
import { servers } from './servers.ts';
import { versionDocuments } from './version-documents.ts';

const collections = [
  servers,
  serverActions,
  serverMetadata,
  serverTags,
  serverInterfaces,
  flavors,
  flavorAccess,
  flavorExtraSpecs,
  keypairs,
  serverGroups,
  quotaSets,
  computeLimits,
  computeServices,
  hypervisors,
  legacyNetworks,
  emptyCollections,
];

/** Nova as of Zed: Compute API 2.1 to 2.93. Addresses may have the caller's project in them. */
export function computeRoutes(app: FastifyInstance, cloud: SimCloud): void {
  tellMicroversion(app);
  versionDocuments(app, cloud);
  app.setNotFoundHandler(answerMissing);
  for (const prefix of ['/v2.1', '/v2.1/:urlProject([0-9a-f-]{32,36})']) {
    app.register(
      (own, _options, done) => {
        own.addHook('preHandler', async (request) => checkProject(request));
        for (const routes of collections) routes(own, cloud);
        done();
      },
      { prefix },
    );
  }
}

/** As the router of Nova has it, before anything of Nova is asked. */
function answerMissing({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isJson = headers.accept?.includes('application/json') === true;
  const message = 'The resource could not be found.<br /><br />\n\n\n';
  if (isJson) return reply.code(404).send({ message, code: '404 Not Found', title: 'Not Found' });
  return reply.code(404).type('text/html; charset=UTF-8').send(notFoundPage);
}

const notFoundPage = `<html>
 <head>
  <title>404 Not Found</title>
 </head>
 <body>
  <h1>404 Not Found</h1>
  The resource could not be found.<br /><br />



 </body>
</html>`;

const paramsSchema = z.looseObject({ urlProject: z.string().optional() });

function checkProject(request: FastifyRequest): void {
  const { urlProject } = paramsSchema.parse(request.params);
  const { projectId } = callerOf(request);
  if (urlProject === undefined || urlProject === projectId) return;
  const mismatch = `URL's project_id '${urlProject}' doesn't match Context's project_id '${projectId}'`;
  throw new ApiFault(400, `Malformed request URL: ${mismatch}`);
}

/** What these clouds have none of. */
function emptyCollections(app: FastifyInstance): void {
  app.get('/os-aggregates', async (request) => {
    adminPolicy(request, 'os_compute_api:os-aggregates:index');
    return { aggregates: [] };
  });
  app.get('/os-migrations', async (request) => {
    adminPolicy(request, 'os_compute_api:os-migrations:index');
    return { migrations: [] };
  });
}
