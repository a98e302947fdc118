import { expect, it } from 'vitest';
import { parseMapping } from './parse-mapping.ts';

function check(lines: readonly string[], expected: readonly string[]): void {
  const { faults } = parseMapping('m.yaml', lines.join('\n'));
  expect(faults.map(({ place, summary, cure }) => `${place}: ${summary}; ${cure}`)).toEqual(expected);
}

it('reads entries of every sort, all as text, with their places', () => {
  const text = 'projects:\n  acme: new acme\n  "Default/1": yes\nnetworks:\nsecurity-group:\n  acme/web: acme/www\n';
  const { entries, faults } = parseMapping(
    'm.yaml',
    `${text}availability_zones: { az1: nova }\nrename:\n  flavors: { 1.0: 2 }\n`,
  );
  expect(faults).toEqual([]);
  expect(entries.map(({ thing, isRename, from, to }) => [thing, isRename, from.text, to.text, to.place])).toEqual([
    ['project', false, 'acme', 'new acme', 'm.yaml:2:9'],
    ['project', false, 'Default/1', 'yes', 'm.yaml:3:16'],
    ['security-group', false, 'acme/web', 'acme/www', 'm.yaml:6:13'],
    ['availability-zone', false, 'az1', 'nova', 'm.yaml:7:28'],
    ['flavor', true, '1.0', '2', 'm.yaml:9:19'],
  ]);
});

it.each(['', '# nothing\n', 'projects:\n  # acme: acme\n'])('has nothing to say of %j', (text) => {
  expect(parseMapping('m.yaml', text)).toEqual({ path: 'm.yaml', entries: [], faults: [] });
});

it('an unknown section has a nearest name', () => {
  const { faults } = parseMapping('m.yaml', 'flavours:\n  a: b\nrename:\n  quotas: { a: b }\n');
  expect(faults).toMatchObject([
    { place: 'm.yaml:1:1', summary: 'there is no section flavours' },
    { place: 'm.yaml:4:3', summary: 'nothing of quotas can be renamed' },
  ]);
  expect(faults[0]?.cure).toMatch(
    /^did you mean flavors\? there are: domains, projects, users, .*, availability_zones, physical_networks, rename$/,
  );
});

it('a key that is there twice, and values that are no text', () => {
  check(
    ['projects:', '  a: b', '  a: c', '  d: [e]', '  f:', 'users: [g]', 'projects: {}', 'flavors: h'],
    [
      'm.yaml:7:1: projects is there twice; keep one; the other is at m.yaml:1:1',
      'm.yaml:3:3: a is there twice; keep one; the other is at m.yaml:2:3',
      'm.yaml:4:6: what stands for d is a list; write `source: destination`, or leave the line out',
      'm.yaml:5:5: what stands for f is empty; write `source: destination`, or leave the line out',
      'm.yaml:6:8: users must hold entries, but is a list; write lines of `key: value`',
      'm.yaml:8:10: flavors must hold entries, but is no mapping; write lines of `key: value`',
    ],
  );
});

it('what is no YAML says where', () => {
  expect(parseMapping('m.yaml', 'projects:\n  a: "b\n').faults[0]).toMatchObject({ place: 'm.yaml:3:1' });
  expect(parseMapping('m.yaml', '- a\n').faults).toMatchObject([{ place: 'm.yaml:1:1' }]);
});
