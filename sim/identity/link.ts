import type { SimCloud } from '../cloud/sim-cloud.ts';

/** The URL of something below `/v3`. */
export function link(cloud: SimCloud, path: string): string {
  return `${cloud.url}/identity/v3${path}`;
}
