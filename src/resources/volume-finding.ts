import type { Finding, Severity } from '../base/finding.ts';
import { plural } from '../base/units.ts';
import { chosenCopier } from './chosen-copier.ts';
import type { Choices } from './kind.ts';
import type { Volume } from './volume-from-answer.ts';

/** What is to be known about a volume before it moves. */
export function volumeFindings(volume: Volume, label: string, choices: Choices): Finding[] {
  const { copierRefused = {} } = choices;
  const { id, status, serverIds, isEncrypted, formerUserId, snapshots } = volume;
  const say = (severity: Severity, rule: string, text: string, cure?: string): Finding => ({
    severity,
    rule,
    summary: `volume ${label} ${text}`,
    resource: { kind: 'volume', id, name: label },
    ...(cure === undefined ? {} : { cure }),
  });
  const found: Finding[] = [];
  if (status !== (serverIds.length > 0 ? 'in-use' : 'available')) {
    const cure = 'Bring it to `available`, or `in-use` (openstack volume set --state STATE), or exclude it.';
    found.push(say('blocker', 'volume-state', `is in state ${status}`, cure));
  }
  if (isEncrypted) {
    const cure = 'Copy what is on it within a server to a volume of a type that is not encrypted, or exclude it.';
    found.push(say('blocker', 'volume-encrypted', 'is encrypted with a key that only the source has', cure));
  }
  const refusal = copierRefused[`volume/${id}`];
  if (refusal !== undefined) {
    const cure =
      'Say --copier auto, which takes Glance for it; or give access to both clusters with `ceph`, `ceph_user` and ' +
      '`ceph_pools` in clouds.yaml.';
    found.push(say('blocker', 'volume-rbd', `cannot go from Ceph to Ceph: ${refusal}`, cure));
  }
  if (snapshots.length > 0 && chosenCopier(choices, 'volume', id) === 'glance') {
    const text = `leaves ${plural(snapshots.length, 'snapshot')} behind: ${snapshots.join(', ')}`;
    const way =
      choices.copier === 'glance'
        ? 'leave out --copier glance'
        : 'give access to both clusters with `ceph` in clouds.yaml';
    const cure =
      `They move from Ceph to Ceph: ${way}. Or what is still needed of one moves as a volume: openstack volume ` +
      'create --snapshot SNAPSHOT NAME.';
    found.push(say('warning', 'volume-snapshots', text, cure));
  }
  if (formerUserId !== undefined) {
    const text = 'belongs to a user who is gone: its twin belongs to another user of the project';
    found.push(say('note', 'volume-owner-gone', text));
  }
  return found;
}
