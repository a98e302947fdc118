import { expect, it } from 'vitest';
import { Problem } from '../base/problem.ts';
import { chooseByName } from './choose-by-name.ts';

const projects = [
  { id: 'p1', name: 'acme', domainName: 'Default' },
  { id: 'p2', name: 'acme', domainName: 'corp' },
  { id: 'p3', name: 'beta', domainName: 'Default' },
  { id: 'p4', name: 'a.b*c', domainName: 'Default' },
];

function check(word: string, expected: readonly string[] | RegExp): void {
  if (expected instanceof RegExp) {
    expect(() => chooseByName('project', word, projects)).toThrow(Problem);
    try {
      chooseByName('project', word, projects);
    } catch (problem) {
      expect(problem instanceof Problem ? problem.paragraph() : '').toMatch(expected);
    }
    return;
  }
  expect(chooseByName('project', word, projects).map(({ id }) => id)).toEqual(expected);
}

it('an id wins over a name, a name must be the only one', () => {
  check('p2', ['p2']);
  check('beta', ['p3']);
  check('acme', /2 projects of the name acme.*p1 \(domain Default\), p2 \(domain corp\)/);
});

it('a pattern means all that fit, and only a star is special', () => {
  check('*a*', ['p1', 'p2', 'p3', 'p4']);
  check('b*a', ['p3']);
  check('a.b*', ['p4']);
  check('axb*', /has no project axb\*/);
});

it('an unknown name is told with those that are there', () => {
  check('betta', /Did you mean beta\? It has: a\.b\*c, acme, beta\./);
});
