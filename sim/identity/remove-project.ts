import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { requireMutable } from './require-mutable.ts';
import type { Project } from './records.ts';

/** What Keystone keeps for a project goes with it; the other services are not told. */
export function removeProject({ state }: SimCloud, project: Project): void {
  requireMutable('project', project);
  const { id } = project;
  if (state.projects.find(({ parentId }) => parentId === id) !== undefined) {
    const hint = 'Use the cascade option if you want to delete a whole subtree.';
    throw new ApiFault(403, `Cannot delete the project ${id} since it is not a leaf in the hierarchy. ${hint}`);
  }
  state.projects.remove(id);
  state.assignments.removeWhere(({ target }) => target.type === 'project' && target.id === id);
  state.credentials.removeWhere(({ projectId }) => projectId === id);
  for (const user of state.users.where(({ defaultProjectId }) => defaultProjectId === id)) {
    user.defaultProjectId = undefined;
  }
}
