/**
 * The mark is the source id that a twin carries until finish, set by the very request that creates it, so that a crash
 * between that request and its answer leaves a twin that is found again.
 */
export const markName = 'pumphouse_source_id';

/** Neutron's limit of a description (neutron_lib.db.constants.DESCRIPTION_FIELD_SIZE). */
const descriptionLength = 255;

/** The description with the mark behind it; a long one gives way, and `connect` sets it whole. */
export function markDescription(description: string, sourceId: string): string {
  const mark = `[pumphouse ${sourceId}]`;
  const room = descriptionLength - mark.length - 1;
  return description === '' ? mark : `${description.slice(0, room)} ${mark}`;
}

const pattern = / ?\[pumphouse [^\]\s]+\]$/;

/** The description as its owner wrote it. */
export function unmarkDescription(description: string): string {
  return description.replace(pattern, '');
}

export function isMarkedDescription(description: string, sourceId: string): boolean {
  return description.endsWith(`[pumphouse ${sourceId}]`);
}

/** True when the description was too long to stand beside the mark. */
export function isCutByMark(description: string, sourceId: string): boolean {
  return unmarkDescription(markDescription(description, sourceId)) !== description;
}
