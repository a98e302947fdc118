import { expect, it } from 'vitest';
import { type Keypair, keypair } from './keypair.ts';
import type { Lookup } from './kind.ts';

const key: Keypair = {
  id: 'u/me@host',
  name: 'me@host',
  userId: 'u',
  type: 'ssh',
  publicKey: 'ssh-ed25519 AAAA me',
  fingerprint: 'aa:bb',
};

function lookup(computeVersion = '2.93'): Lookup {
  return {
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
    destination: { computeVersion, networkExtensions: [], externalSubnets: [] },
    find: (_kind, id) => id.toUpperCase(),
    id: (_kind, id) => id.toUpperCase(),
  };
}

function check(change: Partial<Keypair>, expected: readonly string[]): void {
  const twin: Keypair = { ...key, id: 'U/me@host', userId: 'U', ...change };
  expect(keypair.compare(key, twin, lookup()).map(({ attribute }) => attribute)).toEqual(expected);
}

it('compares the key itself, but not the line end behind it', () => {
  check({}, []);
  check({ publicKey: 'ssh-ed25519 AAAA me\n' }, []);
  check({ fingerprint: 'cc:dd', publicKey: 'ssh-ed25519 BBBB me' }, ['fingerprint', 'public key']);
  check({ type: 'x509' }, ['type']);
  check({ userId: 'V' }, ['owner']);
});

it('is made for the twin of its owner, in the newest version that both know', () => {
  expect(keypair.translate(key, lookup())).toEqual({
    userId: 'U',
    body: { keypair: { name: 'me@host', type: 'ssh', public_key: 'ssh-ed25519 AAAA me', user_id: 'U' } },
    microversion: 'compute 2.92',
  });
  expect(keypair.translate(key, lookup('2.79')).microversion).toBe('compute 2.10');
});

it('takes one of the same owner and name for its twin, so that another key is a conflict', () => {
  const other: Keypair = { ...key, id: 'U/me@host', userId: 'U', fingerprint: 'cc:dd' };
  const draft = keypair.translate(key, lookup());
  expect(keypair.match(key, draft, [{ ...key, id: 'V/me@host', userId: 'V' }, other])).toBe(other);
});
