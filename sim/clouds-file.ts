import type { SimCloud } from './cloud/sim-cloud.ts';

const heading = '# Simulated clouds of `pumphouse sim`';

/** A clouds.yaml with an administrator of each cloud. */
export function cloudsFile(clouds: readonly SimCloud[]): string {
  return [heading, 'clouds:', ...clouds.map(entry), ''].join('\n');
}

/** True for what `cloudsFile` made, which may be overwritten; false for what a person wrote. */
export function isCloudsFile(text: string): boolean {
  return text.startsWith(heading);
}

function entry({ name, url }: SimCloud): string {
  return `  ${name}:
    auth:
      auth_url: ${url}/identity/v3
      username: admin
      password: adminpass
      project_name: admin
      user_domain_name: Default
      project_domain_name: Default
    region_name: RegionOne
    identity_api_version: 3`;
}
