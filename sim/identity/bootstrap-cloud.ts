import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Assignment, Project, Role, User } from './records.ts';

/** The password of `admin`, as in the lab. */
const adminPassword = 'adminpass';

const serviceUsers = ['glance', 'placement', 'nova', 'neutron', 'cinder'] as const;

/** What `keystone-manage bootstrap` makes, and the users of the other services. */
export function bootstrapCloud(cloud: SimCloud): void {
  const { state } = cloud;
  state.domains.put({
    id: 'default',
    name: 'Default',
    description: 'The default domain',
    enabled: true,
    tags: [],
    options: {},
  });
  const reader = makeRole(cloud, 'reader');
  const member = makeRole(cloud, 'member', reader);
  const admin = makeRole(cloud, 'admin', member);
  const adminProject = makeProject(cloud, 'admin', 'Bootstrap project for initializing the cloud.');
  const serviceProject = makeProject(cloud, 'service', '');
  const adminUser = makeUser(cloud, 'admin', adminPassword);
  grant(cloud, admin, adminUser, { type: 'project', id: adminProject.id });
  grant(cloud, admin, adminUser, { type: 'system', id: 'system' });
  for (const name of serviceUsers) {
    grant(cloud, admin, makeUser(cloud, name, `${name}-pw`), { type: 'project', id: serviceProject.id });
  }
}

function makeRole({ state, random }: SimCloud, name: string, implied?: Role): Role {
  return state.roles.put({
    id: random.hexId(),
    name,
    domainId: undefined,
    description: null,
    options: { immutable: true },
    impliedIds: implied === undefined ? [] : [implied.id],
    extra: {},
  });
}

function makeProject({ state, random }: SimCloud, name: string, description: string): Project {
  return state.projects.put({
    id: random.hexId(),
    name,
    domainId: 'default',
    parentId: 'default',
    description,
    enabled: true,
    tags: [],
    options: {},
    extra: {},
  });
}

function makeUser({ state, random }: SimCloud, name: string, password: string): User {
  return state.users.put({
    id: random.hexId(),
    name,
    domainId: 'default',
    enabled: true,
    password,
    defaultProjectId: undefined,
    options: {},
    extra: {},
  });
}

function grant({ state }: SimCloud, role: Role, user: User, target: Assignment['target']): void {
  const id = [target.type, target.id, 'user', user.id, role.id, false].join('/');
  state.assignments.put({ id, roleId: role.id, actor: { type: 'user', id: user.id }, target, isInherited: false });
}
