import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatBytes } from '../src/base/units.ts';
import { copiesTable, ratioOf } from './copies-table.ts';
import type { Contender } from './figures.ts';
import { labContenders } from './lab-contenders.ts';
import { openLabPair } from './open-lab-pair.ts';
import { openPlainPair, type PlainPair } from './open-plain-pair.ts';
import { memoryContender, plainContenders } from './plain-contenders.ts';
import { replaceSection } from './replace-section.ts';
import { interrupted } from './run-command.ts';
import { type Rounds, runRounds } from './run-rounds.ts';

/*
 * Copies an image with Pumphouse and with what operators use today, in turn, and writes both tables of
 * docs/performance.md; that of the lab only when the lab is up.
 */
const { values } = parseArgs({
  options: {
    'size-mib': { type: 'string', default: '1024' },
    rounds: { type: 'string', default: '7' },
    'lab-size-mib': { type: 'string', default: '512' },
    'lab-rounds': { type: 'string', default: '3' },
    /** Which tables are made now; another stays as it is. */
    only: { type: 'string', default: 'plain,lab' },
  },
});
const mib = 1024 ** 2;
const memoryRounds = 2;
const page = join(import.meta.dirname, '..', 'docs', 'performance.md');
const only = new Set(values.only.split(','));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const folder = await mkdtemp(join(tmpdir(), 'pumphouse-bench-'));
try {
  if (only.has('plain')) await write('plain', await benchPlain());
  const lab = only.has('lab') ? await benchLab() : undefined;
  if (lab !== undefined) await write('lab', lab);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function write(section: string, lines: readonly string[]): Promise<void> {
  console.log(lines.join('\n'));
  await writeFile(page, replaceSection(await readFile(page, 'utf8'), section, lines));
}

async function benchPlain(): Promise<string[]> {
  const [rounds, sizeMiB] = [Number(values.rounds), Number(values['size-mib'])];
  const began = machine();
  const pairs: PlainPair[] = [];
  const open = async (size: number): Promise<PlainPair> => {
    const pair = await openPlainPair(size * mib);
    pairs.push(pair);
    return pair;
  };
  try {
    const pair = await open(sizeMiB);
    const contenders = plainContenders(pair, folder);
    const others = [memoryContender(await open(sizeMiB / 4), 1), memoryContender(await open(sizeMiB * 2), 1)];
    const memory = [...others, memoryContender(pair, 2)];
    const found = new Map([...(await runRounds(contenders, rounds)), ...(await runRounds(memory, memoryRounds))]);
    const size = `${formatBytes(pair.sizeBytes)} between two plain servers`;
    const title = `${size}, medians of ${rounds} rounds (of ${memoryRounds} for other sizes). ${began}`;
    const all = [...contenders, ...memory];
    return [title, '', ...copiesTable(all, found), '', ...verdict(all, found)];
  } finally {
    for (const pair of pairs) pair.close();
  }
}

async function benchLab(): Promise<string[] | undefined> {
  const [rounds, sizeBytes] = [Number(values['lab-rounds']), Number(values['lab-size-mib']) * mib];
  const began = machine();
  const lab = await openLabPair(sizeBytes, folder);
  if (lab === undefined) {
    console.error('the lab is down: its table stays as it is');
    return undefined;
  }
  try {
    const contenders = labContenders(lab, folder);
    const found = await runRounds(contenders, rounds);
    const title = `${formatBytes(sizeBytes)} from cloud to cloud of the lab, medians of ${rounds} rounds. ${began}`;
    return [title, '', ...copiesTable(contenders, found)];
  } finally {
    await lab.close();
  }
}

function machine(): string {
  const [cpu] = cpus();
  const words = [`${cpus().length} cores (${cpu?.model ?? 'unknown'})`, formatBytes(totalmem())];
  return `Node.js ${process.version}, ${words.join(', ')}; load before it: ${(loadavg()[0] ?? 0).toFixed(1)}.`;
}

/** Whether the aims of the image copy are reached, in words. */
function verdict(contenders: readonly Contender[], found: Rounds): string[] {
  const ours = contenders.filter(({ name }) => name.startsWith('Pumphouse'));
  const ratio = ours[0] === undefined ? 0 : ratioOf(ours[0], found);
  const peakMiB =
    Math.max(...ours.flatMap(({ name }) => found.get(name) ?? []).map(({ peakBytes }) => peakBytes)) / mib;
  const word = (isReached: boolean): string => (isReached ? 'reached' : '**missed**');
  return [
    `- With SHA-512 at least 0.9 × as fast as the pipe with \`sha512sum\`: ${ratio.toFixed(2)}, ${word(ratio >= 0.9)}.`,
    `- Less than 250 MiB of memory at any size: ${peakMiB.toFixed(0)} MiB, ${word(peakMiB < 250)}.`,
  ];
}
