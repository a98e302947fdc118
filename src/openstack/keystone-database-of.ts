import type { Cloud } from './cloud.ts';
import { type KeystoneDatabase, openKeystoneDatabase } from './keystone-database.ts';

const opened = new Map<string, Promise<KeystoneDatabase>>();

/** Keystone's database of a cloud, opened once for each process; undefined when clouds.yaml names none. */
export async function keystoneDatabaseOf({ config }: Pick<Cloud, 'config'>): Promise<KeystoneDatabase | undefined> {
  const url = config.keystoneDatabase;
  if (url === undefined) return undefined;
  const opening = opened.get(url) ?? openKeystoneDatabase(url);
  opened.set(url, opening);
  try {
    return await opening;
  } catch (problem) {
    opened.delete(url);
    throw problem;
  }
}

/** Closes all that keystoneDatabaseOf opened, so that the process can end. */
export async function closeKeystoneDatabases(): Promise<void> {
  const openings = [...opened.values()];
  opened.clear();
  const settled = await Promise.allSettled(openings);
  await Promise.all(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.close()] : [])));
}
