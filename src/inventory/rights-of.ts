import { z } from 'zod';
import type { Resource } from '../resources/kind.ts';
import type { Rights } from '../resources/rights.ts';

interface Identities {
  readonly project: readonly Resource[];
  readonly group: readonly Resource[];
  readonly 'role-assignment': readonly Resource[];
}

const projectSchema = z.looseObject({ id: z.string(), domainId: z.string(), parentId: z.string().optional() });
const groupSchema = z.looseObject({ id: z.string(), memberIds: z.array(z.string()), isInDirectory: z.boolean() });
const assignmentSchema = z.looseObject({
  actorType: z.enum(['users', 'groups']),
  actorId: z.string(),
  roleId: z.string(),
  targetType: z.enum(['projects', 'domains', 'system']),
  targetId: z.string(),
  isInherited: z.boolean(),
});

/** Pure: who may act where, out of what was discovered of a cloud's identities. */
export function rightsOf({ project, group, 'role-assignment': assignments }: Identities): Rights {
  const groups = new Map<string, Set<string>>();
  const untold = new Set<string>();
  for (const { id, memberIds, isInDirectory } of group.map((one) => groupSchema.parse(one))) {
    if (isInDirectory) untold.add(id);
    for (const member of memberIds) groups.set(member, (groups.get(member) ?? new Set()).add(id));
  }
  const projects = new Map(project.map((one) => [one.id, projectSchema.parse(one)]));
  const above = new Map([...projects.values()].map((one) => [one.id, aboveOf(one, projects)]));
  return { assignments: assignments.map((one) => assignmentSchema.parse(one)), groups, untold, above };
}

type Project = z.infer<typeof projectSchema>;

function aboveOf(project: Project, projects: ReadonlyMap<string, Project>): Set<string> {
  const found = new Set([project.domainId]);
  for (let { parentId: id } = project; id !== undefined && !found.has(id); id = projects.get(id)?.parentId) {
    found.add(id);
  }
  return found;
}
