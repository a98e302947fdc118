import type { Finding } from '../base/finding.ts';
import { isFetch } from './chosen-copier.ts';
import type { Choices } from './kind.ts';

/** What the findings are about; an image as its kind has it. */
export interface ImageCondition {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly isPointer: boolean;
  readonly isSigned: boolean;
  readonly isEncrypted: boolean;
}

/** What is to be known about an image before it moves. */
export function imageFindings(image: ImageCondition, choices: Choices): Finding[] {
  const resource = { kind: 'image', id: image.id, name: image.name } as const;
  const named = `image ${image.name}`;
  const findings: Finding[] = [];
  if (image.isPointer) {
    findings.push({
      severity: 'blocker',
      rule: 'image-points-to-volumes',
      summary: `${named} holds no data of its own: it points to snapshots of volumes`,
      resource,
      cure: 'Make a volume from the snapshot and upload that to an image, or exclude it.',
    });
  } else if (image.status !== 'active') {
    findings.push({
      severity: 'blocker',
      rule: 'image-not-active',
      summary: `${named} is ${image.status}: there is no data to copy`,
      resource,
      cure: inactiveCure(image.status),
    });
  }
  if (image.isEncrypted) {
    findings.push({
      severity: 'blocker',
      rule: 'image-encrypted',
      summary: `${named} is encrypted with a key that only the source has`,
      resource,
      cure: 'Make an unencrypted volume from it and upload that to an image, or exclude it.',
    });
  }
  const refusal = refusalOf(image, choices);
  if (refusal !== undefined) findings.push({ severity: 'blocker', resource, ...refusal });
  if (image.isSigned) {
    findings.push({
      severity: 'warning',
      rule: 'image-signature-lost',
      summary: `${named} moves without its signature, whose certificate only the source has`,
      resource,
      cure: 'Sign the image on the destination with a certificate that is there.',
    });
  }
  return findings;
}

/** Why it cannot go the way that was demanded. */
function refusalOf(
  { id, name }: ImageCondition,
  { copier, copierRefused = {} }: Choices,
): Pick<Finding, 'rule' | 'summary' | 'cure'> | undefined {
  const why = copierRefused[`image/${id}`];
  if (why === undefined) return undefined;
  if (isFetch(copier)) {
    return {
      rule: 'image-fetch',
      summary: `image ${name} cannot be fetched by ${copier}: ${why}`,
      cure: 'Say --copier auto, which takes another way; or see "Images that Glance fetches" in docs/disks.md.',
    };
  }
  return {
    rule: 'image-rbd',
    summary: `image ${name} cannot go from Ceph to Ceph: ${why}`,
    cure: 'Say --copier auto, which takes Glance for it; or see "Images in Ceph" in docs/disks.md for what Ceph needs.',
  };
}

function inactiveCure(status: string): string {
  if (status === 'deactivated') return 'Reactivate it (openstack image set --activate), or exclude it.';
  if (status === 'queued') return 'Upload its data, delete it, or exclude it.';
  if (status === 'saving' || status === 'uploading' || status === 'importing') return 'Wait until it is active.';
  return 'Delete it, or exclude it.';
}
