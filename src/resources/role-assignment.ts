import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { Problem } from '../base/problem.ts';
import { removeIfThere } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import {
  isServiceProject,
  isServiceUser,
  listRoleAssignments,
  type RoleAssignmentAnswer,
} from '../openstack/identity.ts';
import { differences } from './difference.ts';
import type { Ref, ResourceKind } from './kind.ts';
import { type RoleAssignmentParts, roleAssignmentParts, roleAssignmentPath } from './role-assignment-path.ts';

const targetTypes = ['projects', 'domains', 'system'] as const;

const roleAssignmentSchema = z.object({
  /** The assignment's own path in the API, which names actor, target and role. */
  id: z.string(),
  /** For people: `alice is member on alpha`. */
  name: z.string(),
  projectId: z.string().optional(),
  actorType: z.enum(['users', 'groups']),
  actorId: z.string(),
  actorName: z.string(),
  actorDomainName: z.string(),
  roleId: z.string(),
  roleName: z.string(),
  targetType: z.enum(targetTypes),
  /** `all` for the system. */
  targetId: z.string(),
  targetName: z.string(),
  /** True when it holds for all projects below its target rather than for the target itself. */
  isInherited: z.boolean(),
});
export type RoleAssignment = z.infer<typeof roleAssignmentSchema>;

interface RoleAssignmentDraft {
  readonly path: string;
}

export const roleAssignment: ResourceKind<RoleAssignment, RoleAssignmentDraft> = {
  name: 'role-assignment',
  service: 'identity',
  category: 'supplementary',
  strategies: ['project'],
  schema: roleAssignmentSchema,
  carried: ['user or group', 'project, domain or system', 'role', 'inherited'],
  adopts: 'The same assignment: there is nothing else to it.',
  reports: {
    'makes-administrator': 'It makes somebody an administrator of the destination.',
  },
  remarks: ['Direct assignments move, not what follows from them. Those of the cloud’s own services stay.'],

  async discover(cloud, { projectIds }) {
    const wanted = projectIds === undefined ? undefined : new Set(projectIds);
    const all = await listAssignments(cloud, {});
    return all.filter(({ projectId }) => wanted === undefined || projectId === undefined || wanted.has(projectId));
  },

  isMovable({ actorType, actorName, actorDomainName, targetType, targetName }) {
    if (targetType === 'projects' && isServiceProject(targetName)) return false;
    return actorType === 'groups' || !isServiceUser(actorName, actorDomainName);
  },

  // Chosen by whom it is for, or by its role.
  aliases: ({ actorId, actorName, actorDomainName, roleId, roleName }) => [
    actorName,
    `${actorDomainName}/${actorName}`,
    actorId,
    roleName,
    roleId,
  ],

  needs: (resource) => [actorRef(resource), { kind: 'role', id: resource.roleId }, ...targetRefs(resource)],

  /** A group comes with the project in which it has a role: without it, its members could not work there. */
  follows(resource) {
    const { actorType, targetType } = resource;
    if (targetType === 'system') return [];
    const isForGroup = actorType === 'groups' && targetType === 'projects';
    return [...(isForGroup ? [] : [actorRef(resource)]), ...targetRefs(resource)];
  },

  assess: administratorFindings,

  translate(resource, lookup) {
    const { kind, id } = actorRef(resource);
    const [target] = targetRefs(resource);
    const twin = {
      ...resource,
      actorId: lookup.id(kind, id),
      roleId: lookup.id('role', resource.roleId),
      targetId: target === undefined ? resource.targetId : lookup.id(target.kind, target.id),
    };
    return { path: roleAssignmentPath(twin) };
  },

  match: (_resource, { path }, candidates) => candidates.find(({ id }) => id === path),

  async candidates(destination, _resource, { path }) {
    const found = await readAssignment(destination, path);
    return found === undefined ? [] : [found];
  },

  async create({ destination }, resource, { path }) {
    await destination.send({ service: 'identity', method: 'PUT', path });
    return { ...resource, ...partsOf(path), id: path };
  },

  read: readAssignment,

  compare(resource, twin, { find }) {
    const actor = actorRef(resource);
    const [target] = targetRefs(resource);
    return differences({
      [actor.kind]: [find(actor.kind, actor.id), twin.actorId],
      role: [find('role', resource.roleId), twin.roleId],
      target: [target === undefined ? resource.targetId : find(target.kind, target.id), twin.targetId],
      inherited: [resource.isInherited, twin.isInherited],
    });
  },

  async undo(destination, id) {
    await removeIfThere(destination, 'identity', id);
  },
};

function actorRef({ actorType, actorId: id }: RoleAssignment): Ref {
  return { kind: actorType === 'users' ? 'user' : 'group', id };
}

/** Nothing for the system, which every cloud is. */
function targetRefs({ targetType, targetId: id }: RoleAssignment): Ref[] {
  if (targetType === 'system') return [];
  return [{ kind: targetType === 'projects' ? 'project' : 'domain', id }];
}

/** Keystone's default policy takes whoever is admin anywhere for an administrator of the whole cloud (bug 968696). */
function administratorFindings({ id, name, actorName, roleName, targetName }: RoleAssignment): Finding[] {
  if (roleName !== 'admin' || actorName === 'admin') return [];
  return [
    {
      severity: 'warning',
      rule: 'makes-administrator',
      summary: `${actorName} becomes an administrator of the destination, by the role admin on ${targetName}`,
      resource: { kind: 'role-assignment', id, name },
      cure: 'Exclude this assignment if the destination has administrators of its own.',
    },
  ];
}

const pathPattern = new RegExp(
  '^(?<inherit>/OS-INHERIT)?/(?:(?<target>projects|domains)/(?<targetId>[^/]+)|system)' +
    '/(?<actor>users|groups)/(?<actorId>[^/]+)/roles/(?<roleId>[^/]+)',
);

const partsSchema = z.object({
  inherit: z.string().optional(),
  target: z.enum(['projects', 'domains']).optional(),
  targetId: z.string().optional(),
  actor: z.enum(['users', 'groups']),
  actorId: z.string(),
  roleId: z.string(),
});

function partsOf(path: string): RoleAssignmentParts & { projectId?: string } {
  const { inherit, target, targetId, actor, actorId, roleId } = partsSchema.parse(pathPattern.exec(path)?.groups);
  return {
    actorType: actor,
    actorId,
    roleId,
    targetType: target ?? 'system',
    targetId: targetId ?? 'all',
    isInherited: inherit !== undefined,
    ...(target === 'projects' && targetId !== undefined ? { projectId: targetId } : {}),
  };
}

/** Reads one by listing with filters, since only the list has names. */
async function readAssignment(cloud: Cloud, path: string): Promise<RoleAssignment | undefined> {
  const { actorType, actorId, roleId, targetType, targetId } = partsOf(path);
  const filters = {
    [actorType === 'users' ? 'user.id' : 'group.id']: actorId,
    'role.id': roleId,
    ...(targetType === 'system' ? { 'scope.system': 'all' } : {}),
    ...(targetType === 'projects' ? { 'scope.project.id': targetId } : {}),
    ...(targetType === 'domains' ? { 'scope.domain.id': targetId } : {}),
  };
  try {
    return (await listAssignments(cloud, filters)).find(({ id }) => id === path);
  } catch (problem) {
    // Keystone may answer 404 for an actor or target that is gone.
    if (problem instanceof Problem && problem.status === 404) return undefined;
    throw problem;
  }
}

async function listAssignments(cloud: Cloud, filters: Readonly<Record<string, string>>): Promise<RoleAssignment[]> {
  return (await listRoleAssignments(cloud, filters)).flatMap((answer) => fromAnswer(answer) ?? []);
}

function fromAnswer(answer: RoleAssignmentAnswer): RoleAssignment | undefined {
  const parts = roleAssignmentParts(answer);
  const { user, group, role, scope } = answer;
  const actor = user ?? group;
  if (parts === undefined || actor === undefined) return undefined;
  const targetName = (scope.project ?? scope.domain)?.name ?? 'the system';
  const below = parts.isInherited ? 'all below ' : '';
  return {
    ...parts,
    id: roleAssignmentPath(parts),
    name: `${actor.name} is ${role.name} on ${below}${targetName}`,
    ...(scope.project === undefined ? {} : { projectId: parts.targetId }),
    actorName: actor.name,
    actorDomainName: actor.domain.name,
    roleName: role.name,
    targetName,
  };
}
