import type { CloudNames, Pair, Surroundings } from '../operations/open-pair.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';

/** Where operations find clouds.yaml and the store, as the caller gave it. */
export function surroundingsOf({ environment, folder }: Caller, databaseUrl?: string): Surroundings {
  return { environment, folder, databaseUrl };
}

/** Opens the store for a task, and closes it whatever happens. */
export async function withStore<T>(
  caller: Caller,
  databaseUrl: string | undefined,
  task: (store: Store) => Promise<T>,
): Promise<T> {
  const { openStore } = await import('../store/store.ts');
  const store = await openStore({ environment: caller.environment, databaseUrl });
  try {
    return await task(store);
  } finally {
    await store.close();
  }
}

/** Opens both clouds for a task, and closes them and their Keystone databases whatever happens. */
export async function withPair<T>(caller: Caller, names: CloudNames, task: (pair: Pair) => Promise<T>): Promise<T> {
  const { openPair } = await import('../operations/open-pair.ts');
  const { closeKeystoneDatabases } = await import('../openstack/keystone-database-of.ts');
  const pair = await openPair(names, surroundingsOf(caller));
  try {
    return await task(pair);
  } finally {
    await Promise.all([pair.close(), closeKeystoneDatabases()]);
  }
}

/** Opens the clouds and then the store, so that a wrong cloud name starts no database. */
export async function withClouds<T>(
  caller: Caller,
  names: CloudNames,
  databaseUrl: string | undefined,
  task: (pair: Pair, store: Store) => Promise<T>,
): Promise<T> {
  return await withPair(caller, names, (pair) => withStore(caller, databaseUrl, (store) => task(pair, store)));
}
