import type { Finding, Severity } from '../base/finding.ts';
import { plural } from '../base/units.ts';
import type { Paint } from './caller.ts';
import { plainText } from './plain-text.ts';
import { wrapText } from './wrap-text.ts';

export interface FindingsOptions {
  readonly paint: Paint;
  readonly isLong: boolean;
  /** Lines are broken to it; undefined leaves them whole. */
  readonly columns?: number | undefined;
}

/** Of findings of one rule with one cure, so many are told one by one. */
const toldMost = 3;

const severities: readonly { severity: Severity; color: Parameters<Paint>[0] }[] = [
  { severity: 'blocker', color: 'red' },
  { severity: 'warning', color: 'yellow' },
  { severity: 'note', color: 'cyan' },
];

/** Findings by severity, the worst first; those that say the same are folded with their count. */
export function findingsText(findings: readonly Finding[], options: FindingsOptions): string[] {
  return severities.flatMap(({ severity, color }) => {
    const own = findings.filter((one) => one.severity === severity);
    if (own.length === 0) return [];
    const heading = options.paint(color, plural(own.length, severity));
    return [`${heading}:`, ...alike(own).flatMap((group) => groupLines(group, options))];
  });
}

function alike(findings: readonly Finding[]): Finding[][] {
  return [...Map.groupBy(findings, ({ rule, cure }) => JSON.stringify([rule, cure])).values()];
}

function groupLines(group: readonly Finding[], { paint, isLong, columns }: FindingsOptions): string[] {
  const equal = [...Map.groupBy(group, ({ summary, detail }) => JSON.stringify([summary, detail])).values()];
  const told = isLong ? equal : equal.slice(0, toldMost);
  const rest = equal.length - told.length;
  const cure = group[0]?.cure;
  const lines = [
    ...told.map((same) => `- ${describe(same)}`),
    ...(rest > 0 ? [`- … and ${rest} more like these (--long shows them)`] : []),
  ].map((line) => wrapText(`  ${plainText(line)}`, columns, '    '));
  return cure === undefined ? lines : [...lines, paint('dim', wrapText(`    ${plainText(cure)}`, columns, '    '))];
}

function describe(same: readonly Finding[]): string {
  const { summary = '', detail } = same[0] ?? {};
  const count = same.length > 1 ? ` (${same.length} times)` : '';
  return `${summary}${detail === undefined ? '' : `: ${detail}`}${count}`;
}
