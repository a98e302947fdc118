import { readCapabilities } from '../openstack/capabilities.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { allKinds, kinds } from '../resources/all.ts';
import type { KindName, Resource, Scope } from '../resources/kind.ts';
import { byKind } from '../resources/kind-name.ts';
import { chooseByName } from './choose-by-name.ts';
import type { CloudPlace, Inventory } from './inventory.ts';
import { rightsOf } from './rights-of.ts';
import type { Selection } from './selection.ts';

/** Kinds that are listed whole and first, since they tell which projects and users the others are asked for. */
const firstKinds = ['project', 'user', 'group', 'role', 'role-assignment'] as const satisfies readonly KindName[];

/** What a selection asks the source for: the words become ids, or a Problem lists the candidates. */
export async function collectSource(cloud: Cloud, selection: Selection): Promise<Inventory> {
  const first = await collectFirst(cloud);
  const projectIds = selection.projects.flatMap((word) =>
    chooseByName('project', word, first.project).map(({ id }) => id),
  );
  const isWhole = selection.all || projectIds.length === 0;
  const scope = isWhole ? {} : { projectIds, userIds: usersOf(first, projectIds) };
  return collectRest(cloud, first, { ...scope, rights: rightsOf(first) });
}

/** The destination's side of it: what the given projects and users already have there, and what is there for all. */
export async function collectDestination(cloud: Cloud, scopeOf: (first: FirstResources) => Scope): Promise<Inventory> {
  const first = await collectFirst(cloud);
  return collectRest(cloud, first, scopeOf(first));
}

export type FirstResources = Readonly<Record<(typeof firstKinds)[number], readonly Resource[]>>;

async function collectFirst(cloud: Cloud): Promise<FirstResources> {
  const [project, user, group, role, assignment] = await Promise.all(
    firstKinds.map((name) => kinds[name].discover(cloud, {})),
  );
  return {
    project: project ?? [],
    user: user ?? [],
    group: group ?? [],
    role: role ?? [],
    'role-assignment': assignment ?? [],
  };
}

async function collectRest(cloud: Cloud, first: FirstResources, scope: Scope): Promise<Inventory> {
  const takenAt = new Date().toISOString();
  const rest = allKinds.filter(({ name }) => !(name in first));
  const [capabilities, place, ...lists] = await Promise.all([
    readCapabilities(cloud),
    placeOf(cloud),
    ...rest.map(async (kind) => ({ name: kind.name, resources: await kind.discover(cloud, scope) })),
  ]);
  const found = new Map<KindName, readonly Resource[]>([
    ...firstKinds.map((name) => [name, first[name]] as const),
    ...lists.map(({ name, resources }) => [name, resources] as const),
  ]);
  return { cloud: place, capabilities, takenAt, resources: byKind((name) => found.get(name) ?? []) };
}

/** Users that have a role in one of the projects: whose keypairs may be in use there. */
function usersOf(first: FirstResources, projectIds: readonly string[]): string[] {
  const wanted = new Set(projectIds);
  const assignments = first['role-assignment'].filter(
    ({ projectId }) => projectId !== undefined && wanted.has(projectId),
  );
  const refs = assignments.flatMap((assignment) => kinds['role-assignment'].needs(assignment, neutralChoices));
  return [...new Set(refs.filter(({ kind }) => kind === 'user').map(({ id }) => id))];
}

const neutralChoices = { disk: 'snapshot', quiesce: 'suspend', passwords: false } as const;

/** How plans and reports name an open cloud. */
export async function placeOf(cloud: Cloud): Promise<CloudPlace> {
  const { project } = await cloud.login();
  const { name, config, networkApi } = cloud;
  const { region } = config;
  return {
    name,
    authUrl: config.auth.authUrl,
    ...(region === undefined ? {} : { region }),
    ...(project === undefined ? {} : { projectId: project.id }),
    ...(networkApi === undefined ? {} : { networkApi }),
  };
}
