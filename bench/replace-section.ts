import { assert } from '../src/base/assert.ts';

/** Replaces what stands between the two comments `<!-- bench NAME -->` and `<!-- end NAME -->` of a page. */
export function replaceSection(page: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- end ${name} -->`];
  const [before = '', rest] = page.split(begin);
  const after = rest?.split(end)[1];
  assert(after !== undefined, `the page has a section ${name}`);
  return [before, begin, '\n', lines.join('\n'), '\n', end, after].join('');
}
