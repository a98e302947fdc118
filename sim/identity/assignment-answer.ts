import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Grant } from './effective-grants.ts';
import { link } from './link.ts';

/** One row of `GET /v3/role_assignments`; its links name the grants that it comes from. */
export function assignmentAnswer(cloud: SimCloud, grant: Grant, hasNames: boolean): object {
  const { roleId, actor, target, via } = grant;
  const isInherited = grant.isInherited || via.projectId !== undefined || via.domainId !== undefined;
  return {
    links: linksOf(cloud, grant, isInherited),
    scope: { ...scopeOf(cloud, target, hasNames), ...(isInherited ? { 'OS-INHERIT:inherited_to': 'projects' } : {}) },
    [actor.type]: actorOf(cloud, actor, hasNames),
    role: roleOf(cloud, roleId, hasNames),
  };
}

function linksOf(cloud: SimCloud, { roleId, actor, target, via }: Grant, isInherited: boolean): object {
  const domain = via.domainId ?? (target.type === 'domain' ? target.id : undefined);
  const project = via.projectId ?? target.id;
  const targetPath = domain === undefined ? `/projects/${project}` : `/domains/${domain}`;
  const place = target.type === 'system' ? '/system' : targetPath;
  const who = via.groupId === undefined ? `/${actor.type}s/${actor.id}` : `/groups/${via.groupId}`;
  const path = `${place}${who}/roles/${via.roleId ?? roleId}`;
  const assignment = isInherited ? `/OS-INHERIT${path}/inherited_to_projects` : path;
  return {
    ...(via.groupId === undefined ? {} : { membership: link(cloud, `/groups/${via.groupId}/users/${actor.id}`) }),
    assignment: link(cloud, assignment),
    ...(via.roleId === undefined ? {} : { prior_role: link(cloud, `/prior_role/${roleId}/implies/${via.roleId}`) }),
  };
}

function scopeOf(cloud: SimCloud, { type, id }: Grant['target'], hasNames: boolean): object {
  if (type === 'system') return { system: { all: true } };
  if (type === 'domain') return { domain: hasNames ? named(cloud, id) : { id } };
  const project = cloud.state.projects.get(id);
  if (!hasNames || project === undefined) return { project: { id } };
  return { project: { id, name: project.name, domain: named(cloud, project.domainId) } };
}

function actorOf(cloud: SimCloud, { type, id }: Grant['actor'], hasNames: boolean): object {
  if (!hasNames) return { id };
  const { state } = cloud;
  const found = type === 'user' ? state.users.get(id) : state.groups.get(id);
  if (found === undefined) return { id, name: '', domain: { id: '', name: '' } };
  return { id, name: found.name, domain: named(cloud, found.domainId) };
}

function roleOf(cloud: SimCloud, id: string, hasNames: boolean): object {
  const role = cloud.state.roles.get(id);
  if (!hasNames || role === undefined) return { id };
  const { name, domainId } = role;
  return domainId === undefined ? { id, name } : { id, name, domain: named(cloud, domainId) };
}

function named({ state }: SimCloud, domainId: string): object {
  return { id: domainId, name: state.domains.get(domainId)?.name ?? '' };
}
