import { z } from 'zod';
import { kindNames } from '../resources/kind-name.ts';

/** What the operator chose: names, ids or patterns with `*`, as given. */
export const selectionSchema = z.object({
  /** Everything that can be moved. */
  all: z.boolean().default(false),
  /** Everything that these projects own. */
  projects: z.array(z.string()).default([]),
  /** These servers and what they need. */
  servers: z.array(z.string()).default([]),
  /** These resources stay, as `name`, `id` or `kind:name`. */
  exclude: z.array(z.string()).default([]),
  /** Only these kinds as roots; all when empty. */
  kinds: z.array(z.enum(kindNames)).default([]),
});
export type Selection = z.infer<typeof selectionSchema>;

/** The selection as one line, as a person would say it. */
export function describeSelection(selection: Selection): string {
  const parts = [
    ...(selection.all ? ['everything'] : []),
    ...selection.projects.map((name) => `project ${name}`),
    ...selection.servers.map((name) => `server ${name}`),
    ...(selection.kinds.length > 0 ? [`only ${selection.kinds.join(', ')}`] : []),
    ...(selection.exclude.length > 0 ? [`without ${selection.exclude.join(', ')}`] : []),
  ];
  return parts.join(', ');
}
