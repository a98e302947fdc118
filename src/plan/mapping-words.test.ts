import { expect, it } from 'vitest';
import { mappingWords } from './mapping-words.ts';
import { parseMapping } from './parse-mapping.ts';

it('an option wins over the file, also by coming last', () => {
  const { entries } = parseMapping(
    'm',
    'networks: { ext: a, b: c }\navailability_zones: { az1: nova }\nvolume_types: { x: y }',
  );
  expect(mappingWords([], {})).toEqual({ mapping: {} });
  const words = mappingWords(entries, { 'network:ext': 'b' });
  expect(words).toEqual({
    mapping: { 'network:b': 'c', 'volume-type:x': 'y', 'network:ext': 'b' },
    zones: { az1: 'nova' },
  });
  expect(Object.keys(words.mapping)).toEqual(['network:b', 'volume-type:x', 'network:ext']);
});
