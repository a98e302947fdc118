import { formatBytes, formatDuration, plural } from '../base/units.ts';
import type { Report, ResourceReport, ServerReport } from '../operations/report-run.ts';
import { nextSteps } from './next-steps.ts';
import { stepWords } from './step-words.ts';
import { unmovedLines, unmovedTitle } from './unmoved-lines.ts';

/** A part of a report, the same for the text and the page. */
export interface Section {
  readonly title: string;
  /** Names with their values. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly table?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly lines?: readonly string[];
  /** Left out of the text, folded on the page. */
  readonly isLong?: true;
}

/** The report as sections in the order in which a person asks; sections with nothing to say are left out. */
export function reportSections(report: Report): Section[] {
  return [
    overview(report),
    result(report),
    serverSection(report),
    newNames(report),
    differences(report),
    problems(notDoneTitle(report), report, ({ verdict }) => verdict !== 'left' && verdict !== 'verified'),
    problems('Left behind', report, ({ verdict }) => verdict === 'left'),
    { title: unmovedTitle, lines: unmovedLines(report.unmoved) },
    findings(report),
    disks(report),
    traffic(report),
    { title: 'Next', lines: nextSteps(report) },
    everything(report),
  ].filter(({ facts, table, lines }) => (facts ?? table?.rows ?? lines ?? []).length > 0);
}

function overview(report: Report): Section {
  const { run, state, source, destination, selection, disk, attempts, startedAt, durationMs, verifiedAt } = report;
  return {
    title: `Run ${run}`,
    facts: [
      ['State', state],
      ['From', source],
      ['To', destination],
      ['Selection', selection],
      ['Disks of servers', disk === 'snapshot' ? 'carried' : 'lost: booted afresh from their images'],
      ['Started', startedAt],
      ['Ended', durationMs === undefined ? 'not yet' : `${formatDuration(durationMs)} after it started`],
      ['Attempts', String(attempts)],
      ['Verified', verifiedAt ?? 'not yet'],
    ],
  };
}

const verdictWords: Readonly<Record<string, string>> = {
  total: 'Resources',
  verified: 'Verified equal',
  differs: 'Different',
  missing: 'Missing',
  left: 'Left behind',
  unverified: 'Not verified yet',
  created: 'Created',
  adopted: 'Adopted',
};

/** What its users must be told: floating IPs have another address where the external ranges differ. */
function newNames({ resources }: Report): Section {
  const lines = resources.flatMap(({ kind, name, destinationName }) =>
    destinationName === undefined ? [] : [`${kind} ${name} is ${destinationName} on the destination`],
  );
  return { title: 'New addresses', lines };
}

function result({ counts, resources }: Report): Section {
  const known = Object.entries(verdictWords).filter(([name]) => counts[name] !== undefined);
  const mapped = resources.filter(({ destinationId }) => destinationId !== undefined).length;
  return {
    title: 'Result',
    facts: [
      ...known.map(([name, words]) => [words, String(counts[name] ?? 0)] as const),
      ['Ids known on both sides', `${mapped} (with --format json)`],
    ],
  };
}

function serverSection({ servers, resources }: Report): Section {
  return {
    title: 'Servers',
    table: {
      columns: ['Server', 'Disk', 'Downtime', 'ID on the destination', 'Longest steps'],
      rows: servers.map((server) => [
        server.name,
        diskOf(server, resources),
        server.downtimeMs === undefined ? '-' : formatDuration(server.downtimeMs),
        server.destinationId ?? '-',
        longestSteps(server),
      ]),
    },
  };
}

/** What became of a server's disk; of one that did not move, that it did not. */
function diskOf({ sourceId, destinationId, disk }: ServerReport, resources: readonly ResourceReport[]): string {
  const action = resources.find(({ kind, sourceId: id }) => kind === 'server' && id === sourceId)?.action;
  if (action === 'skip') return 'moved before';
  if (action === 'blocked' || action === 'conflict') return 'left behind';
  if (destinationId === undefined) return 'not moved';
  return disk === 'carried' ? 'carried' : 'LOST';
}

function longestSteps({ steps }: ServerReport): string {
  return Object.entries(steps)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([step, durationMs]) => `${stepWords(step).doing} ${formatDuration(durationMs)}`)
    .join(', ');
}

function differences({ resources }: Report): Section {
  const rows = resources.flatMap(({ kind, name, differences: unequal }) =>
    unequal.map(({ attribute, source, destination }) => [kind, name, attribute, show(source), show(destination)]),
  );
  return { title: 'Differences', table: { columns: ['Kind', 'Name', 'Attribute', 'Source', 'Destination'], rows } };
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function notDoneTitle({ state }: Report): string {
  return state === 'cancelled' ? 'Not done, as the run was cancelled' : 'Failed or missing';
}

function problems(title: string, { resources }: Report, isMeant: (resource: ResourceReport) => boolean): Section {
  const meant = resources.filter((one) => isMeant(one) && (one.problem !== undefined || one.verdict === 'missing'));
  const lines = meant.map(({ kind, name, sourceId, problem }) => {
    return `${kind} ${name === '' ? sourceId : name}: ${problem ?? 'is not on the destination'}`;
  });
  return { title, lines };
}

function findings({ findings: all }: Report): Section {
  const groups = [...Map.groupBy(all, ({ severity, rule, cure }) => JSON.stringify([severity, rule, cure])).values()];
  const lines = groups.map((group) => {
    const { severity = 'note', cure = '' } = group[0] ?? {};
    const told = group.map(({ summary, detail }) => (detail === undefined ? summary : `${summary} (${detail})`));
    return `${severity}: ${[...new Set(told)].join('; ')}. ${cure}`.trimEnd();
  });
  return { title: `What the plan found (${plural(all.length, 'finding')})`, lines };
}

function disks({ transfers }: Report): Section {
  return {
    title: 'Bytes copied',
    table: {
      columns: ['Disk', 'Copied', 'Of', 'Digest'],
      rows: transfers.map(({ name, copiedBytes, totalBytes, digest }) => [
        name,
        formatBytes(copiedBytes),
        formatBytes(totalBytes),
        digest === undefined ? 'not confirmed' : `${digest.slice(0, 24)}…`,
      ]),
    },
  };
}

function traffic({ traffic: counted }: Report): Section {
  return {
    title: 'HTTP calls',
    table: {
      columns: ['Cloud', 'Reads', 'Writes', 'Logins'],
      rows: Object.entries(counted ?? {}).map(([side, { reads, writes, logins }]) => {
        return [side, String(reads), String(writes), String(logins)];
      }),
    },
  };
}

function everything({ resources }: Report): Section {
  return {
    title: `All resources (${resources.length})`,
    isLong: true,
    table: {
      columns: ['Kind', 'Name', 'Verdict', 'How', 'ID on the source', 'ID on the destination'],
      rows: resources.map(({ kind, name, verdict, origin, action, sourceId, destinationId }) => {
        return [kind, name, verdict ?? 'not verified', origin ?? action, sourceId, destinationId ?? '-'];
      }),
    },
  };
}
