import type { Contender, Figures } from './figures.ts';
import { interrupted } from './run-command.ts';

/** The figures of each contender, round for round. */
export type Rounds = ReadonlyMap<string, readonly Figures[]>;

/**
 * Runs all contenders in turn, so that what else the machine does hits each alike; each round begins with another.
 */
export async function runRounds(contenders: readonly Contender[], rounds: number): Promise<Rounds> {
  const found = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contenders.length;
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      interrupted.signal.throwIfAborted();
      const figures = await contender.run(round);
      found.get(contender.name)?.push(figures);
      const { tookMs, cpuMs, peakBytes } = figures;
      const words = [
        `${tookMs.toFixed(0)} ms`,
        `CPU ${cpuMs.toFixed(0)} ms`,
        `${(peakBytes / 2 ** 20).toFixed(0)} MiB`,
      ];
      console.error(`round ${round + 1} of ${rounds}: ${contender.name}: ${words.join(', ')}`);
    }
  }
  return found;
}
