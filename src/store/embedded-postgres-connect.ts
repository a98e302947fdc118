import { Socket } from 'node:net';
import { Client } from 'pg';
import { limits } from '../base/limits.ts';
import { log } from '../base/log.ts';
import { Problem } from '../base/problem.ts';
import type { EmbeddedPostgresPlace } from './embedded-postgres-place.ts';

/** Nothing listens; a dead socket file; a connection cut while starting or stopping; starting up or shutting down. */
const notYet = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03', '57P01'];
const noSuchDatabase = '3D000';

/** The start of `application_name` that tells the one lasting connection of each process from its others. */
export const presenceName = 'pumphouse presence';

/**
 * A connection that has answered a query, or undefined when no PostgreSQL is ready at the place. Our database is made
 * when it is missing. The connection does not keep this process alive. Throws a Problem when the place is closed to us.
 */
export async function embeddedPostgresConnect(place: EmbeddedPostgresPlace): Promise<Client | undefined> {
  const client = await connect(place.url);
  if (typeof client !== 'string') return client;
  if (client === noSuchDatabase) return (await makeDatabase(place)) ? embeddedPostgresConnect(place) : undefined;
  if (notYet.includes(client)) return undefined;
  throw new Problem({
    summary: `The PostgreSQL of ${place.clusterFolder} cannot be reached (${client})`,
    remedy: 'ask',
    cure: 'Run as the user that made this folder, or choose another one with PUMPHOUSE_HOME.',
  });
}

/** False when the server went away in between. */
async function makeDatabase(place: EmbeddedPostgresPlace): Promise<boolean> {
  const client = await connect(place.firstUrl);
  if (typeof client === 'string') return false;
  await client.query('CREATE DATABASE pumphouse');
  await client.end();
  return true;
}

/** A connected client, or the code of the error. */
async function connect(url: string): Promise<Client | string> {
  const socket = new Socket();
  const client = new Client({
    connectionString: url,
    stream: () => socket,
    application_name: presenceName,
    connectionTimeoutMillis: limits.connectTimeoutMs,
  });
  // Without a listener, the end of PostgreSQL would be the end of this process too.
  client.on('error', (error) => log.warn({ error: error.message }, 'the connection to PostgreSQL is lost'));
  try {
    await client.connect();
    await client.query('SELECT 1');
    socket.unref();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
  }
}
