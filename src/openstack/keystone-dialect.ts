import { type Dialect, MysqlDialect, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides } from 'pg';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';

/** PostgreSQL's type number of `timestamp without time zone`, from its catalog `pg_type`. */
const timestampType = 1114;

/** A pool of few connections; passwords are read and written one user at a time. */
const connectionsMax = 4;

/**
 * The way to talk to the database at a URL such as `mysql://user:password@host:3306/keystone` or
 * `postgresql://…`; SQLAlchemy's forms with a driver (`mysql+pymysql://`) are taken too. Dates stay the text that the
 * database gives, so that no time zone is applied on the way. Throws a Problem when the URL is of another sort.
 */
export function keystoneDialect(url: string): Dialect {
  const { protocol, username, password, hostname, port, pathname } = parseUrl(url);
  const place = {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(port === '' ? {} : { port: Number(port) }),
  };
  if (/^(mysql|mariadb)(\+\w+)?:$/.test(protocol)) {
    const connectTimeout = limits.connectTimeoutMs;
    const options = { ...place, connectTimeout, dateStrings: true, connectionLimit: connectionsMax };
    // Loaded where it is used: its many files are a tenth of what every other command would take to start.
    return new MysqlDialect({ pool: async () => (await import('mysql2')).createPool(options) });
  }
  if (/^postgres(ql)?(\+\w+)?:$/.test(protocol)) return new PostgresDialect({ pool: openPostgresPool(place) });
  throw urlProblem();
}

/** The URL without its password, for people. */
export function describeDatabase(url: string): string {
  const { protocol, username, hostname, port, pathname } = parseUrl(url);
  return `${protocol}//${username}@${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
}

interface DatabasePlace {
  readonly host: string;
  readonly port?: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

function openPostgresPool(place: DatabasePlace): Pool {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(timestampType, (text) => text);
  const pool = new Pool({
    ...place,
    max: connectionsMax,
    connectionTimeoutMillis: limits.connectTimeoutMs,
    statement_timeout: limits.requestTimeoutMs,
    allowExitOnIdle: true,
    types: overrides,
  });
  // A connection that breaks while idle is replaced at the next question; without a listener it ends the process.
  pool.on('error', () => undefined);
  return pool;
}

function parseUrl(url: string): URL {
  if (!URL.canParse(url)) throw urlProblem();
  const parsed = new URL(url);
  if (parsed.hostname === '' || parsed.pathname.length < 2) throw urlProblem();
  return parsed;
}

function urlProblem(): Problem {
  return new Problem({
    summary: "the URL of Keystone's database cannot be used",
    cure:
      'Write keystone_database as mysql://user:password@host:port/name or postgresql://user:password@host:port/name, ' +
      'with special characters of the password as %XX.',
    remedy: 'ask',
  });
}
