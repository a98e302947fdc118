import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCloudsFile } from './clouds-file.ts';
import type { SimPair } from './start-pair.ts';

/** Throws when a file stands at `path` that somebody else wrote: it may hold the way into real clouds. */
export async function checkCloudsPath(path: string): Promise<void> {
  if (!existsSync(path) || isCloudsFile(await readFile(path, 'utf8'))) return;
  throw new Error(`${path} is there already, and is not from here. Name another file with --write-clouds.`);
}

/** Writes the clouds.yaml of a pair, and `population.json` beside it. */
export async function writeClouds(path: string, { cloudsFile, projects, people }: SimPair): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  await writeFile(path, cloudsFile);
  await writeFile(join(folder, 'population.json'), `${JSON.stringify({ projects, people }, null, 2)}\n`);
}
