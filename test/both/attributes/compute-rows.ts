import { z } from 'zod';
import { list } from '../../../src/openstack/collection.ts';
import { asUser, compute, post } from './as-user.ts';
import { namesOf } from './names-of.ts';
import { idOf, oddText, type CaseName, type Making, type Rows } from './rows.ts';

const specs: Readonly<Record<CaseName, object>> = {
  default: {},
  falsy: { 'lab:empty': '' },
  odd: { 'lab:zero': '0', 'lab:text': oddText },
};
const ram: Readonly<Record<CaseName, number>> = { default: 64, falsy: 65, odd: 66 };

async function addSpecs({ send }: Making, id: string, which: CaseName): Promise<void> {
  if (which === 'default') return;
  await send(post(`/flavors/${id}/os-extra_specs`, { extra_specs: specs[which] }));
}

export const groupSchema = z.looseObject({
  name: z.string(),
  user_id: z.string(),
  project_id: z.string(),
  members: z.array(z.string()),
});
const publicName = 'os-flavor-access:is_public';
const flavorSchema = z.looseObject({ id: z.string(), [publicName]: z.boolean() });
const accessSchema = z.looseObject({ tenant_id: z.string() });

const keypair = z.looseObject({ keypair: z.looseObject({}) });

export const computeRows: readonly Rows[] = [
  {
    ...compute,
    kind: 'flavor',
    path: '/flavors/detail',
    query: { is_public: 'None' },
    key: 'flavor',
    attributes: {
      // The mark lies in it, so that nothing said reads as an empty one.
      description: { falsy: '', odd: oddText },
      ram: {},
      vcpus: { odd: 2 },
      disk: { falsy: 0 },
      swap: { falsy: 0, odd: 64 },
      'OS-FLV-EXT-DATA:ephemeral': { falsy: 0, odd: 1 },
      rxtx_factor: { odd: 1.5 },
      'os-flavor-access:is_public': { falsy: false },
      extra_specs: { falsy: specs.falsy, odd: specs.odd },
      access: { falsy: ['NAME'] },
    },
    notInBody: ['extra_specs', 'access'],
    emptyIsNothing: ['description'],
    body: (_making, which) => ({ vcpus: 1, ram: ram[which], disk: 1 }),
    async after(making, id, which) {
      await addSpecs(making, id, which);
      const access = post(`/flavors/${id}/action`, { addTenantAccess: { tenant: idOf(making, 'owner') } });
      if (which === 'falsy') await making.send(access);
    },
    async list(cloud) {
      const query = { is_public: 'None' };
      const all = await list(cloud, { ...compute, path: '/flavors/detail', key: 'flavors', item: flavorSchema, query });
      const nameOf = await namesOf(cloud, 'projects');
      return await Promise.all(
        all.map(async (one) => {
          if (one[publicName]) return one;
          const path = `/flavors/${one.id}/os-flavor-access`;
          const access = await list(cloud, { ...compute, path, key: 'flavor_access', item: accessSchema });
          return { ...one, access: access.map((each) => nameOf(each.tenant_id)) };
        }),
      );
    },
  },
  {
    ...compute,
    kind: 'keypair',
    path: '/os-keypairs',
    key: 'keypair',
    attributes: { type: { falsy: 'ssh', odd: 'x509' }, public_key: {} },
    body: (making, which) => ({
      user_id: idOf(making, 'user/default'),
      public_key: which === 'odd' ? certificate : `${publicKey} ${which === 'falsy' ? 'o.dd@example.org' : ''}`.trim(),
    }),
    async list(cloud, { userId }) {
      const query = { user_id: userId };
      const all = await list(cloud, { ...compute, path: '/os-keypairs', key: 'keypairs', item: keypair, query });
      return all.map(({ keypair: one }) => one);
    },
  },
  {
    ...compute,
    kind: 'server group',
    path: '/os-server-groups',
    query: { all_projects: true },
    key: 'server_group',
    attributes: {
      policy: { falsy: 'affinity', odd: 'anti-affinity' },
      rules: { falsy: {}, odd: { max_server_per_host: 2 } },
      owner: {},
    },
    async list(cloud) {
      const query = { all_projects: true };
      const path = '/os-server-groups';
      const all = await list(cloud, { ...compute, path, key: 'server_groups', item: groupSchema, query });
      const [user, project] = await Promise.all([namesOf(cloud, 'users'), namesOf(cloud, 'projects')]);
      return all.map((one) => ({ ...one, owner: [user(one.user_id), project(one.project_id)] }));
    },
    body: (_making, which) => (which === 'default' ? { policy: 'soft-affinity' } : {}),
    creator: asUser,
  },
];

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKp0y9n0mJb1cbrqC8yIDPmTNp7Rz3bq0o4zJ6m3n1Xk';

const certificate = `-----BEGIN CERTIFICATE-----
MIIBczCCARmgAwIBAgIUf1O3q8RO+kbt0NHKjbh2YAX4r2owCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDb2RkMCAXDTI2MTEyNDEyNDYxM1oYDzIxMjYxMDMxMTI0NjEz
WjAOMQwwCgYDVQQDDANvZGQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT+XvxM
VHLpFGXrc6QHkTX9mfU3YsrfEOLaE3QCUtxof4sYPQOmc7m27NWh1Msx7YjgCe9Z
Uxi/yQMLJkUFOKR+o1MwUTAdBgNVHQ4EFgQUaKEQP2PD2wkuJoa/lMr0sVJ+OMgw
HwYDVR0jBBgwFoAUaKEQP2PD2wkuJoa/lMr0sVJ+OMgwDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNIADBFAiBOFlaCqQ3RH0xBaRuleNWjp5HgjlSAsPEZV1Z0
yKoAnQIhAK5cBScmbXT0QSL2wt8NvMrQRBobYw0iy6enXMPWQDSu
-----END CERTIFICATE-----
`;
