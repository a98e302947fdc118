import { accessSync, constants, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Problem } from '../base/problem.ts';
import type { CloudSurroundings } from './find-clouds-file.ts';
import type { Setting, Settings } from './read-settings.ts';

/** The absolute path of a file that a setting names. Throws a Problem where no file can be read. */
export function readablePath(
  { text, place }: Setting,
  { cloud }: Settings,
  { folder, home }: CloudSurroundings,
): string {
  const path = resolve(folder, text === '~' || text.startsWith('~/') ? join(home, text.slice(1)) : text);
  if (isReadable(path)) return path;
  throw new Problem({
    summary: `cloud ${cloud}: no file can be read at ${path}`,
    remedy: 'ask',
    resource: place,
    cure: 'Correct the path, or the rights of the file.',
  });
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
