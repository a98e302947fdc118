import { formatDuration } from '../base/units.ts';
import type { Report } from '../operations/report-run.ts';
import { reportSections } from './report-sections.ts';
import { type ReportTextOptions, sectionText } from './report-text.ts';
import { trafficLine } from './traffic-line.ts';

/** Sections of the report that are told as soon as a run ends. */
const told = /^(Servers|Differences|Failed|Left|Next)/;

/** How a run ended, in short: one line, then what needs eyes. The time is that of this attempt, in milliseconds. */
export function runSummary(report: Report, elapsedMs: number, options: ReportTextOptions): string {
  const { run, state, counts, traffic } = report;
  const verdicts = ['verified', 'differs', 'missing', 'left', 'unverified']
    .filter((name) => (counts[name] ?? 0) > 0)
    .map((name) => `${counts[name]} ${name}`);
  const color = state === 'done' ? 'green' : 'red';
  const ended = options.paint(color, `Run ${run} ${state}`);
  const head = `${ended} in ${formatDuration(elapsedMs)}: ${verdicts.join(', ') || 'nothing to move'}`;
  const sections = reportSections(report).filter(({ title }) => told.test(title));
  return [
    head,
    ...(traffic === undefined ? [] : [trafficLine(traffic)]),
    ...sections.map((section) => `\n${sectionText(section, options)}`),
    `\nThe whole report: pumphouse report ${run}`,
  ].join('\n');
}
