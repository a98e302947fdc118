import { expect } from 'vitest';
import type { TestedClouds } from './tested-clouds.ts';

/** Runs a command to its end, which is to be a good one. Returns what it said. */
export async function succeed(clouds: Pick<TestedClouds, 'run'>, words: readonly string[]): Promise<string> {
  const { code, said } = await clouds.run(words);
  expect(code, `${words.join(' ')}\n${said.slice(-5000)}`).toBe(0);
  return said;
}
