import { type CaseName, description, idOf, oddTags, oddText, type Making, type Rows } from './rows.ts';
import { sendJson } from '../../../src/openstack/calls.ts';
import type { CloudRequest } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import { listAssignments } from '../list-assignments.ts';
import { listRoles } from '../list-roles.ts';
import { namesOf } from './names-of.ts';
import { z } from 'zod';

const identified = z.looseObject({ id: z.string(), name: z.string() });

async function giveRole(making: Making, userId: string, roleId: string): Promise<void> {
  const path = `/projects/${idOf(making, 'owner')}/users/${userId}/roles/${roleId}`;
  await making.send({ service: 'identity', method: 'PUT', path });
}

async function memberRole({ cloud }: Making): Promise<string> {
  const roles = await list(cloud, { service: 'identity', path: '/roles', key: 'roles', item: identified });
  return roles.find(({ name }) => name === 'member')?.id ?? '';
}

/** A domain comes with a user of it who has a role in the project. */
async function inhabit(making: Making, domainId: string, which: CaseName): Promise<void> {
  const user = { name: `${making.name} in ${which}`, domain_id: domainId };
  const request = { service: 'identity', method: 'POST', path: '/users', body: { user } } as const;
  const made = await sendJson(making.cloud, request, z.looseObject({ user: identified }));
  making.later({ service: 'identity', method: 'DELETE', path: `/users/${made.user.id}` });
  making.ids.set(`inhabitant/${which}`, made.user.id);
  await giveRole(making, made.user.id, await memberRole(making));
}

const inDefault = { domain_id: 'default' };

const immutable: Readonly<Record<CaseName, object>> = {
  default: {},
  falsy: { options: { immutable: false } },
  odd: { options: { immutable: true } },
};

/** What may not be changed may not go away either. */
function mutable(key: string, id: string): CloudRequest {
  const body = { [key]: { options: { immutable: false } } };
  return { service: 'identity', method: 'PATCH', path: `/${key}s/${id}`, body };
}

const inferenceSchema = z.looseObject({ prior_role: identified, implies: z.array(identified) });

export const identityRows: readonly Rows[] = [
  {
    kind: 'domain',
    service: 'identity',
    path: '/domains',
    key: 'domain',
    attributes: {
      description,
      enabled: { falsy: false },
      tags: { falsy: [], odd: oddTags },
      cost_centre: { falsy: 0, odd: { list: [null, false, ''] } },
      'options.immutable': { falsy: false, odd: true },
    },
    // Keystone gives nobody a role in a domain that is disabled, and deletes none that is enabled.
    notInBody: ['enabled'],
    body: (_making, which) => immutable[which],
    async after(making, id, which) {
      const request = { service: 'identity', method: 'PATCH', path: `/domains/${id}` } as const;
      const disable = { ...request, body: { domain: { enabled: false } } };
      making.later(disable);
      await inhabit(making, id, which);
      if (which === 'falsy') await making.send(disable);
      if (which === 'odd') making.later(mutable('domain', id));
    },
  },
  {
    kind: 'project',
    service: 'identity',
    path: '/projects',
    key: 'project',
    attributes: {
      description,
      enabled: { falsy: false },
      tags: { falsy: [], odd: oddTags },
      cost_centre: { falsy: 0, odd: { list: [null, false, ''] } },
      note: { falsy: '', odd: oddText },
      parent: { odd: 'NAME' },
      'options.immutable': { falsy: false, odd: true },
    },
    notInBody: ['parent'],
    body: (making, which) => ({
      ...inDefault,
      ...immutable[which],
      ...(which === 'odd' ? { parent_id: idOf(making, 'owner') } : {}),
    }),
    async after(making, id, which) {
      if (which === 'odd') making.later(mutable('project', id));
    },
    async list(cloud) {
      const all = await list(cloud, { service: 'identity', path: '/projects', key: 'projects', item: identified });
      const nameOf = await namesOf(cloud, 'projects');
      return all.map((one) => ({ ...one, parent: nameOf(one['parent_id']) }));
    },
  },
  {
    kind: 'user',
    service: 'identity',
    path: '/users',
    key: 'user',
    attributes: {
      description,
      email: { falsy: '', odd: 'o"d+d@exämple.org' },
      enabled: { falsy: false },
      pager: { falsy: 0, odd: [oddText] },
      'options.ignore_lockout_failure_attempts': { falsy: false, odd: true },
      defaultProject: { odd: 'NAME' },
    },
    notInBody: ['defaultProject'],
    body: (making, which) => ({
      ...inDefault,
      password: making.name,
      ...(which === 'odd' ? { default_project_id: idOf(making, 'owner') } : {}),
      ...(which === 'default' ? {} : { options: { ignore_lockout_failure_attempts: which === 'odd' } }),
    }),
    after: async (making, id) => giveRole(making, id, await memberRole(making)),
    async list(cloud) {
      const all = await list(cloud, { service: 'identity', path: '/users', key: 'users', item: identified });
      const nameOf = await namesOf(cloud, 'projects');
      return all.map((one) => ({ ...one, defaultProject: nameOf(one['default_project_id']) }));
    },
  },
  {
    kind: 'group',
    service: 'identity',
    path: '/groups',
    key: 'group',
    attributes: { description, on_call: { falsy: false, odd: [oddText] }, members: { odd: ['NAME user odd'] } },
    notInBody: ['members'],
    body: () => inDefault,
    async after(making, id, which) {
      const path = `/projects/${idOf(making, 'owner')}/groups/${id}/roles/${await memberRole(making)}`;
      await making.send({ service: 'identity', method: 'PUT', path });
      const member = `/groups/${id}/users/${idOf(making, 'user/odd')}`;
      if (which === 'odd') await making.send({ service: 'identity', method: 'PUT', path: member });
    },
    async list(cloud) {
      const all = await list(cloud, { service: 'identity', path: '/groups', key: 'groups', item: identified });
      return await Promise.all(
        all.map(async (one) => {
          const path = `/groups/${one.id}/users`;
          const members = await list(cloud, { service: 'identity', path, key: 'users', item: identified });
          return { ...one, members: members.map(({ name }) => name) };
        }),
      );
    },
  },
  {
    kind: 'role',
    service: 'identity',
    path: '/roles',
    key: 'role',
    attributes: {
      description,
      // Of no domain at all, but one.
      domain: { falsy: 'default' },
      implies: { odd: ['member'] },
      'options.immutable': { falsy: false, odd: true },
    },
    notInBody: ['domain', 'implies'],
    body: (_making, which) => ({ ...immutable[which], ...(which === 'falsy' ? inDefault : {}) }),
    async after(making, id, which) {
      await giveRole(making, idOf(making, 'user/default'), id);
      if (which !== 'odd') return;
      making.later(mutable('role', id));
      const path = `/roles/${id}/implies/${await memberRole(making)}`;
      await making.send({ service: 'identity', method: 'PUT', path });
    },
    async list(cloud) {
      const all = await listRoles(cloud);
      const inferences = { service: 'identity', path: '/role_inferences', key: 'role_inferences' } as const;
      const implied = await list(cloud, { ...inferences, item: inferenceSchema });
      const of = (id: string): string[] =>
        implied
          .filter(({ prior_role: prior }) => prior.id === id)
          .flatMap((one) => one.implies.map(({ name }) => name));
      return all.map((one) => ({ ...one, domain: one['domain_id'], implies: of(one.id) }));
    },
  },
  {
    kind: 'role assignment',
    service: 'identity',
    path: '/role_assignments',
    key: undefined,
    label: 'case',
    attributes: {
      actor: { falsy: 'NAME group falsy', odd: 'NAME in odd' },
      target: { falsy: 'NAME', odd: 'NAME domain odd' },
      inherited: { falsy: null, odd: 'projects' },
    },
    /** Of a user and of a group, in a project and in a domain, there and below. */
    async make(making, which) {
      const role = `roles/${idOf(making, `role/${which}`)}`;
      const group = `/projects/${idOf(making, 'owner')}/groups/${idOf(making, 'group/falsy')}/${role}`;
      const domain = `/domains/${idOf(making, 'domain/odd')}/users/${idOf(making, 'inhabitant/odd')}/${role}`;
      const path = which === 'falsy' ? group : `/OS-INHERIT${domain}/inherited_to_projects`;
      if (which !== 'default') await making.send({ service: 'identity', method: 'PUT', path });
    },
    async list(cloud, { name }) {
      const all = await listAssignments(cloud);
      const known = (actor: string): string | undefined => cases.get(actor.replace(name, 'NAME'));
      return all
        .filter(({ role }) => role.name.startsWith(`${name} role`))
        .map(({ user, group, scope }) => {
          const actor = (user ?? group)?.name ?? '';
          const inherited = scope['OS-INHERIT:inherited_to'] ?? null;
          return { case: known(actor), actor, target: (scope.project ?? scope.domain)?.name, inherited };
        });
    },
  },
];

const cases = new Map([
  ['NAME group falsy', 'falsy'],
  ['NAME in odd', 'odd'],
]);
