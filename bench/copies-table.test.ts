import { describe, expect, it } from 'vitest';
import { copiesTable, ratioOf } from './copies-table.ts';
import type { Contender, Figures } from './figures.ts';

const contender = (name: string, against?: string): Contender => ({
  name,
  bytes: 1024 ** 3,
  against,
  run: () => Promise.resolve(figures(0)),
});
const figures = (tookMs: number, peakMiB = 10): Figures => ({ tookMs, cpuMs: 1500, peakBytes: peakMiB * 1024 ** 2 });

describe('copiesTable', () => {
  const [ours, curl] = [contender('ours', 'curl'), contender('curl')];
  const rounds = new Map([
    ['ours', [figures(1000), figures(9000, 99), figures(2000)]],
    ['curl', [figures(900), figures(8100), figures(4000)]],
  ]);

  it('has medians of times, and the highest peak', () => {
    expect(copiesTable([ours, curl], rounds).slice(2)).toEqual([
      '| ours | 512 | **0.90** (0.90–2.00) curl | 1.5 | 99 MiB |',
      '| curl | 256 |  | 1.5 | 10 MiB |',
    ]);
  });

  it('compares what ran in the same round', () => {
    expect(ratioOf(ours, rounds)).toBe(0.9);
    expect(ratioOf(ours, new Map([...rounds, ['ours', [figures(1000), figures(8100)]]]))).toBe(0.95);
  });
});
