import { expect, it } from 'vitest';
import { replaceSection } from './replace-section.ts';

it('replaces what stands between the comments, and nothing else', () => {
  const page = 'a\n<!-- bench x -->\nold\n<!-- end x -->\nb\n<!-- bench y -->\n<!-- end y -->\n';
  const replaced = replaceSection(page, 'x', ['new', 'lines']);
  expect(replaced).toBe(page.replace('old', 'new\nlines'));
  expect(replaceSection(replaced, 'x', ['old'])).toBe(page);
});

it('fails without the section', () => {
  expect(() => replaceSection('a\n', 'x', [])).toThrow('has a section x');
});
