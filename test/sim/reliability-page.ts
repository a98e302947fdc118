import type { FaultName } from '../../sim/faults/seed-faults.ts';
import type { IncidentName } from './incident.ts';
import type { TrialResult } from './trials.ts';

/** What was tried and what came of it. */
export interface ReliabilityFigures {
  readonly kinds: readonly string[];
  readonly resources: number;
  readonly kill: Tried;
  readonly undo: Tried;
  /** Runs that were killed and then undone, while an earlier run of the same project stays. */
  readonly left: Tried;
  /** 1: both moments of every write were tried. */
  readonly every: number;
  readonly seeds: {
    readonly count: number;
    readonly from: number;
    readonly kills: number;
    readonly processes: number;
    readonly failed: readonly number[];
    readonly injected: Readonly<Partial<Record<FaultName | IncidentName, number>>>;
  };
  /** Left out where there was no lab to compare with. */
  readonly lab?: { readonly calls: number; readonly explained: number; readonly unexplained: number };
  readonly bugs: readonly { readonly name: string; readonly caughtBy: string | undefined }[];
}

interface Tried {
  readonly writes: Readonly<Record<string, number>>;
  readonly results: readonly TrialResult[];
}

/** The text of docs/reliability.md. */
export function reliabilityPage(figures: ReliabilityFigures): string {
  return [
    heading,
    whatIsChecked,
    figuresTable(figures),
    faultTable(figures),
    labPart(figures),
    bugTable(figures),
    again,
  ]
    .join('\n\n')
    .concat('\n');
}

const heading = `<!-- Made by \`npm run reliability\`. Do not edit. -->
# Reliability

Pumphouse is crash-only: it has no code for resuming. Running is always *find what is done, do what is not*. This page
says how that was tried, on simulated clouds that can be killed and disturbed at every request. What goes from Ceph to
Ceph is not among it, as the simulated clouds have no Ceph: that is killed at some moments on the real clouds of the
lab.`;

const whatIsChecked = `## What is checked after every trial

By a program that shares no code with what it checks, on the complete records of both clouds:

- every resource of the plan, of whatever kind, has exactly one twin, equal to its source in every field: the bytes of
  images, volumes and disks, the key of keypairs, rules of security groups, interfaces of routers, members of images and
  groups, limits of quotas and QoS specs included; a server is awake or at rest, locked and of the flavor it was;
- every role assignment of the plan is there once, and no other that is new;
- there is nothing else on the destination that was not there before: no temporary image, snapshot, credential or role;
- what others have there is as it was to the last field, though it bears the names of the source's projects, users,
  groups, roles, keypairs, networks, routers, security groups, images, volumes, server groups and servers;
- the source is as it was, but for the moved servers, which are shut down;
- nothing was created twice, not even for a moment;
- after a kill of a run, no request is made again that belonged to a step which had been recorded;
- after an undo, both clouds hold exactly what they held before.`;

function figuresTable({ kinds, resources, kill, undo, left, every, seeds }: ReliabilityFigures): string {
  const bad = ({ results }: Tried): number => results.filter(({ faults }) => faults.length > 0).length;
  const which = every === 1 ? 'each write' : `writes, every ${every}th of these moments`;
  const rows: (readonly [string, string | number])[] = [
    ['kinds in the migration', kinds.length],
    ['resources in the migration', resources],
    ['writes of a run, source + destination', writesOf(kill)],
    [`runs killed, right before and right after ${which}`, kill.results.length],
    ['writes of an undo, source + destination', writesOf(undo)],
    [`undos killed, right before and right after ${which}`, undo.results.length],
    ['writes of a second run, for the servers of the project alone', writesOf(left)],
    [`of these runs killed, right before and right after ${which}, and undone at once`, left.results.length],
    [`random seeds (${seeds.from} to ${seeds.from + seeds.count - 1}), each a migration and its undo`, seeds.count],
    ['kills in them', seeds.kills],
    ['processes in them', seeds.processes],
    [
      '**trials in which anything was lost, doubled or left behind**',
      `**${bad(kill) + bad(undo) + bad(left) + seeds.failed.length}**`,
    ],
  ];
  return ['## What was tried', table(['', ''], rows)].join('\n\n');
}

function writesOf({ writes }: Tried): string {
  return `${writes['source'] ?? 0} + ${writes['destination'] ?? 0}`;
}

function faultTable({ seeds }: ReliabilityFigures): string {
  const rows = Object.entries(seeds.injected).toSorted(([, a], [, b]) => b - a);
  const text =
    'Faults that the random seeds put into the clouds, besides kills and clocks that are wrong by up to an hour:';
  return [text, table(['fault', 'times'], rows), whatIsAllowed].join('\n\n');
}

const whatIsAllowed = `Once the clouds have come to rest, the same command has to move all, whatever went wrong: a quota
that somebody used up is raised then. Only a resource of the source that somebody deleted or changed during the run
stays behind: the run ends with 4, its report names that one and no other, it has no twin, and all else is whole.`;

function labPart({ lab }: ReliabilityFigures): string {
  const text = `## Are the simulated clouds like real ones?

They are written from the API references, know nothing of the client, and are compared call by call with the two real
clouds of the lab: status codes, the shape of every answer, and the states on the way.`;
  if (lab === undefined) return `${text}\n\nThere was no lab when this page was made: \`npm run sim:lab\` compares.`;
  const rows: (readonly [string, number])[] = [
    ['calls compared', lab.calls],
    ['differences with a reason written beside them', lab.explained],
    ['**differences without**', lab.unexplained],
  ];
  return `${text}\n\n${table(['', ''], rows)}`;
}

function bugTable({ bugs }: ReliabilityFigures): string {
  const rows = bugs.map(({ name, caughtBy }) => [name, caughtBy ?? '**not caught**'] as const);
  const text = `## Would the trials notice?

Each of these bugs was put into a copy of the program, one at a time; the first trial that failed is named.`;
  return `${text}\n\n${table(['deliberate bug', 'caught by'], rows)}`;
}

const again = `## Again

    npm run sim -- --seed 42      one random seed, as it was
    npm run sim -- --seeds 200    so many new ones
    npm run test:sim              the fixed set
    npm run sim:lab               simulated against real clouds (the lab must be up)
    npm run reliability           all of it, and this page`;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
