import { compareShapes, type Difference } from './compare-shapes.ts';
import { partsAt } from './parts-at.ts';
import type { Outcome } from './play-steps.ts';
import { shapeOf } from './shape.ts';
import type { Side } from './side.ts';
import type { Step } from './step.ts';

/** Headers that both sides have, or none. */
const headers = [
  'location',
  'x-openstack-request-id',
  'openstack-api-version',
  'x-subject-token',
  'www-authenticate',
  'content-range',
  'content-md5',
];

export interface Verdict {
  readonly unexplained: readonly Difference[];
  /** With the reason that the step gives. */
  readonly explained: readonly (Difference & { readonly reason: string })[];
}

/** All in which the answers of the two sides to one step differ. */
export function compareOutcomes(step: Step, lab: [Side, Outcome], sim: [Side, Outcome]): Verdict {
  const [{ answer: one }, { answer: other }] = [lab[1], sim[1]];
  const [labStates, simStates] = [lab, sim].map(([side, { states }]) => states.map((state) => plain(state, side)));
  const differences = [
    ...different('$status', told(one), told(other), one.status === other.status),
    ...different('$mediaType', one.mediaType, other.mediaType),
    ...different('$keep', lab[1].missing.join(', '), sim[1].missing.join(', ')),
    ...headers.flatMap((name) =>
      different(`$headers.${name}`, presence(one.headers[name]), presence(other.headers[name])),
    ),
    ...different('$states', String(labStates), String(simStates), isPart(labStates ?? [], simStates ?? [])),
    ...(one.status === other.status ? compareBodies(step, lab, sim) : []),
  ];
  const reasonOf = ({ path }: Difference): string | undefined =>
    Object.entries(step.except ?? {}).find(([pattern]) => covers(pattern, path))?.[1];
  return {
    unexplained: differences.filter((difference) => reasonOf(difference) === undefined),
    explained: differences.flatMap((difference) => {
      const reason = reasonOf(difference);
      return reason === undefined ? [] : [{ ...difference, reason }];
    }),
  };
}

function compareBodies(step: Step, [labSide, lab]: [Side, Outcome], [simSide, sim]: [Side, Outcome]): Difference[] {
  const [one, other] = [shapeOf(lab.answer.body, namer(labSide)), shapeOf(sim.answer.body, namer(simSide))];
  const { same = [], sameSet = [] } = step;
  const values = [...same, ...sameSet].flatMap((path) => {
    const found = [
      partsAt(lab.answer.body, path).map((part) => plain(part, labSide)),
      partsAt(sim.answer.body, path).map((part) => plain(part, simSide)),
    ];
    const [onLab = '', onSim = ''] = found.map((parts) => (same.includes(path) ? parts : parts.toSorted()).join(' '));
    return different(path, onLab, onSim);
  });
  const isBytes = lab.answer.mediaType === 'application/octet-stream';
  const bytes = isBytes ? different('$bytes', String(lab.answer.body), String(sim.answer.body)) : [];
  return [...compareShapes(one, other), ...values, ...bytes];
}

function told({ status, text }: Outcome['answer']): string {
  return status < 300 ? String(status) : `${status} ${text.slice(0, 200)}`;
}

function presence(header: string | undefined): string {
  return header === undefined ? 'absent' : 'present';
}

function different(path: string, lab: string, sim: string, isSame = lab === sim): Difference[] {
  return isSame ? [] : [{ path, lab, sim }];
}

/** A state of the lab may pass between two questions; what is seen of it has to be simulated, in its order. */
function isPart(lab: readonly string[], sim: readonly string[]): boolean {
  let next = 0;
  for (const state of sim) if (next < lab.length && state === lab[next]) next += 1;
  return next === lab.length && lab.at(-1) === sim.at(-1);
}

/** Ids and addresses of one cloud are put back into the names that both sides have; keys come in one order. */
function plain(value: unknown, side: Side): string {
  return namer(side)(JSON.stringify(sorted(value)) ?? 'nothing');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, sorted(part)]));
}

function namer({ kept, callers }: Side): (text: string) => string {
  const endpoints = Object.entries(callers.admin.endpoints);
  const names = [
    ...endpoints.map(([service, url]) => [`endpoint ${service}`, url] as const),
    ...endpoints.map(([service, url]) => [`root ${service}`, url.replace(/\/v\d.*$/, '')] as const),
    ...kept,
  ].filter(([, value]) => value.length >= 8);
  return (text) => names.reduce((done, [name, value]) => done.replaceAll(value, `{${name}}`), text);
}

/** A path of `except` covers all below it, too. */
function covers(pattern: string, path: string): boolean {
  const [wanted, parts] = [pattern.split('.'), path.split('.')];
  return wanted.length <= parts.length && wanted.every((part, index) => part === '*' || part === parts[index]);
}
