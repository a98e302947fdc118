import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkBans } from './tidy/check-bans.ts';
import { checkCycles } from './tidy/check-cycles.ts';
import { checkKinds } from './tidy/check-kinds.ts';
import { checkNames } from './tidy/check-names.ts';
import { type ParsedFile, parsedFile } from './tidy/parsed-file.ts';
import { checkPurity } from './tidy/check-purity.ts';
import { checkRanks } from './tidy/check-ranks.ts';
import { checkSizes } from './tidy/check-sizes.ts';
import { type Violation, violationLine } from './tidy/violation.ts';

const patterns = ['{src,sim,test,tools,bench}/**/*.{ts,tsx}', '*.config.ts'];

/** Checks the house rules of docs/STYLE.md that syntax can show, over all TypeScript below `root`. */
export function tidy(root: string): Violation[] {
  const paths = globSync(patterns, { cwd: root }).toSorted();
  return checkFiles(paths.map((path) => parsedFile(path, readFileSync(join(root, path), 'utf8'))));
}

/** The same over files that are already parsed. */
export function checkFiles(files: readonly ParsedFile[]): Violation[] {
  const checks = [checkRanks, checkNames, checkBans, checkSizes, checkPurity];
  const alone = files.flatMap((file) => checks.flatMap((check) => check(file)));
  return [...alone, ...checkCycles(files), ...checkKinds(files)].toSorted(byPlace);
}

function byPlace(one: Violation, other: Violation): number {
  return one.path.localeCompare(other.path) || one.line - other.line;
}

if (import.meta.main) {
  const violations = tidy(process.cwd());
  for (const violation of violations) console.error(violationLine(violation));
  process.exitCode = violations.length === 0 ? 0 : 1;
}
