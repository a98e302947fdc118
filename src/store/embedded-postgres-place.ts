import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where the parts of an embedded PostgreSQL are. */
export interface EmbeddedPostgresPlace {
  /** `pumphouse-` and a hash of the folder: names the lock, and marks the cluster's processes in the process list. */
  readonly tag: string;
  /** Belongs to the account of PostgreSQL, mode 0700; the rest is inside. */
  readonly clusterFolder: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly socketFolder: string;
  /** The URL of our database over the unix socket; `localhost` fills the place where a URL needs a name. */
  readonly url: string;
  /** The database that initdb makes, needed to make ours. */
  readonly firstUrl: string;
}

/** `sun_path` of Linux holds 108 bytes with the final zero: unix(7). */
const socketPathMaxBytes = 107;
const socketName = '.s.PGSQL.5432';

/**
 * Derives every path of the embedded PostgreSQL from the state folder, an absolute path without symbolic links. The
 * same folder gives the same place in every process, whatever its environment, so that they find each other.
 */
export function embeddedPostgresPlace(folder: string): EmbeddedPostgresPlace {
  const tag = `pumphouse-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  const clusterFolder = join(folder, 'postgres');
  const own = join(clusterFolder, 'run');
  const socketFolder = Buffer.byteLength(join(own, socketName)) <= socketPathMaxBytes ? own : join('/tmp', tag);
  const url = (database: string) =>
    `postgresql://pumphouse@localhost/${database}?host=${encodeURIComponent(socketFolder)}`;
  return {
    tag,
    clusterFolder,
    dataFolder: join(clusterFolder, 'data'),
    logFile: join(clusterFolder, 'log'),
    socketFolder,
    url: url('pumphouse'),
    firstUrl: url('postgres'),
  };
}
