import { MysqlDialect, PostgresDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { describeDatabase, keystoneDialect } from './keystone-dialect.ts';

/** The dialect and the words for people; undefined when the URL is refused without telling the password. */
function check(url: string, dialect: typeof MysqlDialect | typeof PostgresDialect, words: string): void {
  expect(keystoneDialect(url)).toBeInstanceOf(dialect);
  expect(describeDatabase(url)).toBe(words);
}

function checkRefused(url: string): void {
  expect(() => keystoneDialect(url)).toThrow("the URL of Keystone's database cannot be used");
  expect(() => keystoneDialect(url)).not.toThrow('hidden');
}

describe("the URL of Keystone's database", () => {
  it('is taken in every usual form, and shown without its password', () => {
    check('mysql://k:hidden@db:3306/keystone', MysqlDialect, 'mysql://k@db:3306/keystone');
    check('mysql+pymysql://k:hidden@db/keystone?charset=utf8', MysqlDialect, 'mysql+pymysql://k@db/keystone');
    check('mariadb://k:hid%40den@[::1]:1/keystone', MysqlDialect, 'mariadb://k@[::1]:1/keystone');
    check('postgresql://k:hidden@db/keystone', PostgresDialect, 'postgresql://k@db/keystone');
    check('postgres+psycopg2://k:hidden@db/keystone', PostgresDialect, 'postgres+psycopg2://k@db/keystone');
  });
  it('is refused without telling the password', () => {
    checkRefused('hidden');
    checkRefused('sqlite:///hidden');
    checkRefused('oracle://k:hidden@db/keystone');
    checkRefused('mysql://k:hidden@db');
    checkRefused('mysql://k:hidden@/keystone');
  });
});
