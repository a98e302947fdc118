import { readFileSync } from 'node:fs';
import { Problem } from '../base/problem.ts';
import type { MappingFile } from '../plan/mapping-file.ts';
import { parseMapping } from '../plan/parse-mapping.ts';

/** Reads a mapping file. Its mistakes are told once both clouds are known, together with theirs. */
export function readMappingFile(path: string): MappingFile {
  try {
    return parseMapping(path, readFileSync(path, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    const cure = 'Name a file that is there and may be read; `pumphouse map --init -o FILE` writes one to begin with.';
    throw new Problem({ summary: `the mapping file ${path} cannot be read: ${cause.message}`, cure, remedy: 'ask' });
  }
}
