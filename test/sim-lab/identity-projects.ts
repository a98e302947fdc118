import { asMember, identityCall as call, refusal } from './identity-call.ts';
import type { Step } from './step.ts';

const name = (what: string): string => `simtest-${what}-{suffix}`;

const domains: readonly Step[] = [
  call('GET', '/domains', 'domains', { same: ['links.next'] }),
  call('GET', '/domains', 'domains for a member', asMember),
  call('GET', '/domains?name=default', 'a domain by its name', { same: ['domains.*.name', 'domains.*.description'] }),
  call('GET', '/domains/default', 'the default domain', { same: ['domain.enabled', 'domain.tags', 'domain.options'] }),
  call('GET', '/domains/default', 'a member sees their own domain', { as: 'member' }),
  call('GET', '/domains/simtest', 'no such domain', refusal),
  call('GET', '/domains/simtest', 'no such domain for a member', asMember),
  call('POST', '/domains', 'a member makes no domain', { ...asMember, body: { domain: { name: name('d') } } }),
  call('POST', '/domains', 'a domain', {
    body: { domain: { name: name('domain'), color: 'red', tags: ['one'] } },
    keep: { domainId: 'domain.id' },
    same: ['domain.description', 'domain.enabled', 'domain.tags', 'domain.color'],
  }),
  call('POST', '/domains', 'a domain of a name that is taken', {
    body: { domain: { name: `SIMTEST-domain-{suffix}` } },
    same: ['error.title'],
  }),
  call('POST', '/domains', 'a domain without a name', { body: { domain: {} } }),
  call('PATCH', '/domains/{domainId}', 'a domain gets a description', {
    body: { domain: { description: '', color: null } },
    same: ['domain.description', 'domain.color'],
  }),
  call('PATCH', '/domains/{domainId}', 'a change of nothing', { body: { domain: {} } }),
  call('PATCH', '/domains/simtest', 'a change of no domain', { body: { domain: { enabled: true } }, ...refusal }),
  call('GET', '/projects/{domainId}', 'a domain as a project', { same: ['project.is_domain', 'project.parent_id'] }),
  call('GET', '/projects?is_domain=true', 'domains among the projects'),
  call('PATCH', '/domains/{domainId}', 'an immutable domain', { body: { domain: { options: { immutable: true } } } }),
  call('PATCH', '/domains/{domainId}', 'which stays so as a domain', {
    body: { domain: { options: { immutable: false } } },
    ...refusal,
  }),
  call('PATCH', '/projects/{domainId}', 'and is mutable again as a project', {
    body: { project: { options: { immutable: false } } },
    same: ['project.is_domain', 'project.options'],
    except: { 'project.extra': 'Keystone repeats there what it keeps beside the fields' },
  }),
  call('DELETE', '/domains/{domainId}', 'an enabled domain stays', refusal),
  call('DELETE', '/domains/simtest', 'the end of no domain', refusal),
  call('POST', '/projects', 'a project of the domain', {
    body: { project: { name: name('inner'), domain_id: '{domainId}' } },
    keep: { innerId: 'project.id' },
    same: ['project.domain_id', 'project.parent_id'],
  }),
  call('POST', '/users', 'a user of the domain', {
    body: { user: { name: name('inner'), domain_id: '{domainId}', password: 'inner-pw' } },
    keep: { innerUserId: 'user.id' },
    same: ['user.domain_id'],
  }),
];

const projects: readonly Step[] = [
  call('GET', '/projects', 'projects'),
  call('GET', '/projects', 'projects for a member', asMember),
  call('GET', '/projects?name=ADMIN&domain_id=default', 'a project by its name in other letters', {
    same: ['projects.*.name', 'projects.*.description'],
  }),
  call('GET', '/projects?name=admin&enabled=false', 'no project is disabled', { same: ['projects'] }),
  call('GET', '/projects?name__startswith=ser', 'projects by the beginning of their name', {
    same: ['projects.*.name'],
  }),
  call('GET', '/projects/{projectId}', 'a member sees their own project', { as: 'member', same: ['project.id'] }),
  call('GET', '/projects/{adminProjectId}', 'a member does not see another project', asMember),
  call('GET', '/projects/simtest', 'no such project', refusal),
  call('GET', '/projects/simtest', 'no such project for a member', asMember),
  call('POST', '/projects', 'a member makes no project', { ...asMember, body: { project: { name: name('p') } } }),
  call('POST', '/projects', 'a project with everything', {
    body: {
      project: {
        name: `  ${name('project')} `,
        description: null,
        tags: ['b', 'a'],
        options: { immutable: false },
        'x:y-z': 0,
        color: null,
        empty: '',
      },
    },
    keep: { treeId: 'project.id' },
    same: ['project.name', 'project.description', 'project.tags', 'project.options', 'project.x_y_z', 'project.empty'],
  }),
  call('GET', '/projects/{treeId}', 'a project with everything, read again', {
    same: ['project.name', 'project.description', 'project.tags', 'project.options', 'project.x_y_z', 'project.color'],
    except: { 'project.tags': 'any order: the cache of a Keystone keeps that in which they came, its database sorts' },
  }),
  call('POST', '/projects', 'a project below another', {
    body: { project: { name: name('leaf'), parent_id: '{treeId}' } },
    keep: { leafId: 'project.id' },
    same: ['project.parent_id', 'project.description'],
  }),
  call('POST', '/projects', 'a name that is taken in the domain', {
    body: { project: { name: name('LEAF') } },
    same: ['error.title'],
  }),
  call('POST', '/projects', 'a name that is taken in another domain', {
    body: { project: { name: name('leaf'), domain_id: '{domainId}' } },
    keep: { otherLeafId: 'project.id' },
  }),
  call('POST', '/projects', 'a project without a name', { body: { project: {} } }),
  call('POST', '/projects', 'a name of nothing', { body: { project: { name: '' } } }),
  call('POST', '/projects', 'a name of spaces', { body: { project: { name: '  ' } } }),
  call('POST', '/projects', 'a name of 65 letters', { body: { project: { name: 'x'.repeat(65) } } }),
  call('POST', '/projects', 'a project with an option of another sort', {
    body: { project: { name: name('p'), options: { color: true } } },
  }),
  call('POST', '/projects', 'a project that is enabled in words', { body: { project: { name: 'p', enabled: 'yes' } } }),
  call('POST', '/projects', 'a project of no domain', { body: { project: { name: 'p', domain_id: 'simtest' } } }),
  call('POST', '/projects', 'a project of no parent', { body: { project: { name: 'p', parent_id: 'simtest' } } }),
  call('POST', '/projects', 'a parent in another domain', {
    body: { project: { name: name('p'), domain_id: '{domainId}', parent_id: '{treeId}' } },
  }),
  call('GET', '/projects/{leafId}?parents_as_ids&subtree_as_ids', 'the ids above and below', {
    same: ['project.parents', 'project.subtree'],
  }),
  call('GET', '/projects/{treeId}?subtree_as_ids', 'the ids below', { same: ['project.subtree'] }),
  call('GET', '/projects/{leafId}?parents_as_list', 'the projects above that are the caller’s', {
    same: ['project.parents'],
  }),
  call('GET', '/projects/{leafId}?parents_as_list&parents_as_ids', 'both ways at once', refusal),
  call('GET', '/projects?parent_id={treeId}', 'projects by their parent', { same: ['projects.*.id'] }),

  call('PATCH', '/projects/{treeId}', 'a project gets other attributes', {
    body: { project: { description: '', color: 'red', more: { deep: [1] }, options: { immutable: null } } },
    same: ['project.extra', 'project.description', 'project.options', 'project.name'],
  }),
  call('PATCH', '/projects/{treeId}', 'a member changes no project', { ...asMember, body: { project: { name: 'p' } } }),
  call('PATCH', '/projects/{treeId}', 'a change of no attribute', { body: { project: {} } }),
  call('PATCH', '/projects/{treeId}', 'another id', { body: { project: { id: 'x' } }, ...refusal }),
  call('PATCH', '/projects/{treeId}', 'another domain', { body: { project: { domain_id: 'x' } }, ...refusal }),
  call('PATCH', '/projects/{treeId}', 'another parent', { body: { project: { parent_id: '{leafId}' } }, ...refusal }),
  call('PATCH', '/projects/{treeId}', 'a name of the neighbour', {
    body: { project: { id: '{treeId}', name: name('leaf') } },
    same: ['error.title'],
  }),
  call('PATCH', '/projects/{treeId}', 'a project with enabled ones below', {
    body: { project: { enabled: false } },
    ...refusal,
  }),
  call('PATCH', '/projects/simtest', 'a change of no project', { body: { project: { name: 'p' } }, ...refusal }),
  call('PATCH', '/projects/{leafId}', 'a project is disabled', {
    body: { project: { enabled: false } },
    same: ['project.enabled', 'project.extra'],
  }),
  call('PATCH', '/projects/{treeId}', 'now the one above it', { body: { project: { enabled: false } } }),
  call('PATCH', '/projects/{leafId}', 'a project below a disabled one', {
    body: { project: { enabled: true } },
    ...refusal,
  }),
  call('POST', '/projects', 'a new project below a disabled one', {
    body: { project: { name: name('p'), parent_id: '{treeId}' } },
    ...refusal,
  }),
  call('PATCH', '/projects/{treeId}', 'enabled again', { body: { project: { enabled: true } } }),
  call('DELETE', '/projects/{treeId}', 'a project with others below stays', refusal),
  call('DELETE', '/projects/{treeId}', 'a member deletes no project', asMember),
  call('PATCH', '/projects/{leafId}', 'an immutable project', { body: { project: { options: { immutable: true } } } }),
  call('PATCH', '/projects/{leafId}', 'it takes no change', { body: { project: { description: 'x' } }, ...refusal }),
  call('PUT', '/projects/{leafId}/tags/x', 'it takes no tag'),
  call('DELETE', '/projects/{leafId}', 'it stays', refusal),
  call('PATCH', '/projects/{leafId}', 'mutable again', { body: { project: { options: { immutable: false } } } }),
];

const tags: readonly Step[] = [
  call('GET', '/projects/{treeId}/tags', 'tags', { same: ['tags'] }),
  call('GET', '/projects/{treeId}/tags', 'tags for another’s member', asMember),
  call('GET', '/projects/{projectId}/tags', 'tags for a member', { as: 'member', same: ['tags'] }),
  call('PUT', '/projects/{treeId}/tags', 'other tags', { body: { tags: ['x', ' y '] }, same: ['tags'] }),
  call('PUT', '/projects/{treeId}/tags', 'tags that are the same', { body: { tags: ['x', 'x'] } }),
  call('PUT', '/projects/{treeId}/tags', 'a tag with a comma', { body: { tags: ['x,y'] } }),
  call('PUT', '/projects/{treeId}/tags', 'a member sets no tags', { ...asMember, body: { tags: ['x'] } }),
  call('PUT', '/projects/{treeId}/tags/z', 'one more tag'),
  call('PUT', '/projects/{treeId}/tags/z', 'a tag that is there'),
  call('GET', '/projects/{treeId}/tags/z', 'a tag'),
  call('HEAD', '/projects/{treeId}/tags/z', 'whether a tag is there'),
  call('GET', '/projects/{treeId}/tags/none', 'no such tag', refusal),
  call('GET', '/projects?tags=x,z', 'projects with all of these tags', { same: ['projects.*.id'] }),
  call('GET', '/projects?tags-any=none,z', 'projects with any of these tags', { same: ['projects.*.id'] }),
  call('GET', '/projects?name__contains={suffix}&not-tags=x,z', 'projects without these tags'),
  call('GET', '/projects?tags=x,none', 'no project has these tags', { same: ['projects'] }),
  call('DELETE', '/projects/{treeId}/tags/z', 'one tag less'),
  call('DELETE', '/projects/{treeId}/tags/z', 'the end of no tag', refusal),
  call('DELETE', '/projects/{treeId}/tags', 'no more tags'),
  call('GET', '/projects/{treeId}', 'a project without tags', { same: ['project.tags'] }),
  call('GET', '/projects/simtest/tags', 'tags of no project', refusal),
];

const depth: readonly Step[] = [
  ...[2, 3, 4, 5].map((level) =>
    call('POST', '/projects', `a project of level ${level}`, {
      body: { project: { name: name(`level-${level}`), parent_id: level === 2 ? '{treeId}' : `{level${level - 1}}` } },
      keep: { [`level${level}`]: 'project.id' },
    }),
  ),
  call('POST', '/projects', 'a project that is too deep', {
    body: { project: { name: name('level-6'), parent_id: '{level5}' } },
    ...refusal,
  }),
  call('GET', '/projects/{level5}?parents_as_ids', 'all that is above', { same: ['project.parents'] }),
  ...[5, 4, 3, 2].map((level) => call('DELETE', `/projects/{level${level}}`, `level ${level} is taken away`)),
];

/** Domains, projects, their trees, and tags. */
export const identityProjects: readonly Step[] = [...domains, ...projects, ...tags, ...depth];
