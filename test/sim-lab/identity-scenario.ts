import { identityGrants } from './identity-grants.ts';
import { identityLogins } from './identity-logins.ts';
import { identityPeople } from './identity-people.ts';
import { identityProjects } from './identity-projects.ts';
import type { Scenario } from './step.ts';

/** Every route of Keystone that the simulator has, with its refusals. */
export const identityScenario: Scenario = {
  name: 'identity',
  steps: [...identityLogins, ...identityProjects, ...identityPeople, ...identityGrants],
};
