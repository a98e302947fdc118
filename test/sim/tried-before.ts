import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { TrialChoice, TrialResult } from './trials.ts';

const lineSchema = z.object({ commit: z.string(), title: z.string(), faults: z.array(z.string()) });

/**
 * What trials of this commit found, in a file that grows by a line for each: whoever ends a long row of trials, and
 * begins it again, tries only what is left. What was changed since a commit has no name, and is tried anew.
 */
export function triedBefore(file: string, commit: string): Pick<TrialChoice, 'known' | 'onResult'> {
  mkdirSync(dirname(file), { recursive: true });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const tried = lines.filter((line) => line !== '').map((line) => lineSchema.parse(JSON.parse(line)));
  const ofCommit = tried.filter((one) => one.commit === commit && !commit.endsWith('-dirty'));
  return {
    known: new Map(ofCommit.map(({ title, faults }): [string, TrialResult] => [title, { title, faults }])),
    onResult: (result) => appendFileSync(file, `${JSON.stringify({ commit, ...result })}\n`),
  };
}
