import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { parseCloudsFile } from './clouds-file.ts';
import type { Mapping } from './clouds-file-field.ts';

/** Where configuration is looked for: the process's environment, working folder and home. */
export interface CloudSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly home: string;
}

/** What was found of one sort of file, and each path that was looked at, in order. */
export interface CloudsFile {
  readonly root: Mapping | undefined;
  readonly lookedAt: readonly string[];
}

const overrides = {
  clouds: 'OS_CLIENT_CONFIG_FILE',
  secure: 'OS_CLIENT_SECURE_FILE',
  'clouds-public': 'OS_CLIENT_VENDOR_FILE',
} as const;

const withCode = z.looseObject({ code: z.string() });

/**
 * Finds and reads the first clouds, secure or clouds-public file, in openstacksdk's order
 * (`openstack/config/loader.py`): the file that the override variable names, then `.yaml`, `.yml`, `.json` in the
 * working folder, the user's configuration folders and the system's. A file that cannot be read is passed over.
 * Throws a Problem for a malformed one.
 */
export function findCloudsFile(stem: keyof typeof overrides, surroundings: CloudSurroundings): CloudsFile {
  const override = surroundings.environment[overrides[stem]];
  const paths = searchFolders(surroundings).flatMap((folder) =>
    ['yaml', 'yml', 'json'].map((suffix) => join(folder, `${stem}.${suffix}`)),
  );
  if (override) paths.unshift(resolve(surroundings.folder, override));
  const lookedAt: string[] = [];
  for (const path of new Set(paths)) {
    const text = readText(path);
    lookedAt.push(text === 'unreadable' ? `${path} (cannot be read)` : path);
    if (typeof text === 'object') return { root: parseCloudsFile(path, text.text), lookedAt };
  }
  return { root: undefined, lookedAt };
}

/**
 * The user's folder follows the XDG rules as platformdirs does; of XDG_CONFIG_DIRS only a single folder counts there.
 */
function searchFolders({ environment, folder, home }: CloudSurroundings): string[] {
  const userFolder = environment['XDG_CONFIG_HOME']?.trim() || join(home, '.config');
  const unixHome = environment['SNAP_REAL_HOME'] || home;
  const siteFolder = environment['XDG_CONFIG_DIRS']?.trim() || '/etc/xdg';
  return [
    folder,
    resolve(folder, userFolder, 'openstack'),
    join(unixHome, '.config', 'openstack'),
    ...(siteFolder.includes(':') ? [] : [resolve(folder, siteFolder, 'openstack')]),
    '/etc/openstack',
  ];
}

function readText(path: string): { text: string } | 'absent' | 'unreadable' {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = withCode.safeParse(error).data?.code;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : 'unreadable';
  }
}
