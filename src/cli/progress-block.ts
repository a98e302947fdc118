import { formatBytes, formatDuration } from '../base/units.ts';
import type { Paint } from './caller.ts';
import { cutDisplay, padDisplay } from './display-width.ts';
import { plainText } from './plain-text.ts';
import type { DiskProgress, Progress, RunningStep } from './progress.ts';
import { diskLine } from './progress-lines.ts';
import { stepWords } from './step-words.ts';

export interface BlockOptions {
  readonly columns: number;
  /** All nodes that there are; undefined when it is not known before. */
  readonly total: number | undefined;
  readonly paint: Paint;
}

const stepsMost = 10;
const disksMost = 6;
const barWidth = 20;
const disksWidth = 26;

/** Where a run stands as some lines that are drawn again and again; none is wider than the terminal. */
export function progressBlock(progress: Progress, { columns, total, paint }: BlockOptions): string[] {
  const running = [...progress.running.values()].toSorted((a, b) => a.sinceMs - b.sinceMs);
  const moving = progress.disks.filter(({ isDone }) => !isDone);
  const lines = [
    ...running.slice(0, stepsMost).map((step) => stepLine(step, progress.elapsedMs)),
    ...(running.length > stepsMost ? [`  … and ${running.length - stepsMost} more`] : []),
    ...moving.slice(0, disksMost).map(barLine),
    ...(moving.length > disksMost ? [`  … and ${moving.length - disksMost} more disks`] : []),
  ].map((line) => cutDisplay(line, columns - 1));
  return [paint('bold', cutDisplay(headLine(progress, total), columns - 1)), ...lines];
}

function headLine(progress: Progress, total: number | undefined): string {
  const { doneCount, failedCount, running, elapsedMs, disks, halt } = progress;
  const copied = disks.reduce((sum, { copiedBytes }) => sum + copiedBytes, 0);
  const rate = disks.reduce((sum, { isDone, bytesPerSecond = 0 }) => sum + (isDone ? 0 : bytesPerSecond), 0);
  const left = Math.max(0, ...disks.map(({ isDone, leftMs }) => (isDone ? 0 : (leftMs ?? 0))));
  return [
    ...(halt === undefined ? [] : [halt]),
    total === undefined ? `${doneCount} done` : `${doneCount} of ${total} done`,
    ...(failedCount > 0 ? [`${failedCount} failed`] : []),
    ...(running.size > 0 ? [`${running.size} under way`] : []),
    ...(copied > 0 ? [`${formatBytes(copied)} copied${rate > 0 ? `, ${formatBytes(rate)}/s` : ''}`] : []),
    ...(left > 0 ? [`${formatDuration(left)} left to copy`] : []),
    formatDuration(elapsedMs),
  ].join(' · ');
}

function stepLine({ label, step, sinceMs }: RunningStep, elapsedMs: number): string {
  const words = `${plainText(label)}: ${stepWords(step).doing}`;
  return `  ${padDisplay(cutDisplay(words, 60), 60)} ${formatDuration(Math.max(0, elapsedMs - sinceMs))}`;
}

function barLine(disk: DiskProgress): string {
  const part = disk.totalBytes === 0 ? 1 : Math.min(1, disk.copiedBytes / disk.totalBytes);
  const full = Math.round(part * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  const name = padDisplay(cutDisplay(plainText(disk.name), disksWidth), disksWidth);
  return `  ${name} ${bar} ${String(Math.floor(part * 100)).padStart(3)} %  ${diskLine(disk)}`;
}
