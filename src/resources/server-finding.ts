import type { Finding, Severity } from '../base/finding.ts';
import type { Capabilities } from '../openstack/capabilities.ts';
import { compareVersions } from '../openstack/compare-versions.ts';
import type { Choices, Lookup } from './kind.ts';
import type { Server } from './server-from-answer.ts';

/** States in which a server can be moved; the others, and what makes them end. */
const movable = new Set(['ACTIVE', 'SHUTOFF', 'SUSPENDED', 'PAUSED']);
const cures: Readonly<Record<string, string>> = {
  BUILD: 'Wait until it is ACTIVE.',
  ERROR: 'Mend it (openstack server set --state active, then server reboot --hard), or exclude it.',
  RESCUE: 'End the rescue: openstack server unrescue.',
  VERIFY_RESIZE: 'Confirm or refuse the resize: openstack server resize confirm, or resize revert.',
  SHELVED: 'Unshelve it: openstack server unshelve.',
  SHELVED_OFFLOADED: 'Unshelve it: openstack server unshelve.',
  SOFT_DELETED: 'Restore it (openstack server restore), or exclude it.',
  DELETED: 'Plan again: it is gone.',
  UNKNOWN: 'Its cell does not answer: plan again when that is up.',
};

/** What is to be known about a server before it moves. */
export function serverFindings(server: Server, { choices, destination }: Lookup): Finding[] {
  const named = `server ${server.name}`;
  const about = { kind: 'server', id: server.id, name: server.name } as const;
  const finding = (severity: Severity, rule: string, summary: string, cure?: string): Finding => ({
    severity,
    rule,
    summary: `${named} ${summary}`,
    resource: about,
    ...(cure === undefined ? {} : { cure }),
  });
  return [
    ...stateFindings(server, finding),
    ...flavorFindings(server, finding),
    ...diskFindings(server, choices, finding),
    ...copierFindings(server, choices, finding),
    ...lostFindings(server, destination, finding),
    ...ownerFindings(server, finding),
    ...zoneFindings(server, choices, destination, finding),
    finding(
      'note',
      'server-new-identity',
      'gets a new id: cloud-init in its guest runs as on a first boot and may renew host keys and host name',
      "Switch that off in the guest if it matters (cloud-init's manual_cache_clean).",
    ),
  ];
}

type Say = (severity: Severity, rule: string, summary: string, cure?: string) => Finding;

function stateFindings({ status, task }: Server, say: Say): Finding[] {
  const found: Finding[] = [];
  if (!movable.has(status)) {
    const cure = cures[status] ?? 'Bring it to ACTIVE or SHUTOFF, or exclude it.';
    found.push(say('blocker', 'server-state', `is in state ${status}`, cure));
  } else if (task !== undefined) {
    found.push(say('blocker', 'server-busy', `is busy: ${task}`, 'Wait until that has ended, and plan again.'));
  }
  if (status === 'SUSPENDED' || status === 'PAUSED') {
    const summary = `is ${status}: its memory is lost; its twin boots afresh and is suspended then`;
    found.push(say('warning', 'server-memory-lost', summary, 'Resume it and save what its guest has open.'));
  }
  return found;
}

function flavorFindings({ flavor }: Server, say: Say): Finding[] {
  if (flavor.id === undefined) {
    const cure = `Make it again (openstack flavor create), or resize the server to a flavor that exists.`;
    return [
      say('blocker', 'server-flavor-gone', `has flavor ${flavor.name}, which was deleted or changed since`, cure),
    ];
  }
  if (!flavor.hasOtherSpecs) return [];
  const summary = `was booted before the extra specs of flavor ${flavor.name} changed: its twin gets the present ones`;
  return [say('warning', 'server-flavor-changed', summary)];
}

function diskFindings({ flavor, imageId }: Server, { disk }: Choices, say: Say): Finding[] {
  const found: Finding[] = [];
  if (disk === 'rebuild' && imageId !== undefined) {
    const cure = 'Use --disk snapshot to carry it.';
    found.push(say('warning', 'server-loses-disk', 'loses its disk: it boots from its image again', cure));
  }
  const extra = [flavor.ephemeralGiB > 0 ? 'ephemeral' : '', flavor.swapMiB > 0 ? 'swap' : ''].filter(Boolean);
  if (extra.length > 0) {
    const summary = `has an ${extra.join(' and a ')} disk: its twin gets an empty one`.replace('an swap', 'a swap');
    found.push(say('warning', 'server-extra-disk-lost', summary, 'Copy what is on it within the guest.'));
  }
  return found;
}

function copierFindings({ id }: Server, { copierRefused = {} }: Choices, say: Say): Finding[] {
  const refusal = copierRefused[`server/${id}`];
  if (refusal === undefined) return [];
  const cure =
    'Say --copier auto, which takes Glance for its disk; or see "Root disks in Ceph" in docs/disks.md for what Ceph ' +
    'needs.';
  return [say('blocker', 'server-rbd', `cannot have its disk go from Ceph to Ceph: ${refusal}`, cure)];
}

function lostFindings(server: Server, { computeVersion }: Capabilities, say: Say): Finding[] {
  const found: Finding[] = [];
  if (server.tags.length > 0 && compareVersions(computeVersion, '2.52') < 0) {
    found.push(say('warning', 'server-tags-lost', `loses its tags: the destination's Nova is older than they`));
  }
  if (!server.isPortOrderKnown) {
    const summary = 'has several ports in one of its networks: Nova does not tell the order of all its devices';
    found.push(say('note', 'server-port-order', summary, "Compare the guest's interfaces after the move."));
  }
  return found;
}

/** What is gone from the source and is not made again. */
function ownerFindings({ formerUserId, formerKeypairName }: Server, say: Say): Finding[] {
  const found: Finding[] = [];
  if (formerUserId !== undefined) {
    const summary = 'belongs to a user who is gone: its twin belongs to another user of the project';
    found.push(say('warning', 'server-owner-gone', summary, 'Say whose it is to be, if it matters to somebody.'));
  }
  if (formerKeypairName !== undefined) {
    const summary = `was booted with keypair ${formerKeypairName}, which is gone: its twin boots without one`;
    const cure = 'Keys that its guest has on its disk go with that; with --disk rebuild nobody can log in by key.';
    found.push(say('warning', 'server-keypair-gone', summary, cure));
  }
  return found;
}

/** Without a word of the operator the destination's scheduler chooses the zone; it has nothing to choose from one. */
function zoneFindings({ zone }: Server, { zones: mapped = {} }: Choices, { zones }: Capabilities, say: Say): Finding[] {
  if (zone === undefined || zones === undefined || Object.hasOwn(mapped, zone)) return [];
  if (zones.length < 2 && zones.includes(zone)) return [];
  const there = zones.length === 0 ? 'none that can be named' : zones.join(', ');
  const summary = `is in availability zone ${zone}; the destination's scheduler chooses one for its twin, of: ${there}`;
  return [say('note', 'server-zone', summary, 'Name one below `availability_zones` in a mapping file.')];
}
