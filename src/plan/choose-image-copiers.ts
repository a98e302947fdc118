import type { Finding } from '../base/finding.ts';
import { image } from '../resources/image.ts';
import type { Choices, Resource } from '../resources/kind.ts';
import { server } from '../resources/server.ts';
import { type ChosenCopiers, clusterHindrance, copierChoices } from './choose-copiers.ts';
import type { CopierFacts } from './copier-facts.ts';
import type { Creation } from './demand.ts';

interface Judged {
  readonly key: string;
  /** Why it cannot go from Ceph to Ceph, whatever the destination says. */
  readonly own: string | undefined;
}

/** Pure: which images, and which root disks of servers where these are carried, go from Ceph to Ceph. */
export function chooseImageCopiers(
  creations: readonly Creation[],
  facts: CopierFacts,
  disk: Choices['disk'],
): ChosenCopiers {
  if (facts.wish === 'glance') return { choices: {}, findings: [] };
  const { unread, refusal } = facts.images ?? {};
  const cluster = clusterHindrance(facts) ?? unread;
  const judged = creations.flatMap(({ chosen: { kind, resource } }): Judged[] => {
    const key = `${kind}/${resource.id}`;
    if (kind === 'image') return [{ key, own: cluster ?? imageHindrance(resource, facts) }];
    const isCarried = kind === 'server' && disk === 'snapshot' && server.schema.parse(resource).imageId !== undefined;
    return isCarried ? [{ key, own: cluster ?? rootDiskHindrance(resource.id, facts) }] : [];
  });
  const whole = refusal === undefined ? undefined : `${facts.destination.cloud}: ${refusal}`;
  const heldBack = judged.some(({ own }) => own === undefined) ? whole : undefined;
  const told = judged.length === 0 || facts.wish === 'rbd' ? undefined : (unread ?? heldBack);
  return {
    choices: copierChoices(
      judged.map(({ key, own }) => ({ key, why: own ?? whole })),
      facts.wish,
    ),
    findings: told === undefined ? [] : [refused(told)],
  };
}

function imageHindrance(resource: Resource, { source, images }: CopierFacts): string | undefined {
  const { id, sizeBytes, digest } = image.schema.parse(resource);
  if (images?.found.has(`image/${id}`) !== true) return `Glance of ${source.cloud} does not show it in its Ceph`;
  if (sizeBytes === 0) return 'it holds not a single byte';
  if (digest === undefined || digest.algorithm === 'sha512') return undefined;
  return `its Glance keeps ${digest.algorithm} of it, and not SHA-512`;
}

function rootDiskHindrance(id: string, { source, images }: CopierFacts): string | undefined {
  if (images?.imageless.has(id) === true)
    return `its image is gone from ${source.cloud}, which told how its disk boots`;
  if (images?.found.has(`server/${id}`) === true) return undefined;
  return `its disk is not in the Ceph of ${source.cloud}, in the pool that is \`nova\` in ceph_pools, or else vms`;
}

function refused(why: string): Finding {
  return {
    severity: 'warning',
    rule: 'ceph-locations',
    summary: `images and root disks go through Glance, though both clouds have Ceph: ${why}`,
    cure: 'See "Images in Ceph" in docs/disks.md for what Glance needs; or say --copier glance.',
  };
}
