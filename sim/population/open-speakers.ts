import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Person } from './population.ts';
import { openSimApi, type SimApi } from './sim-api.ts';

/** Speaks for a person in a project. */
export type Speakers = (person: Person, projectId: string) => Promise<SimApi>;

/** Each person logs in once for each project. */
export function openSpeakers(cloud: SimCloud): Speakers {
  const open = new Map<string, Promise<SimApi>>();
  return ({ id, password }, projectId) => {
    const key = `${id} ${projectId}`;
    const api = open.get(key) ?? openSimApi(cloud, { user: { id }, password, project: { id: projectId } });
    open.set(key, api);
    return api;
  };
}
