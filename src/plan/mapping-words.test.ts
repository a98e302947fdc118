import { expect, it } from 'vitest';
import { mappingWords } from './mapping-words.ts';
import { parseMapping } from './parse-mapping.ts';

it('an option wins over the file, also by coming last', () => {
  const { entries } = parseMapping(
    'm',
    [
      'networks: { ext: a, b: c }',
      'availability_zones: { az1: nova }',
      'physical_networks: { p1: p2 }',
      'volume_types: { x: y }',
    ].join('\n'),
  );
  expect(mappingWords([], {})).toEqual({ mapping: {} });
  const words = mappingWords(entries, { 'network:ext': 'b' });
  expect(words).toEqual({
    mapping: { 'network:b': 'c', 'volume-type:x': 'y', 'network:ext': 'b' },
    zones: { az1: 'nova' },
    physicalNetworks: { p1: 'p2' },
  });
  expect(Object.keys(words.mapping)).toEqual(['network:b', 'volume-type:x', 'network:ext']);
});
