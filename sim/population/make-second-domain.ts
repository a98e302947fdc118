import type { SimCloud } from '../cloud/sim-cloud.ts';
import { secondDomain } from './make-projects.ts';
import { adminLogin, openSimApi } from './sim-api.ts';

/** A domain that only the source has. Returns its id. */
export async function makeSecondDomain(cloud: SimCloud): Promise<string> {
  const admin = await openSimApi(cloud, adminLogin);
  return admin.make('/identity/v3/domains', {
    domain: { name: secondDomain, description: '', tags: ['b', 'a'], cost: 0 },
  });
}
