import { asMember, computeCall as call, oldest } from './compute-call.ts';
import type { Step } from './step.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl simtest@example';
const name = (what: string): string => `simtest-${what}-{suffix}`;
const old = { microversion: 'compute 2.91' } as const;

/** Keypairs of the administrator and of a member. */
export const computeKeypairs: readonly Step[] = [
  call('GET', '/os-keypairs', 'no keypairs', { as: 'member', same: ['keypairs'] }),
  call('POST', '/os-keypairs', 'a keypair', {
    as: 'member',
    body: { keypair: { name: name('key'), public_key: key, type: 'ssh' } },
    keep: { keyName: 'keypair.name' },
    same: ['keypair'],
  }),
  call('POST', '/os-keypairs', 'a keypair of a name that is taken', {
    ...asMember,
    body: { keypair: { name: name('key'), public_key: key } },
  }),
  call('POST', '/os-keypairs', 'a keypair of the same name in capitals', {
    as: 'member',
    body: { keypair: { name: 'SIMTEST-key-{suffix}', public_key: key } },
  }),
  call('POST', '/os-keypairs', 'the same key under another name', {
    as: 'member',
    body: { keypair: { name: name('k@y.two'), public_key: key } },
    keep: { otherKeyName: 'keypair.name' },
    same: ['keypair.fingerprint', 'keypair.name'],
  }),
  call('POST', '/os-keypairs', 'a keypair for the member', {
    body: { keypair: { name: name('given'), public_key: key, user_id: '{userId}' } },
    keep: { givenKeyName: 'keypair.name' },
    same: ['keypair'],
  }),
  call('POST', '/os-keypairs', 'a member makes none for others', {
    ...asMember,
    body: { keypair: { name: name('x'), public_key: key, user_id: 'simtest' } },
  }),
  call('POST', '/os-keypairs', 'no key is made any more', { as: 'member', body: { keypair: { name: name('x') } } }),
  call('POST', '/os-keypairs', 'a key that is made', {
    as: 'member',
    ...old,
    body: { keypair: { name: name('made') } },
    keep: { madeKeyName: 'keypair.name' },
  }),
  call('POST', '/os-keypairs', 'a name with a dot at 2.91', {
    as: 'member',
    ...old,
    body: { keypair: { name: 'simtest.x', public_key: key } },
  }),
  call('POST', '/os-keypairs', 'a key that is none', {
    ...asMember,
    body: { keypair: { name: name('x'), public_key: 'ssh-rsa simtest' } },
  }),
  call('POST', '/os-keypairs', 'a certificate that is none', {
    as: 'member',
    body: { keypair: { name: name('x'), public_key: 'simtest', type: 'x509' } },
  }),
  call('POST', '/os-keypairs', 'a key of a type that there is not', {
    as: 'member',
    body: { keypair: { name: name('x'), public_key: key, type: 'pgp' } },
  }),
  call('POST', '/os-keypairs', 'a keypair at 2.1', {
    ...oldest,
    as: 'member',
    body: { keypair: { name: name('first'), public_key: key } },
    keep: { firstKeyName: 'keypair.name' },
    same: ['keypair'],
  }),
  call('POST', '/os-keypairs', 'a type at 2.1', {
    ...oldest,
    as: 'member',
    body: { keypair: { name: name('x'), public_key: key, type: 'ssh' } },
  }),
  call('GET', '/os-keypairs', 'keypairs', { as: 'member' }),
  call('GET', '/os-keypairs', 'keypairs at 2.1', { as: 'member', ...oldest }),
  call('GET', '/os-keypairs?user_id={userId}', 'keypairs of the member'),
  call('GET', '/os-keypairs?user_id=simtest', 'a member asks for those of others', asMember),
  call('GET', '/os-keypairs?limit=1', 'one keypair', { as: 'member' }),
  call('GET', '/os-keypairs?marker=simtest', 'a keypair behind none', asMember),
  call('GET', '/os-keypairs?color=red', 'keypairs of a color', asMember),
  call('GET', '/os-keypairs/{keyName}', 'one by its name', { as: 'member', same: ['keypair.name', 'keypair.user_id'] }),
  call('GET', '/os-keypairs/{keyName}', 'one by its name at 2.1', { as: 'member', ...oldest }),
  call('GET', '/os-keypairs/{keyName}', 'the administrator has none of the name', { same: ['itemNotFound.code'] }),
  call('GET', '/os-keypairs/{keyName}?user_id={userId}', 'one of the member', { same: ['keypair.name'] }),
  call('GET', '/os-keypairs/simtest', 'no such keypair', asMember),
];

/** Once no server needs them any more. */
export const computeKeypairsEnd: readonly Step[] = [
  call('DELETE', '/os-keypairs/{otherKeyName}', 'the end of the other name', { as: 'member' }),
  call('DELETE', '/os-keypairs/{otherKeyName}', 'its end again', asMember),
  call('DELETE', '/os-keypairs/{firstKeyName}', 'the end of the first', { as: 'member', ...oldest }),
  call('DELETE', '/os-keypairs/{madeKeyName}', 'the end of the made one', { as: 'member', ...old }),
  call('DELETE', '/os-keypairs/{givenKeyName}?user_id={userId}', 'the end of the given one'),
  call('DELETE', '/os-keypairs/{keyName}?user_id=simtest', 'a member ends none of others', asMember),
  call('DELETE', '/os-keypairs/{keyName}', 'the end of the first one', { as: 'member' }),
];
