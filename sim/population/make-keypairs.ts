import type { Random } from '../cloud/random.ts';
import type { Person } from './population.ts';
import type { SimApi } from './sim-api.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKp0y9n0mJb1cbrqC8yIDPmTNp7Rz3bq0o4zJ6m3n1Xk odd@example.org';

/**
 * One name and one key for several users; whoever is in several projects keeps what is there. `names` holds those of
 * the keys by the user's id, and grows.
 */
export async function makeKeypairs(
  api: SimApi,
  names: Map<string, string>,
  people: readonly Person[],
  random: Random,
): Promise<void> {
  for (const [index, { id }] of people.entries()) {
    if (names.has(id) || (index > 1 && random.isTrue(0.5))) continue;
    const name = index < 2 ? 'key' : random.pick(['key', 'a key', 'k'.repeat(255), '0', 'KEY_1-2']);
    const keypair = { name, type: 'ssh', user_id: id, public_key: key };
    await api.send('POST', '/compute/v2.1/os-keypairs', { keypair });
    names.set(id, name);
  }
}
