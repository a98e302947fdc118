import type { Json } from '../base/json.ts';
import type { CloudReport } from '../operations/inspect-cloud.ts';
import type { ServiceReport } from '../operations/inspect-service.ts';
import type { Listing } from './listing.ts';

/** Each service of the clouds that were reached, as a listing. */
export function cloudServicesListing(clouds: readonly CloudReport[]): Listing {
  const rows = clouds.flatMap(({ name, services }) =>
    services.map((report): Json[] => {
      const { service, version, endpoint, can, cannot, problem } = report;
      const versionCell = version ?? null;
      return [name, service, stateOf(report), versionCell, endpoint ?? null, can, cannot, problem?.paragraph() ?? null];
    }),
  );
  return {
    columns: ['Cloud', 'Service', 'State', 'Version', 'Endpoint', 'Can', 'Cannot', 'Problem'],
    rows,
    longColumns: ['Problem'],
  };
}

function stateOf({ endpoint, problem }: ServiceReport): string {
  if (endpoint === undefined) return 'not in the catalog';
  return problem === undefined ? 'reachable' : 'not reachable';
}
