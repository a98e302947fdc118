import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deliberateBugs } from './deliberate-bugs.ts';

describe('deliberate bugs', () => {
  it.each(deliberateBugs)('$name: its place is still there', async ({ file, find }) => {
    const text = await readFile(join(import.meta.dirname, '..', '..', 'src', file), 'utf8');
    expect(text.split(find)).toHaveLength(2);
  });
});
