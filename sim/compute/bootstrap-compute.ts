import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeHosts } from './compute-hosts.ts';

/** A cloud's hosts are there; flavors are its administrator's business. */
export function bootstrapCompute(cloud: SimCloud): void {
  computeHosts(cloud);
}
