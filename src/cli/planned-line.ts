import { formatBytes } from '../base/units.ts';
import type { Plan, PlanAction, Planned } from '../plan/plan.ts';
import { isFetch } from '../resources/chosen-copier.ts';
import type { Paint } from './caller.ts';
import { padDisplay } from './display-width.ts';
import { plainText } from './plain-text.ts';
import { describeServerDisk, serverDisk } from './server-disk.ts';

const signs: Readonly<Record<PlanAction, { readonly sign: string; readonly color: Parameters<Paint>[0] }>> = {
  create: { sign: '+', color: 'green' },
  adopt: { sign: '=', color: 'cyan' },
  skip: { sign: '·', color: 'dim' },
  conflict: { sign: '!', color: 'red' },
  blocked: { sign: '✗', color: 'red' },
};

/** One planned resource as a line: what is done with it, and why. The name is padded to the width. */
export function plannedLine(planned: Planned, plan: Plan, paint: Paint, nameWidth: number): string {
  const { sign, color } = signs[planned.action];
  const remarks = remarksOn(planned, plan).map(plainText).join('; ');
  const action = remarks === '' ? planned.action : planned.action.padEnd(9);
  const shown = planned.kind === 'server' && isLosing(planned, plan) ? paint('yellow', remarks) : remarks;
  return `${paint(color, sign)} ${padDisplay(nameOf(planned), nameWidth)}  ${paint(color, action)} ${shown}`.trimEnd();
}

/** The name as it is shown: what has none is known by its id. */
export function nameOf({ name, id }: Planned): string {
  return name === '' ? `(no name, ${id})` : plainText(name);
}

function remarksOn(planned: Planned, plan: Plan): string[] {
  const { kind, action, copyBytes, copier } = planned;
  if (action !== 'create') return [planned.reason];
  return [
    ...(kind === 'server' ? [describeServerDisk(serverDisk(planned, plan))] : []),
    ...(kind === 'user' ? [plan.choices.passwords ? 'password carried' : 'created without password'] : []),
    ...(copyBytes === undefined ? [] : [`${formatBytes(copyBytes)} ${copierWords(copier, plan)}`]),
    ...reasonOf(planned.reason),
  ];
}

function copierWords(copier: Planned['copier'], { choices, destination }: Plan): string {
  if (copier === undefined) return 'to copy';
  if (!isFetch(copier)) return copier === 'rbd' ? 'to copy from Ceph to Ceph' : 'to copy through Glance';
  const from = choices.fetchFrom === undefined ? '' : ` from ${choices.fetchFrom}`;
  return `to be fetched by Glance of ${destination.name}${from}`;
}

/** What was selected needs no reason; what goes with something says so itself. */
function reasonOf(reason: string): string[] {
  if (reason === 'selected' || reason === '') return [];
  return [/^(goes with|unfinished)/.test(reason) ? reason : `for ${reason}`];
}

function isLosing(planned: Planned, plan: Plan): boolean {
  return planned.action === 'create' && plan.choices.disk === 'rebuild';
}
