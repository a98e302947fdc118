import type { Finding } from '../base/finding.ts';
import { limits } from '../base/limits.ts';
import type { ProjectQuotas } from '../openstack/quotas.ts';
import { chosenCopier } from '../resources/chosen-copier.ts';
import type { Choices } from '../resources/kind.ts';
import { type Volume, volumeSchema } from '../resources/volume-from-answer.ts';
import type { Decision } from './decide.ts';
import { isCreation } from './demand.ts';
import { volumeCarriage } from './volume-carriage.ts';

export interface TemporaryInput {
  /** The source's name in clouds.yaml, and the project there that we are logged in to. */
  readonly cloud: { readonly name: string; readonly projectId?: string | undefined };
  /** Limits and use of that project; not checked when absent. */
  readonly quotas: ProjectQuotas | undefined;
  /** Tells of which volumes nothing temporary is made. */
  readonly choices?: Choices | undefined;
  readonly serversAtOnce: number;
}

/** What the temporary volumes and snapshots of one moment take of a quota, as Cinder names it. */
interface Peak {
  readonly volumes: number;
  readonly snapshots: number;
  readonly gigabytes: number;
}

/**
 * Pure: whether the source's Cinder lets us make what uploads attached volumes: of each that is on its way a snapshot
 * and a volume in our own project. A refusal would come while servers rest.
 */
export function temporaryFindings(decisions: readonly Decision[], input: TemporaryInput): Finding[] {
  const { cloud, quotas, serversAtOnce, choices } = input;
  const own = quotas?.limits['block-storage'] ?? {};
  const used = quotas?.used['block-storage'] ?? {};
  const peak = peakOf(attachedVolumes(decisions, choices), serversAtOnce);
  const short = Object.entries(peak).flatMap(([name, needed]) => {
    const limit = own[name] ?? -1;
    return limit >= 0 && (used[name] ?? 0) + needed > limit ? [{ name, needed, limit, used: used[name] ?? 0 }] : [];
  });
  if (short.length === 0) return [];
  const numbers = short.map((one) => `${one.needed} more ${one.name}, of ${one.limit} are ${one.used} used`);
  const raised = short.map((one) => `--${one.name} ${one.used + one.needed}`).join(' ');
  return [
    {
      severity: 'blocker',
      rule: 'quota-temporary',
      stopsAll: true,
      summary: `our own project on ${cloud.name} has no room for what uploads attached volumes`,
      detail: `up to ${numbers.join('; ')}`,
      cure: `Raise it: openstack --os-cloud ${cloud.name} quota set ${raised} ${cloud.projectId ?? 'PROJECT'}`,
    },
  ];
}

function attachedVolumes(decisions: readonly Decision[], choices: Pick<Choices, 'copiers'> = {}): Volume[] {
  return decisions
    .filter((one) => one.chosen.kind === 'volume' && isCreation(one))
    .map(({ chosen }) => volumeSchema.parse(chosen.resource))
    .filter(({ id, serverIds }) => serverIds.length > 0 && chosenCopier(choices, 'volume', id) === 'glance');
}

/** The most that so many servers can have under way; Cinder counts the GiB of snapshots too. */
function peakOf(volumes: readonly Volume[], serversAtOnce: number): Peak {
  const { carrierOf } = volumeCarriage(volumes);
  const ofServers = [...Map.groupBy(volumes, ({ id }) => carrierOf(id)).values()].map((own) =>
    own
      .map(({ sizeGiB }) => sizeGiB)
      .toSorted((a, b) => b - a)
      .slice(0, limits.volumesAtOnce),
  );
  const most = (amountOf: (sizes: readonly number[]) => number): number =>
    sum(
      ofServers
        .map(amountOf)
        .toSorted((a, b) => b - a)
        .slice(0, serversAtOnce),
    );
  const count = most((sizes) => sizes.length);
  return { volumes: count, snapshots: count, gigabytes: 2 * most(sum) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
