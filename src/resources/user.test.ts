import { describe, expect, it } from 'vitest';
import type { Choices, Lookup } from './kind.ts';
import { type User, user } from './user.ts';

const alice: User = {
  id: 'a1',
  name: 'alice',
  domainId: 'd',
  domainName: 'Default',
  origin: 'local',
  email: '',
  description: null,
  isEnabled: true,
  defaultProjectId: 'p1',
  options: { lock_password: false },
  extra: { phone: '', badge: 0 },
};
const choices: Choices = { disk: 'snapshot', quiesce: 'suspend', passwords: true };
const destination = {
  computeVersion: '2.93',
  networkExtensions: [],
  externalSubnets: [],
};

function lookup(twins: Readonly<Record<string, string>> = { 'project/p1': 'P1', 'domain/d': 'D' }): Lookup {
  const find = (kind: string, id: string): string | undefined => twins[`${kind}/${id}`];
  return { choices, destination, find, id: (kind, id) => find(kind, id) ?? 'none' };
}

/** The twin as Keystone would give it back, with some attributes changed, against the names of what differs. */
function check(source: Partial<User>, change: Partial<User>, expected: readonly string[]): void {
  const resource = { ...alice, ...source };
  const twin: User = { ...resource, id: 'A1', domainId: 'D', defaultProjectId: 'P1', markedAs: 'a1', ...change };
  expect(user.compare(resource, twin, lookup()).map(({ attribute }) => attribute)).toEqual(expected);
}

describe('compare', () => {
  it('finds equal what was carried', () => check({}, {}, []));
  it('takes empty, null and false for values', () => {
    check({}, { email: null }, ['email']);
    check({}, { description: '' }, ['description']);
    check({}, { isEnabled: false }, ['enabled']);
    check({}, { options: {} }, ['options']);
    check({}, { extra: { phone: '' } }, ['extra']);
  });
  it('leaves out a default project that has no twin', () => check({ defaultProjectId: 'p9' }, {}, []));
  it('looks only at the names of administrators and of users that are kept elsewhere', () => {
    check({ name: 'admin' }, { email: 'root@example.org' }, []);
    check({ origin: 'directory' }, { isEnabled: false, options: {} }, []);
  });
});

describe('translate', () => {
  it('sends what is there, falsy or not, without a password and enabled', () => {
    const { body } = user.translate({ ...alice, isEnabled: false }, lookup());
    expect(body).toEqual({
      phone: '',
      badge: 0,
      name: 'alice',
      domain_id: 'D',
      enabled: true,
      email: '',
      default_project_id: 'P1',
      options: { lock_password: false },
      pumphouse_source_id: 'a1',
    });
  });
  it('leaves a default project out that does not move', () => {
    expect(user.translate(alice, lookup({})).body).not.toHaveProperty('default_project_id');
  });
});

describe('match', () => {
  const twin: User = { ...alice, id: 'A1', domainId: 'D' };
  it.each<[string, User[], string | undefined]>([
    [
      'takes the marked one before one of the same name',
      [twin, { ...twin, id: 'A2', markedAs: 'a1', name: 'x' }],
      'A2',
    ],
    ['adopts one of the same name and domain', [{ ...twin, domainId: 'other' }, twin], 'A1'],
    ['leaves others alone', [{ ...twin, name: 'Alice' }], undefined],
  ])('%s', (_title, candidates, expected) => {
    expect(user.match(alice, user.translate(alice, lookup()), candidates)?.id).toBe(expected);
  });
});

describe('what a plan says', () => {
  it.each<[Partial<User>, Partial<Choices>, string[]]>([
    [{}, {}, []],
    [{}, { passwords: false }, ['password-not-carried']],
    [{ origin: 'federated' }, { passwords: false }, []],
    [{ options: { multi_factor_auth_enabled: true } }, {}, ['second-factor-not-carried']],
  ])('%j with %j', (change, chosen, expected) => {
    const findings = user.assess?.({ ...alice, ...change }, { ...lookup(), choices: { ...choices, ...chosen } });
    expect(findings?.map(({ rule }) => rule)).toEqual(expected);
  });
  it.each<[Partial<User>, boolean, boolean]>([
    [{}, true, false],
    [{ name: 'nova' }, false, false],
    [{ name: 'nova', domainName: 'corp' }, true, false],
    [{ name: 'admin' }, true, true],
    [{ origin: 'directory' }, true, true],
  ])('%j moves: %s, must exist: %s', (change, movable, existing) => {
    expect(user.isMovable?.({ ...alice, ...change })).toBe(movable);
    expect(user.mustExist?.({ ...alice, ...change }) !== undefined).toBe(existing);
  });
});
