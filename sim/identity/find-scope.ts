import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { type Scope, unauthorized, unscoped } from './issue-token.ts';
import type { Domain } from './records.ts';
import { isSameName } from './same-name.ts';

export const domainReference = z.looseObject({ id: z.string().optional(), name: z.string().optional() });

export const scopeSchema = z.union([
  z.string(),
  z.looseObject({
    project: z
      .looseObject({ id: z.string().optional(), name: z.string().optional(), domain: domainReference.optional() })
      .optional(),
    domain: domainReference.optional(),
    system: z.looseObject({ all: z.boolean().optional() }).optional(),
  }),
]);

type AskedScope = z.infer<typeof scopeSchema>;
type AskedProject = Exclude<AskedScope, string>['project'];

/** Keystone's own words for a field that is not there. */
export function expecting(attribute: string, place: string): ApiFault {
  const rest = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';
  const blame = 'The client is assumed to be in error.';
  return new ApiFault(400, `Expecting to find ${attribute} in ${place}. ${rest} ${blame}`);
}

/** What a login asks for. Throws a fault 401 when there is no such thing, or it is disabled. */
export function findScope(cloud: SimCloud, asked: AskedScope): Scope {
  if (typeof asked === 'string') {
    if (asked === 'unscoped') return unscoped;
    throw expecting('system, project, domain, OS-TRUST:trust or unscoped', 'scope');
  }
  const { project, domain, system } = asked;
  const count = [project, domain, system, asked['unscoped']].filter((one) => one !== undefined).length;
  if (count !== 1) throw expecting('system, project, domain, OS-TRUST:trust or unscoped', 'scope');
  if (system !== undefined) return { ...unscoped, isSystem: true };
  if (project !== undefined) return { ...unscoped, projectId: findProjectId(cloud, project) };
  if (domain !== undefined) return { ...unscoped, domainId: findDomain(cloud, domain, 'scope/domain').id };
  return unscoped;
}

/** The enabled domain of that id or name; a fault 401 otherwise. */
export function findDomain({ state }: SimCloud, { id, name }: z.infer<typeof domainReference>, place: string): Domain {
  if (id === undefined && name === undefined) {
    throw new ApiFault(400, `Invalid input for field ${place}: id or name must be present.`);
  }
  const isNamed = name !== undefined && name !== '';
  const domain = isNamed ? state.domains.find((one) => isSameName(one.name, name)) : state.domains.get(id ?? '');
  if (domain?.enabled !== true) throw unauthorized();
  return domain;
}

function findProjectId(cloud: SimCloud, { id, name, domain }: NonNullable<AskedProject>): string {
  const { state } = cloud;
  if (id === undefined && name === undefined) {
    throw new ApiFault(400, 'Invalid input for field scope/project: id or name must be present.');
  }
  if (name === undefined || name === '') {
    const project = state.projects.get(id ?? '');
    if (project?.enabled !== true || state.domains.get(project.domainId)?.enabled !== true) throw unauthorized();
    return project.id;
  }
  if (domain === undefined) throw expecting('domain', 'project');
  const { id: domainId } = findDomain(cloud, domain, 'scope/project/domain');
  const project = state.projects.find((one) => one.domainId === domainId && isSameName(one.name, name));
  if (project?.enabled !== true) throw unauthorized();
  return project.id;
}
