import { type FaultName, faultNames } from '../../sim/faults/seed-faults.ts';
import { type IncidentName, incidentNames } from './incident.ts';
import type { TrialResult } from './trials.ts';

/** What was tried and what came of it. */
export interface ReliabilityFigures {
  readonly kinds: readonly string[];
  readonly resources: number;
  readonly kill: Tried;
  readonly undo: Tried;
  /** Runs that were killed and then undone, while an earlier run of the same project stays. */
  readonly left: Tried;
  /** Of which commit each part was tried. */
  readonly commits: Readonly<Record<string, string>>;
  readonly seeds: {
    readonly count: number;
    readonly from: number;
    readonly kills: number;
    readonly processes: number;
    readonly failed: readonly number[];
    readonly injected: Readonly<Partial<Record<FaultName | IncidentName, number>>>;
  };
  /** Left out where there was no lab to compare with. */
  readonly lab?: { readonly calls: number; readonly unexplained: number; readonly reasons: readonly string[] };
  readonly bugs: readonly { readonly name: string; readonly caughtBy: string | undefined }[];
}

interface Tried {
  readonly writes: Readonly<Record<string, number>>;
  readonly results: readonly TrialResult[];
  /** 1: both moments of every write were tried. */
  readonly every: number;
}

/** In how many trials anything was lost, doubled or left behind, and how many deliberate bugs were not caught. */
export function failuresOf({ kill, undo, left, seeds, bugs }: ReliabilityFigures): number {
  const trials = [kill, undo, left].flatMap(({ results }) => results.filter(({ faults }) => faults.length > 0));
  return trials.length + seeds.failed.length + bugs.filter(({ caughtBy }) => caughtBy === undefined).length;
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
says how that was tried, on simulated clouds: at every request they can kill the program that asks, or answer badly.
What goes from Ceph to Ceph (snapshots of volumes are a kind of their own there) is not among it, as the simulated
clouds have no Ceph: that is killed at some moments on the real clouds of the lab.`;

const whatIsChecked = `## What is checked

By a program that shares no code with what it checks, on the complete records of both clouds. After every trial:

- what belongs to the project at the source is in the plan, so that nothing is forgotten from the start;
- every resource of the plan, of whatever kind, has exactly one twin, equal to its source: the bytes of images, volumes
  and disks, the key of keypairs, rules of security groups, interfaces of routers, members of images and groups, limits
  of quotas and QoS specs included; a server is awake or at rest, locked and of the flavor it was. Not compared is what
  is each cloud's own, such as hosts, segments and the addresses of floating IPs, and passwords, which no API gives:
  \`ownOfCloud\` in test/sim/checks/comparable-record.ts lists it;
- every role assignment of the plan is there once, and no other that is new;
- there is nothing else on the destination that was not there before: no temporary image, snapshot, credential or role;
- what others have there is as it was to the last field, though it bears the names of the source's projects, users,
  groups, roles, keypairs, networks, routers, security groups, images, volumes, server groups and servers;
- the source is as it was, but for the moved servers, which are shut down;
- after an undo, both clouds hold exactly what they held before.

Where nothing but kills disturbs the run, also:

- nothing was made twice, not even for a moment, at the source or at the destination;
- after a kill, no request is made again that belonged to a step which had been recorded. A request that an undisturbed
  run makes more than once, and what was under way in the last tenth of a second, is left out of this.

What a cloud was about at a kill, as a server that boots, an image that is saved or a volume that is uploaded, is still
under way when the next process looks at it.`;

function figuresTable({ kinds, resources, kill, undo, left, seeds, commits }: ReliabilityFigures): string {
  const bad = ({ results }: Tried): number => results.filter(({ faults }) => faults.length > 0).length;
  const rows: (readonly [string, string | number])[] = [
    ['kinds in the migration', kinds.length],
    ['resources in the migration', resources],
    ['writes of a run, source + destination', writesOf(kill)],
    [`runs killed, ${momentsOf(kill)}`, kill.results.length],
    ['writes of an undo, source + destination', writesOf(undo)],
    [`undos killed, ${momentsOf(undo)}`, undo.results.length],
    ['writes of a second run, for the servers of the project alone', writesOf(left)],
    [`of these runs killed, ${momentsOf(left)}, and undone at once`, left.results.length],
    [`random seeds (${seeds.from} to ${seeds.from + seeds.count - 1}), each a migration and its undo`, seeds.count],
    ['kills in them', seeds.kills],
    ['processes in them', seeds.processes],
    [
      '**trials in which anything was lost, doubled or left behind**',
      `**${bad(kill) + bad(undo) + bad(left) + seeds.failed.length}**`,
    ],
  ];
  return ['## What was tried', table(['', ''], rows), ...failedSeeds(seeds.failed), triedOf(commits)].join('\n\n');
}

function momentsOf({ every }: Tried): string {
  if (every === 1) return 'right before and right after each write';
  if (every === 2) return 'at each write: right before one, right after the next';
  return `at one of ${every} moments right before and right after a write`;
}

function failedSeeds(failed: readonly number[]): string[] {
  return failed.length === 0 ? [] : [`Seeds that failed: ${failed.join(', ')}.`];
}

function triedOf(commits: Readonly<Record<string, string>>): string {
  const all = new Set(Object.values(commits));
  if (all.size === 1) return `Tried with commit ${[...all].join('')}.`;
  return `Tried with commits: ${Object.entries(commits)
    .map(([part, commit]) => `${part} ${commit}`)
    .join(', ')}.`;
}

function writesOf({ writes }: Tried): string {
  return `${writes['source'] ?? 0} + ${writes['destination'] ?? 0}`;
}

function faultTable({ seeds }: ReliabilityFigures): string {
  const rows = [...faultNames, ...incidentNames]
    .map((name) => [name, seeds.injected[name] ?? 0] as const)
    .toSorted(([, a], [, b]) => b - a);
  const text =
    'Faults that the random seeds put into the clouds, besides kills and clocks that are wrong by up to an hour:';
  return [text, table(['fault', 'times'], rows), whatIsAllowed].join('\n\n');
}

const whatIsAllowed = `Images are only copied in these runs; imports, by which the destination fetches them itself, have
tests of their own. Once the clouds have come to rest (what hung was reset, as an operator would do), the same command
has to move all, whatever went wrong: a quota that somebody used up is raised then, a twin that somebody deleted before
its server was there is made again. Only a resource of the source that somebody deleted or changed during the run,
before its move began, stays behind: the run ends with 4, its report names that one and no other, it has no twin, and
all else is whole.`;

function labPart({ lab }: ReliabilityFigures): string {
  const text = `## Are the simulated clouds like real ones?

They are written from the API references, know nothing of the client, and are compared call by call with a real
cloud of the lab: status codes, the shape of every answer, and the states on the way. A state of the lab may pass
between two questions, but whatever is seen of it has to be simulated, in its order.`;
  if (lab === undefined) return `${text}\n\nThere was no lab when this page was made: \`npm run sim:lab\` compares.`;
  const rows: (readonly [string, number])[] = [
    ['calls compared', lab.calls],
    ['differences with a reason written beside them', lab.reasons.length],
    ['**differences without**', lab.unexplained],
  ];
  const reasons = [...new Set(lab.reasons)].map((one) => `- ${one}`).join('\n');
  return [text, table(['', ''], rows), 'The reasons:', reasons].join('\n\n');
}

function bugTable({ bugs }: ReliabilityFigures): string {
  const rows = bugs.map(({ name, caughtBy }) => [name, trialOf(caughtBy) ?? '**not caught**'] as const);
  const text = `## Would the trials notice?

Each of these bugs was put into a copy of the program, one at a time; the first trial that failed is named. Tried
were kills after every other write of the source and every third of the destination, and the seeds 1 to 20; a copy
without a bug passes.`;
  return `${text}\n\n${table(['deliberate bug', 'caught by'], rows)}`;
}

/** Without what the trial said, which is for the one who runs it. */
function trialOf(caughtBy: string | undefined): string | undefined {
  return caughtBy?.replace(/(without any kill):[^]*$/, '$1');
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
