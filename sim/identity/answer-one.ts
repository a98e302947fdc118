import type { SimCloud } from '../cloud/sim-cloud.ts';
import { link } from './link.ts';
import type { View } from './view.ts';

/** A single resource with a link to itself, as `{"project": {...}}`. */
export function answerOne(cloud: SimCloud, [one, many]: readonly [string, string], view: View): object {
  return { [one]: linked(cloud, many, view) };
}

/** The resource with a link to itself. */
export function linked(cloud: SimCloud, many: string, view: View): View {
  return { ...view, links: { self: link(cloud, `/${many}/${view.id}`) } };
}
