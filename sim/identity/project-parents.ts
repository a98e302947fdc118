import type { SimState } from '../cloud/sim-state.ts';
import type { Project } from './records.ts';

/** The projects above one, the nearest first; without the domain. */
export function projectParents(state: SimState, project: Project): Project[] {
  const parents: Project[] = [];
  let parent = state.projects.get(project.parentId);
  while (parent !== undefined && !parents.includes(parent)) {
    parents.push(parent);
    parent = state.projects.get(parent.parentId);
  }
  return parents;
}
