import { expect, it } from 'vitest';
import type { Resource } from '../resources/kind.ts';
import { checkMapping, type MappingSide } from './check-mapping.ts';
import { draftMapping } from './draft-mapping.ts';
import type { MappedThing } from './mapping-file.ts';
import { parseMapping } from './parse-mapping.ts';

const network = (name: string, isExternal: boolean): Resource & { isExternal: boolean } => {
  return { id: `id of ${name}`, name, projectId: 'p', isExternal };
};

function sideOf(projects: readonly string[], networks: readonly Resource[], zones: readonly string[]): MappingSide {
  const named = (names: readonly string[]): Resource[] => names.map((name) => ({ id: `id of ${name}`, name }));
  return new Map<MappedThing, readonly Resource[]>([
    ['project', projects.map((name) => ({ id: `id of ${name}`, name, domainName: 'Default' }))],
    ['network', networks],
    ['availability-zone', named(zones)],
    ['volume-type', named(['odd: "name" #1', 'turned \u202e\n'])],
  ]);
}

const sides = {
  source: sideOf(['beta', 'acme'], [network('ext-net', true), network('lan', false)], ['az1']),
  destination: sideOf(['acme'], [network('public', true), network('public-2', true), network('lan', false)], ['nova']),
};

it('proposes what has the same name, says what is created, and offers what there is to choose', () => {
  const text = draftMapping(sides, { source: 'old', destination: 'new' });
  expect(text.split('\n').filter((line) => /^\w|^ {2}# /.test(line))).toEqual([
    'projects:',
    '  # acme: acme   # same name',
    '  # beta:   # no counterpart: will be created',
    'networks:',
    '  # ext-net:   # choose one of: public, public-2',
    'volume_types:',
    '  # "odd: \\"name\\" #1": "odd: \\"name\\" #1"   # same name',
    '  # "turned \\u202e\\n": "turned \\u202e\\n"   # same name',
    'availability_zones:',
    '  # az1:   # choose one of: nova',
  ]);
  expect(text).not.toMatch(/\blan\b/);
});

it('is right as it stands, and with the proposals taken', () => {
  const text = draftMapping(sides, { source: 'old', destination: 'new' });
  expect(parseMapping('m', text)).toMatchObject({ entries: [], faults: [] });
  const taken = text.replaceAll(/^ {2}# (.*same name)$/gm, '  $1').replace('# ext-net:   #', 'ext-net: public #');
  const file = parseMapping('m', taken);
  expect(file.entries.map(({ from }) => from.text)).toEqual(['acme', 'ext-net', 'odd: "name" #1', 'turned \u202e\n']);
  expect(checkMapping(file, sides)).toEqual([]);
});
