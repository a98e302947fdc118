import type { Finding } from '../base/finding.ts';
import type { Choices } from '../resources/kind.ts';
import type { CephFacts, CopierFacts } from './copier-facts.ts';
import type { VolumeDemand } from './pool-findings.ts';

export interface ChosenCopiers {
  readonly choices: Pick<Choices, 'copiers' | 'copierRefused'>;
  readonly findings: readonly Finding[];
}

/** A disk by `kind/id`, and why it cannot go from Ceph to Ceph, if it cannot. */
export interface JudgedDisk {
  readonly key: string;
  readonly why: string | undefined;
}

/** Pure: which volumes go from Ceph to Ceph; the rest goes through Glance, or nowhere when that was not wished. */
export function chooseCopiers(volumes: readonly VolumeDemand[], facts: CopierFacts): ChosenCopiers {
  if (facts.wish === 'glance') return { choices: {}, findings: [] };
  const judged = volumes.map((volume) => ({ key: `volume/${volume.id}`, why: hindrance(volume, facts) }));
  return { choices: copierChoices(judged, facts.wish), findings: facts.wish === 'rbd' ? [] : silences(facts) };
}

/** Pure: what that comes to. */
export function copierChoices(judged: readonly JudgedDisk[], wish: CopierFacts['wish']): ChosenCopiers['choices'] {
  const able = judged.flatMap(({ key, why }) => (why === undefined ? [[key, 'rbd' as const] as const] : []));
  const refused = wish === 'rbd' ? judged.flatMap(({ key, why }) => (why === undefined ? [] : [[key, why]])) : [];
  return {
    ...(able.length === 0 ? {} : { copiers: Object.fromEntries(able) }),
    ...(refused.length === 0 ? {} : { copierRefused: Object.fromEntries(refused) }),
  };
}

/** Why nothing can go from Ceph to Ceph. */
export function clusterHindrance({ source, destination }: CopierFacts): string | undefined {
  for (const { cloud, state, why = 'no reason was given' } of [source, destination]) {
    if (state === 'absent') return `clouds.yaml has no \`ceph\` for ${cloud}`;
    if (state === 'silent') return `the Ceph of ${cloud} does not answer (${why})`;
  }
  return undefined;
}

/** Why a volume cannot go from Ceph to Ceph. */
function hindrance({ id, backEnd }: VolumeDemand, facts: CopierFacts): string | undefined {
  const { source, destination } = facts;
  const cluster = clusterHindrance(facts);
  if (cluster !== undefined) return cluster;
  if (!source.volumeIds.has(id)) return `it is in no pool of the Ceph of ${source.cloud}`;
  const own = backEnd === undefined ? [...destination.backEnds.values()] : [destination.backEnds.get(backEnd) ?? false];
  if (own.length > 0 && own.every((isCeph) => isCeph)) return undefined;
  const where = 'no pool in its Ceph that is known';
  if (backEnd === undefined) return `some back ends of ${destination.cloud} have ${where}`;
  return `back end ${backEnd} of ${destination.cloud} has ${where}`;
}

/** Access that was given and does not work is told, also where there is another way. */
function silences({ source, destination }: CopierFacts): Finding[] {
  if ([source, destination].some(({ state }) => state === 'absent')) return [];
  const silent = [source, destination].filter(({ state }) => state === 'silent');
  return silent.map(({ cloud, why }: CephFacts): Finding => {
    return {
      severity: 'warning',
      rule: 'ceph-silent',
      summary: `the Ceph of ${cloud} does not answer: disks go through Glance`,
      ...(why === undefined ? {} : { detail: why }),
      cure: `Check \`ceph\` and \`ceph_user\` of ${cloud} in clouds.yaml with \`rbd ls\`; or say --copier glance.`,
    };
  });
}
