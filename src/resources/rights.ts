import type { RoleAssignmentParts } from './role-assignment-path.ts';

/** Who has which role where, and all that makes it hold elsewhere too: enough to tell who may act in a project. */
export interface Rights {
  readonly assignments: readonly RoleAssignmentParts[];
  /** Ids of the groups of each user, by the user's id. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of groups whose members are not told, as those of a directory: anybody may be one. */
  readonly untold: ReadonlySet<string>;
  /** Ids of what is above each project, by its id: its parents and its domain. */
  readonly above: ReadonlyMap<string, ReadonlySet<string>>;
}
