import type { Contender, Figures } from './figures.ts';
import type { Rounds } from './run-rounds.ts';

const mib = 1024 ** 2;
const gib = 1024 ** 3;

/** Markdown: a row for each contender, with medians over the rounds. */
export function copiesTable(contenders: readonly Contender[], rounds: Rounds): string[] {
  return [
    '| | MiB/s | × as fast as | CPU s for each GiB | peak memory |',
    '| --- | --- | --- | --- | --- |',
    ...contenders.map((contender) => {
      const figures = rounds.get(contender.name) ?? [];
      const speed = contender.bytes / mib / (median(figures.map(({ tookMs }) => tookMs)) / 1000);
      const cpu = median(figures.map(({ cpuMs }) => cpuMs)) / 1000 / (contender.bytes / gib);
      const peak = Math.max(...figures.map(({ peakBytes }) => peakBytes)) / mib;
      const { name, against } = contender;
      const ratio = against === undefined ? '' : `${ratioWords(contender, rounds)} ${against}`;
      return `| ${name} | ${speed.toFixed(0)} | ${ratio} | ${cpu.toFixed(1)} | ${peak.toFixed(0)} MiB |`;
    }),
  ];
}

/** How fast a contender is by the one it is compared with: the median over rounds of the ratio within a round. */
export function ratioOf(contender: Contender, rounds: Rounds): number {
  return median(ratiosOf(contender, rounds));
}

/** The median with the lowest and the highest of all rounds. */
function ratioWords(contender: Contender, rounds: Rounds): string {
  const ratios = ratiosOf(contender, rounds);
  const range = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  return `**${median(ratios).toFixed(2)}** (${range.join('–')})`;
}

function ratiosOf({ name, against = '' }: Contender, rounds: Rounds): number[] {
  const others = rounds.get(against) ?? [];
  const ratio = (figures: Figures, round: number): number => (others[round]?.tookMs ?? Number.NaN) / figures.tookMs;
  return (rounds.get(name) ?? []).map(ratio);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half)] ?? Number.NaN)) / 2;
}
