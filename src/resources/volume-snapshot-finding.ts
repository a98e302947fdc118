import type { Finding } from '../base/finding.ts';

/** What the findings of a snapshot look at. */
interface Judged {
  readonly id: string;
  readonly status: string;
  readonly takerProjectId?: string | undefined;
}

/** What is to be known about a snapshot of a volume before it moves. */
export function volumeSnapshotFindings({ id, status, takerProjectId }: Judged, label: string): Finding[] {
  const resource = { kind: 'volume-snapshot', id, name: label };
  const found: Finding[] = [];
  if (status !== 'available' && status !== 'backing-up') {
    const summary = `volume snapshot ${label} is in state ${status}`;
    const cure = 'Wait until it is `available`, delete it, or exclude it: its volume moves without it.';
    found.push({ severity: 'blocker', rule: 'volume-snapshot-state', summary, resource, cure });
  }
  if (takerProjectId !== undefined) {
    const summary = `volume snapshot ${label} was taken by project ${takerProjectId}`;
    const detail = 'its twin belongs to the project of its volume, and counts against the quota of that';
    found.push({ severity: 'note', rule: 'volume-snapshot-owner', summary, detail, resource });
  }
  return found;
}
