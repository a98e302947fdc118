import { plural } from '../base/units.ts';
import { movedAlready } from '../plan/decide.ts';
import { type Plan, type PlanAction, type Planned, planActions } from '../plan/plan.ts';
import { kindNames } from '../resources/kind-name.ts';
import type { Paint } from './caller.ts';
import { displayWidth } from './display-width.ts';
import { type Branch, drawTree } from './draw-tree.ts';
import { kindWords } from './kind-words.ts';
import { plainText } from './plain-text.ts';
import { nameOf, plannedLine } from './planned-line.ts';

/** Above so many resources, only what needs eyes is shown one by one. */
const unfoldedMost = 200;
const nameWidthMost = 40;

export interface TreeOptions {
  readonly paint: Paint;
  /** Every resource, however many there are and whether it has moved already. */
  readonly isLong: boolean;
}

/**
 * The plan's resources as a tree: project, kind, resource. What no project owns comes first. Of a migration that has
 * been carried out, only what differs is in the tree, below a line with the counts of the rest.
 */
export function planTree(plan: Plan, options: TreeOptions): string[] {
  const settled = options.isLong ? [] : settledOf(plan);
  const resources = plan.resources.filter((one) => !settled.includes(one));
  const heads = settledLines(settled, options.paint);
  const tree = treeOf({ ...plan, resources }, plan, options);
  return [...heads, ...(heads.length > 0 && tree.length > 0 ? [''] : []), ...tree];
}

/** What has moved already and is equal; once there is any, also what is adopted. */
function settledOf({ resources }: Plan): Planned[] {
  const moved = resources.filter(({ action, reason }) => action === 'skip' && reason === movedAlready);
  return moved.length === 0 ? [] : [...moved, ...resources.filter(({ action }) => action === 'adopt')];
}

function settledLines(settled: readonly Planned[], paint: Paint): string[] {
  if (settled.length === 0) return [];
  const of = (action: PlanAction): Planned[] => settled.filter((one) => one.action === action);
  const [moved, adopted] = [of('skip'), of('adopt')];
  const have = moved.length === 1 ? 'has' : 'have';
  const are = adopted.length === 1 ? 'is' : 'are';
  return [
    `${plural(moved.length, 'resource')} ${have} moved already: ${countKinds(moved)}`,
    ...(adopted.length === 0 ? [] : [`${plural(adopted.length, 'resource')} ${are} adopted: ${countKinds(adopted)}`]),
    paint('dim', 'Only what differs is shown; --long shows each resource.'),
  ];
}

/** How many of each kind there are, servers first: `5 servers, 12 ports, 1 project`. */
function countKinds(resources: readonly Planned[]): string {
  return kindNames
    .toReversed()
    .map((name) => ({ name, count: resources.filter(({ kind }) => kind === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => plural(count, kindWords(name)))
    .join(', ');
}

/** `shown` has the resources that come into the tree, `plan` all of them. */
function treeOf(shown: Plan, plan: Plan, options: TreeOptions): string[] {
  const isFolded = !options.isLong && shown.resources.length > unfoldedMost;
  const projects = new Map(plan.resources.filter(({ kind }) => kind === 'project').map((one) => [one.id, one]));
  const owners = [...new Set(shown.resources.map(ownerOf))].toSorted((a, b) => ownerRank(a) - ownerRank(b));
  const branches = owners.map((owner): Branch => {
    const own = shown.resources.filter((one) => ownerOf(one) === owner);
    const kinds = kindNames.filter((name) => name !== 'project' && own.some(({ kind }) => kind === name));
    return {
      text: ownerLine(owner, projects.get(owner), plan, options.paint),
      below: kinds.map((name) =>
        kindBranch(
          own.filter(({ kind }) => kind === name),
          plan,
          options,
          isFolded,
        ),
      ),
    };
  });
  const lines = drawTree(branches);
  return isFolded ? [...lines, options.paint('dim', 'Shown in short; --long shows each resource.')] : lines;
}

/** How many resources each action has: `58 create, 3 adopt`. */
export function countActions(resources: readonly Planned[]): string {
  const counts = planActions
    .map((action) => ({ action, count: resources.filter((one) => one.action === action).length }))
    .filter(({ count }) => count > 0);
  return counts.map(({ action, count }) => `${count} ${action}`).join(', ');
}

/** The id of the project that owns it; empty for what none owns. */
function ownerOf({ kind, id, projectId = '' }: Planned): string {
  return kind === 'project' ? id : projectId;
}

function ownerRank(owner: string): number {
  return owner === '' ? 0 : 1;
}

function ownerLine(owner: string, project: Planned | undefined, plan: Plan, paint: Paint): string {
  if (owner === '') return paint('bold', 'owned by no project');
  if (project === undefined) return paint('bold', `project ${owner} (not part of the plan)`);
  const [sign = '', ...rest] = plannedLine(project, plan, paint, 0).split(' ');
  return `${sign} ${paint('bold', 'project')} ${rest.join(' ')}`;
}

function kindBranch(own: readonly Planned[], plan: Plan, { paint }: TreeOptions, isFolded: boolean): Branch {
  const shown = isFolded ? own.filter(needsEyes) : own;
  const width = Math.min(nameWidthMost, Math.max(0, ...shown.map((one) => displayWidth(nameOf(one)))));
  const kind = own[0]?.kind ?? '';
  const counts = isFolded ? `: ${countActions(own)}` : '';
  return {
    text: plainText(`${plural(own.length, kindWords(kind))}${counts}`),
    below: shown.map((one) => ({ text: plannedLine(one, plan, paint, width), below: [] })),
  };
}

const calm: readonly PlanAction[] = ['create', 'adopt', 'skip'];

function needsEyes({ kind, action }: Planned): boolean {
  return kind === 'server' || !calm.includes(action);
}
