import { z } from 'zod';
import type { Random } from '../cloud/random.ts';
import { type MadeProject, type MadeProjects, secondDomain } from './make-projects.ts';
import { oddName, oddText } from './odd-text.ts';
import type { Person } from './population.ts';
import type { SimApi } from './sim-api.ts';

export interface People {
  /** Members by the id of their project. */
  readonly byProject: ReadonlyMap<string, readonly [Person, ...Person[]]>;
  /** Disabled once everything of theirs is made. */
  readonly disabledIds: readonly string[];
}

const identity = '/identity/v3';

/**
 * Users of one name in two domains, without e-mail or with an empty one, one to be disabled; roles of the operator's
 * own, one of them immutable, which implies another; grants on projects, below projects and on a domain; a group.
 */
export async function makePeople(
  api: SimApi,
  projects: MadeProjects,
  chanceOf: (what: string) => Random,
): Promise<People> {
  const roles = await rolesOf(api);
  const { domainIds, parents, forServers } = projects;
  const make = async (name: string, domain: string, project: MadeProject, more: object): Promise<Person> => {
    const password = `password of ${name.slice(0, 40)}`;
    const user = { name, domain_id: domainIds[domain], password, ...more };
    const id = await api.make(`${identity}/users`, { user });
    await api.send('PUT', `${identity}/projects/${project.id}/users/${id}/roles/${roles.member}`);
    return { id, name, domain, password };
  };
  const [acme] = forServers;
  const ann = await make('ann', 'Default', acme, { email: 'ann@example.org', default_project_id: acme.id });
  const other = await make('ann', secondDomain, acme, { description: '', email: '', badge: 0 });
  const options = { ignore_lockout_failure_attempts: false };
  const left = await make('Jürgen 例 ☂', 'Default', acme, { description: 'Überprüfung', options });
  const below = `${identity}/OS-INHERIT/projects/${parents[0]}/users/${ann.id}/roles/${roles.own}`;
  await api.send('PUT', `${below}/inherited_to_projects`);
  await api.send('PUT', `${identity}/projects/${acme.id}/users/${ann.id}/roles/${roles.own}`);
  await api.send('PUT', `${identity}/domains/${domainIds[secondDomain]}/users/${other.id}/roles/${roles.member}`);
  const byProject = new Map<string, readonly [Person, ...Person[]]>([[acme.id, [ann, other, left]]]);
  for (const project of [...forServers.slice(1), projects.legacy, projects.attic]) {
    const random = chanceOf(`people of ${project.name} ${project.domain}`);
    const own = await make(`${oddName(random, 180)} of ${project.name}`, project.domain, project, oddUser(random));
    const isShared = random.isTrue(0.3);
    if (isShared) await api.send('PUT', `${identity}/projects/${project.id}/users/${ann.id}/roles/${roles.member}`);
    byProject.set(project.id, isShared ? [own, ann] : [own]);
  }
  await makeGroup(api, acme, [ann, left], roles.member);
  return { byProject, disabledIds: [left.id] };
}

function oddUser(random: Random): object {
  return {
    description: oddText(random),
    ...(random.isTrue(0.5) ? { email: random.pick(['', 'a+b@example.org']) } : {}),
    ...(random.isTrue(0.3) ? { phone: null, isBoss: false } : {}),
  };
}

/** A group with a role on a project, below it and on its domain. */
async function makeGroup(api: SimApi, { id }: MadeProject, people: readonly Person[], roleId: string): Promise<void> {
  const group = { name: 'ops', domain_id: 'default', description: '', on_call: false };
  const groupId = await api.make(`${identity}/groups`, { group });
  for (const person of people) await api.send('PUT', `${identity}/groups/${groupId}/users/${person.id}`);
  const grant = `groups/${groupId}/roles/${roleId}`;
  await api.send('PUT', `${identity}/projects/${id}/${grant}`);
  await api.send('PUT', `${identity}/OS-INHERIT/projects/${id}/${grant}/inherited_to_projects`);
  await api.send('PUT', `${identity}/OS-INHERIT/domains/default/${grant}/inherited_to_projects`);
}

const roleList = z.looseObject({ roles: z.array(z.looseObject({ id: z.string() })) });

async function rolesOf(api: SimApi): Promise<{ readonly member: string; readonly own: string }> {
  const idOf = async (name: string): Promise<string | undefined> =>
    roleList.parse(await api.send('GET', `${identity}/roles?name=${name}`)).roles[0]?.id;
  const member = await idOf('member');
  if (member === undefined) throw new Error('the simulated cloud has no role member');
  const role = { name: 'auditor ÄÖ', description: '', options: { immutable: true } };
  const own = await api.make(`${identity}/roles`, { role });
  await api.send('PUT', `${identity}/roles/${own}/implies/${await idOf('reader')}`);
  return { member, own };
}
