import type { SimState } from '../cloud/sim-state.ts';
import type { Project } from './records.ts';

/** The projects below one, each level before the next. */
export function projectSubtree(state: SimState, projectId: string): Project[] {
  const children = state.projects.where(({ parentId }) => parentId === projectId);
  return [...children, ...children.flatMap(({ id }) => projectSubtree(state, id))];
}
