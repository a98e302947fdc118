import { Kysely } from 'kysely';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { errorCode } from './http.ts';
import { describeDatabase, keystoneDialect } from './keystone-dialect.ts';

/**
 * One row of a user's password history, as Keystone keeps it (keystone/identity/backends/sql_model.py, class Password).
 * Times are microseconds since 1970; the text columns beside them are Keystone's older form and are carried too.
 */
export interface PasswordRow {
  readonly hash: string | null;
  readonly isSelfService: boolean;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly createdAtUs: number;
  readonly expiresAtUs: number | null;
}

/** The one thing that no API gives: the password hashes in Keystone's own database. Never log or save what it reads. */
export interface KeystoneDatabase {
  /** The database without its password, for people. */
  readonly description: string;
  /** Throws a Problem unless it answers and has Keystone's tables. */
  ping(): Promise<void>;
  /** A user's passwords, oldest first; undefined when the user is not one of this database (LDAP, federation). */
  readPasswords(userId: string): Promise<PasswordRow[] | undefined>;
  /** Makes the user's passwords exactly these, in one transaction. Writes nothing when they are. */
  writePasswords(userId: string, rows: readonly PasswordRow[]): Promise<'written' | 'same'>;
  close(): Promise<void>;
}

interface Tables {
  local_user: { id: number; user_id: string };
  password: {
    local_user_id: number;
    password_hash: string | null;
    self_service: unknown;
    created_at: string;
    expires_at: string | null;
    created_at_int: unknown;
    expires_at_int: unknown;
  };
}

/**
 * Opens Keystone's database (MySQL, MariaDB or PostgreSQL) and checks that it answers. Throws a Problem, which never
 * holds the URL's password, when it does not.
 */
export async function openKeystoneDatabase(url: string): Promise<KeystoneDatabase> {
  const description = describeDatabase(url);
  const database = new Kysely<Tables>({ dialect: keystoneDialect(url) });
  const ask = <T>(task: () => Promise<T>): Promise<T> => answered(description, task);
  const keystone: KeystoneDatabase = {
    description,
    ping: () =>
      ask(async () => {
        await database.selectFrom('local_user').select('id').limit(1).execute();
        await database.selectFrom('password').select('password_hash').limit(1).execute();
      }),
    readPasswords: (userId) => ask(() => readPasswords(database, userId)),
    writePasswords: (userId, rows) =>
      ask(() =>
        database.transaction().execute(async (transaction) => {
          const id = await localUserId(transaction, userId, 'lock');
          if (id === undefined) throw missingUser(description, userId);
          if (isSameHistory((await readPasswords(transaction, userId)) ?? [], rows)) return 'same';
          await transaction.deleteFrom('password').where('local_user_id', '=', id).execute();
          const values = rows.map((row) => toColumns(id, row));
          if (values.length > 0) await transaction.insertInto('password').values(values).execute();
          return 'written';
        }),
      ),
    close: () => database.destroy(),
  };
  try {
    await keystone.ping();
  } catch (problem) {
    await keystone.close();
    throw problem;
  }
  return keystone;
}

/** Two histories hold the same hashes in the same order, with the same times. */
export function isSameHistory(a: readonly PasswordRow[], b: readonly PasswordRow[]): boolean {
  return a.length === b.length && a.every((row, index) => keyOf(row) === keyOf(b[index]));
}

function keyOf(row: PasswordRow | undefined): string {
  return JSON.stringify([row?.hash, row?.isSelfService, row?.createdAtUs, row?.expiresAtUs]);
}

async function localUserId(database: Kysely<Tables>, userId: string, lock?: 'lock'): Promise<number | undefined> {
  const question = database.selectFrom('local_user').select('id').where('user_id', '=', userId);
  const row = await (lock === undefined ? question : question.forUpdate()).executeTakeFirst();
  return row?.id;
}

async function readPasswords(database: Kysely<Tables>, userId: string): Promise<PasswordRow[] | undefined> {
  const id = await localUserId(database, userId);
  if (id === undefined) return undefined;
  const rows = await database
    .selectFrom('password')
    .select(['password_hash', 'self_service', 'created_at', 'expires_at', 'created_at_int', 'expires_at_int'])
    .where('local_user_id', '=', id)
    .orderBy('created_at_int')
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    hash: row.password_hash,
    // MySQL answers 0 and 1, and PostgreSQL gives 64-bit numbers as text.
    isSelfService: Boolean(row.self_service),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    createdAtUs: Number(row.created_at_int),
    expiresAtUs: row.expires_at_int === null ? null : Number(row.expires_at_int),
  }));
}

function toColumns(id: number, row: PasswordRow): Tables['password'] {
  return {
    local_user_id: id,
    password_hash: row.hash,
    self_service: row.isSelfService,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
    created_at_int: row.createdAtUs,
    expires_at_int: row.expiresAtUs,
  };
}

/** Runs a task against the database. Its errors become Problems that name the database and hold no secret. */
async function answered<T>(description: string, task: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_done, fail) => {
    timer = setTimeout(() => fail(silentProblem(description, 'it gave no answer in time')), limits.requestTimeoutMs);
  });
  try {
    return await Promise.race([task(), timeout]);
  } catch (error) {
    // The driver's error may quote the statement with its values: only its code is safe to show.
    throw error instanceof Problem ? error : codeProblem(description, errorCode(error));
  } finally {
    clearTimeout(timer);
  }
}

/** MySQL's and PostgreSQL's codes for a wrong user or password, and for missing databases, tables and columns. */
const refusedCodes = new Set(['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', '28P01', '28000']);
const foreignCodes = new Set(['ER_BAD_DB_ERROR', 'ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR', '3D000', '42P01', '42703']);

function codeProblem(description: string, code: string): Problem {
  if (refusedCodes.has(code)) {
    return new Problem({
      summary: `Keystone's database ${description} refuses the user or the password`,
      cure: 'Correct keystone_database in clouds.yaml; [database] connection in keystone.conf has what Keystone uses.',
      remedy: 'ask',
      detail: code,
    });
  }
  if (foreignCodes.has(code)) {
    return new Problem({
      summary: `the database ${description} is not Keystone's`,
      cure: 'Correct the name at the end of keystone_database in clouds.yaml.',
      remedy: 'ask',
      detail: code,
    });
  }
  return silentProblem(description, code);
}

function silentProblem(description: string, detail: string): Problem {
  return new Problem({
    summary: `Keystone's database ${description} does not answer as it should`,
    cure: 'Check that it runs and that this machine may connect to it; the same command again goes on.',
    remedy: 'wait',
    detail,
  });
}

function missingUser(description: string, userId: string): Problem {
  return new Problem({
    summary: `Keystone's database ${description} has no local user ${userId}`,
    cure: 'Does keystone_database in clouds.yaml belong to that very cloud?',
    remedy: 'ask',
  });
}
