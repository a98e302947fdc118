import type { Finding } from '../base/finding.ts';
import { chosenCopier } from '../resources/chosen-copier.ts';
import type { Choices } from '../resources/kind.ts';
import { server } from '../resources/server.ts';
import type { Decision } from './decide.ts';
import { isCreation } from './demand.ts';

/** Pure: of which servers something travels while they are down though --warm was wished, and what. */
export function warmFindings(decisions: readonly Decision[], choices: Choices): Finding[] {
  if (choices.warm !== true) return [];
  const servers = decisions.filter((one) => one.chosen.kind === 'server' && isCreation(one));
  const names = new Map(decisions.map(({ chosen: { resource } }) => [resource.id, resource.name || resource.id]));
  return servers.flatMap(({ chosen: { resource, name } }) => {
    const { id, status, imageId, volumes } = server.schema.parse(resource);
    const cold = volumes
      .filter((one) => chosenCopier(choices, 'volume', one.id) !== 'rbd')
      .map((one) => `volume ${names.get(one.id) ?? one.id}`);
    const isRootCold = choices.disk === 'snapshot' && chosenCopier(choices, 'server', id) !== 'rbd';
    const all = [...(isRootCold && imageId !== undefined ? ['its root disk'] : []), ...cold];
    if (all.length === 0 || status === 'SHUTOFF') return [];
    return [
      {
        severity: 'note',
        rule: 'warm-not',
        summary: `server ${name}: ${all.join(', ')} can only be copied while it is down`,
        resource: { kind: 'server', id, name },
        cure: 'Only what goes from Ceph to Ceph is copied while its server runs: see `ceph` in docs/disks.md.',
      },
    ];
  });
}
