import { z } from 'zod';
import { kindNames } from '../resources/kind-name.ts';

const words = z.array(z.string()).default([]);

/** What the operator chose: names, ids or patterns with `*`, as given. Strategies narrow each other. */
export const selectionSchema = z.object({
  /** Everything that can be moved. */
  all: z.boolean().default(false),
  /** What these projects own. */
  projects: words,
  /** These servers and what they need. */
  servers: words,
  /** These resources stay, as `name`, `id` or `kind:name`. */
  exclude: words,
  /** Only these kinds as roots; all when empty. */
  kinds: z.array(z.enum(kindNames)).default([]),
  /** These resources of any kind, by name, id, pattern or fingerprint. */
  specific: z.array(z.object({ kind: z.enum(kindNames), word: z.string() })).default([]),
  /** Servers on these hypervisor hosts. */
  hosts: words,
  /** What these users own. */
  users: words,
  /** Only what is there for all projects. */
  public: z.boolean().default(false),
  /** Only what a server uses; of projects those that own something. */
  used: z.boolean().default(false),
  /** So many servers at most that have not moved yet. */
  limit: z.number().int().positive().optional(),
  /** With chosen servers: only what they need, or every supplementary resource. */
  supplementary: z.enum(['used', 'all']).default('used'),
});
export type Selection = z.infer<typeof selectionSchema>;

/** The selection as one line, as a person would say it. */
export function describeSelection(selection: Selection): string {
  const { all, projects, servers, exclude, kinds, specific, hosts, users, limit, supplementary } = selection;
  const parts = [
    ...(all ? ['everything'] : []),
    ...projects.map((name) => `project ${name}`),
    ...servers.map((name) => `server ${name}`),
    ...specific.map(({ kind, word }) => `${kind} ${word}`),
    ...hosts.map((name) => `host ${name}`),
    ...users.map((name) => `user ${name}`),
    ...(selection.public ? ['only public'] : []),
    ...(selection.used ? ['only used'] : []),
    ...(kinds.length > 0 ? [`only ${kinds.join(', ')}`] : []),
    ...(limit === undefined ? [] : [`the next ${limit === 1 ? 'server' : `${limit} servers`}`]),
    ...(supplementary === 'all' ? ['all supplementary resources'] : []),
    ...(exclude.length > 0 ? [`without ${exclude.join(', ')}`] : []),
  ];
  return parts.join(', ');
}
