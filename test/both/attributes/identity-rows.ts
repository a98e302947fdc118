import { description, idOf, oddTags, oddText, type Making, type Rows } from './rows.ts';
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

const inDefault = { domain_id: 'default' };

export const identityRows: readonly Rows[] = [
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
    kind: 'role',
    service: 'identity',
    path: '/roles',
    key: 'role',
    attributes: { description },
    after: (making, id) => giveRole(making, idOf(making, 'user/default'), id),
  },
];
