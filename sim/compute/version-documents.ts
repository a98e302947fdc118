import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';

interface Version {
  readonly id: string;
  readonly status: string;
  readonly version: string;
  readonly min_version: string;
  readonly updated: string;
}

const old: Version = { id: 'v2.0', status: 'SUPPORTED', version: '', min_version: '', updated: '2011-01-21T11:33:21Z' };
const current: Version = {
  id: 'v2.1',
  status: 'CURRENT',
  version: '2.93',
  min_version: '2.1',
  updated: '2013-07-23T11:33:21Z',
};

/** The documents that need no token. */
export function versionDocuments(app: FastifyInstance, cloud: SimCloud): void {
  const open = { config: { isPublic: true } };
  const self = (path: string) => ({ rel: 'self', href: `${cloud.url}/compute/${path}/` });
  app.get('/', open, async () => ({
    versions: [
      { ...old, links: [self('v2')] },
      { ...current, links: [self('v2.1')] },
    ],
  }));
  const documentOf = (version: Version, path: string) => ({
    version: {
      ...version,
      links: [self(path), { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' }],
      'media-types': [
        { base: 'application/json', type: `application/vnd.openstack.compute+json;version=${path.slice(1)}` },
      ],
    },
  });
  app.get('/v2', open, async () => documentOf(old, 'v2'));
  app.get('/v2.1', open, async () => documentOf(current, 'v2.1'));
}
