import type { Finding } from '../base/finding.ts';
import { formatBytes, plural } from '../base/units.ts';
import type { CloudPlace } from '../inventory/inventory.ts';
import { describeSelection } from '../inventory/selection.ts';
import { describeCutover } from '../plan/cutover.ts';
import { duringMove } from '../plan/network-findings.ts';
import type { Plan } from '../plan/plan.ts';
import { findingsText } from './findings-text.ts';
import { plainText } from './plain-text.ts';
import { countActions, planTree, type TreeOptions } from './plan-tree.ts';
import { roomText } from './room-text.ts';
import { serverDisk } from './server-disk.ts';
import { unmovedLines, unmovedTitle } from './unmoved-lines.ts';
import { wrapText } from './wrap-text.ts';

export interface PlanTextOptions extends TreeOptions {
  readonly columns?: number | undefined;
}

/** The whole plan for a person: where from and where to, every resource, sums, findings. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const { paint } = options;
  const pairs = mappingPairs(plan);
  const isDuring = ({ rule }: Finding): boolean => rule.startsWith(duringMove);
  const findings = findingsText(
    plan.findings.filter((one) => !isDuring(one)),
    options,
  );
  const during = findingsText(plan.findings.filter(isDuring), options);
  return [
    `${paint('bold', `Plan ${plan.id}`)}: ${plainText(describeSelection(plan.selection))}`,
    `  from ${describePlace(plan.source)}`,
    `  to   ${describePlace(plan.destination)}`,
    `  ${describeWay(plan)}`,
    ...(pairs.length > 0 ? [`  mapping: ${describeMapping(pairs)}`] : []),
    '',
    ...planTree(plan, options),
    '',
    sums(plan),
    ...servers(plan),
    ...roomText(plan),
    ...unmoved(plan, options),
    ...(during.length > 0 ? ['', paint('bold', 'Networks while servers are on both sides'), ...during] : []),
    ...(findings.length > 0 ? ['', ...findings] : []),
  ].join('\n');
}

function describePlace({ name, authUrl, region }: CloudPlace): string {
  return plainText(`${name} (${authUrl}${region === undefined ? '' : `, ${region}`})`);
}

function describeWay({ choices: { disk, quiesce, passwords, warm }, leaveBlocked, cutover }: Plan): string {
  return [
    `source servers: ${quiesce}`,
    `disks: ${disk}`,
    `passwords: ${passwords ? 'carried' : 'not carried'}`,
    ...(warm === true ? ['disks that go from Ceph to Ceph are copied while servers run'] : []),
    ...(cutover === undefined ? [] : [`servers go down ${describeCutover(cutover)}`]),
    ...(leaveBlocked ? ['what is blocked stays behind'] : []),
  ].join('; ');
}

/** Pairs that the head of a plan shows; a file may have hundreds. */
const shownPairs = 12;

function describeMapping(pairs: readonly string[]): string {
  const more = pairs.length > shownPairs ? `, and ${pairs.length - shownPairs} more` : '';
  return plainText(`${pairs.slice(0, shownPairs).join(', ')}${more}`);
}

function mappingPairs({ mapping, choices: { zones = {}, physicalNetworks = {}, rename = {} } }: Plan): string[] {
  return [
    ...Object.entries(mapping).map(([from, to]) => `${from}=${to}`),
    ...Object.entries(zones).map(([from, to]) => `zone ${from}=${to}`),
    ...Object.entries(physicalNetworks).map(([from, to]) => `physical network ${from}=${to}`),
    ...Object.entries(rename).map(([from, to]) => `${from} renamed to ${to}`),
  ];
}

function sums(plan: Plan): string {
  const { resources } = plan;
  const copyBytes = resources.reduce((sum, one) => sum + (one.copyBytes ?? 0), 0);
  const bytes = copyBytes > 0 ? `; ${formatBytes(copyBytes)} to copy` : '';
  const writes = plan.nodes.length === 0 ? '; nothing to do' : '';
  return `${plural(resources.length, 'resource')}: ${countActions(resources) || 'none'}${bytes}${writes}`;
}

/** What the chosen projects have beside all that is planned. */
function unmoved(plan: Plan, { columns }: PlanTextOptions): string[] {
  const lines = unmovedLines(plan.unmoved);
  if (lines.length === 0) return [];
  return [`${unmovedTitle}:`, ...lines.map((line) => wrapText(`  ${plainText(line)}`, columns, '    '))];
}

/** Which servers keep their disks and which lose them, in those words. */
function servers(plan: Plan): string[] {
  const moved = plan.resources.filter(({ kind, action }) => kind === 'server' && action === 'create');
  if (moved.length === 0) return [];
  const disks = moved.map((server) => serverDisk(server, plan));
  const kept = disks.filter(({ isCarried }) => isCarried);
  const sizeGiB = kept.reduce((sum, disk) => sum + (disk.sizeGiB ?? 0), 0);
  const lost = disks.length - kept.length;
  const keep = `${plural(kept.length, 'server')} ${kept.length === 1 ? 'keeps its disk' : 'keep their disks'}`;
  const lose = `${plural(lost, 'server')} ${lost === 1 ? 'LOSES ITS DISK' : 'LOSE THEIR DISKS'}`;
  return [
    ...(kept.length > 0 ? [`${keep}${sizeGiB > 0 ? ` (up to ${sizeGiB} GiB)` : ''}`] : []),
    ...(lost > 0 ? [`${lose}: booted afresh from the image`] : []),
  ];
}
