import type { SimCloud } from '../cloud/sim-cloud.ts';
import { secondDomain } from './make-projects.ts';
import { adminLogin, openSimApi } from './sim-api.ts';

/** A domain that both clouds have, as an operator makes it before a migration. Returns its id. */
export async function makeSecondDomain(cloud: SimCloud): Promise<string> {
  const admin = await openSimApi(cloud, adminLogin);
  return admin.make('/identity/v3/domains', { domain: { name: secondDomain, description: '' } });
}
