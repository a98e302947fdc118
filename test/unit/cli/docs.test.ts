import { expect, test } from 'vitest';
import { staleDocs } from '../../../tools/generate-docs.ts';

test('generated pages are as the code makes them: npm run -s docs', () => {
  expect(staleDocs(process.cwd())).toEqual([]);
});
