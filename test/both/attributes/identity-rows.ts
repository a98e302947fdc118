import { type CaseName, description, idOf, oddTags, oddText, type Making, type Rows } from './rows.ts';
import { sendJson } from '../../../src/openstack/calls.ts';
import { list } from '../../../src/openstack/collection.ts';
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
  await giveRole(making, made.user.id, await memberRole(making));
}

const inDefault = { domain_id: 'default' };

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
    },
    // Keystone gives nobody a role in a domain that is disabled, and deletes none that is enabled.
    notInBody: ['enabled'],
    async after(making, id, which) {
      const request = { service: 'identity', method: 'PATCH', path: `/domains/${id}` } as const;
      const disable = { ...request, body: { domain: { enabled: false } } };
      making.later(disable);
      await inhabit(making, id, which);
      if (which === 'falsy') await making.send(disable);
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
    },
    body: () => inDefault,
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
    },
    body: ({ name }, which) => ({
      ...inDefault,
      password: name,
      ...(which === 'default' ? {} : { options: { ignore_lockout_failure_attempts: which === 'odd' } }),
    }),
    after: async (making, id) => giveRole(making, id, await memberRole(making)),
  },
  {
    kind: 'group',
    service: 'identity',
    path: '/groups',
    key: 'group',
    attributes: { description, on_call: { falsy: false, odd: [oddText] } },
    body: () => inDefault,
    async after(making, id) {
      const path = `/projects/${idOf(making, 'owner')}/groups/${id}/roles/${await memberRole(making)}`;
      await making.send({ service: 'identity', method: 'PUT', path });
      await making.send({
        service: 'identity',
        method: 'PUT',
        path: `/groups/${id}/users/${idOf(making, 'user/odd')}`,
      });
    },
  },
  {
    kind: 'role',
    service: 'identity',
    path: '/roles',
    key: 'role',
    attributes: { description },
    after: (making, id) => giveRole(making, idOf(making, 'user/default'), id),
  },
];
