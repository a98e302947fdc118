import type { DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { differencesOfRecord } from './differences-of-dumps.ts';
import { type Dumps, recordsOf, textOf } from './dumps.ts';
import type { Paired } from './check-parts.ts';
import type { IdMap } from './map-ids.ts';

/**
 * The twin of a server is awake or at rest as its source was before the migration, locked as that is, of its flavor,
 * and stands on an image that holds the bytes of its root disk. A line for each difference.
 */
export function checkServer(before: Dumps, after: Dumps, { twins }: IdMap, { id, twinId }: Paired): string[] {
  const was = before.source['servers']?.[id] ?? {};
  const is = after.destination['servers']?.[twinId] ?? {};
  const isOfVolume = textOf(was, 'imageId') === '';
  const images = twins.twins('images', `disk-of-${id}`);
  const [image] = images;
  const flavor = flavorOf(was);
  const expected = {
    status: restOf(textOf(was, 'status')),
    taskState: null,
    fault: undefined,
    // An administrator's lock would keep its owner out.
    lockedBy: was['lockedBy'] === undefined ? undefined : 'owner',
    imageId: isOfVolume ? '' : textOf(image ?? {}, 'id'),
    'images of its disk': isOfVolume ? 0 : 1,
    'members of its disk': isOfVolume ? [] : [textOf(is, 'projectId')],
    ...(isOfVolume ? {} : { 'bytes of its disk': was['disk'] }),
    ...shapeOf(flavor),
    ...(isLasting() ? { extraSpecs: flavor['extraSpecs'], flavorId: twins.idOf(textOf(flavor, 'id')) } : {}),
  };
  const twinFlavor = flavorOf(is);
  const actual = {
    status: is['status'],
    taskState: is['taskState'],
    fault: is['fault'],
    lockedBy: is['lockedBy'],
    imageId: is['imageId'],
    'images of its disk': images.length,
    'members of its disk': membersOf(textOf(image ?? {}, 'id')),
    ...(isOfVolume ? {} : { 'bytes of its disk': image?.['bytes'] }),
    ...shapeOf(twinFlavor),
    ...(isLasting() ? { extraSpecs: twinFlavor['extraSpecs'], flavorId: twinFlavor['id'] } : {}),
  };
  return differencesOfRecord(expected, actual);

  /** Projects that see the image, beside the one that we are logged in to. */
  function membersOf(imageId: string): string[] {
    const members = recordsOf(after.destination, 'imageMembers').filter((member) => member['imageId'] === imageId);
    return members.map((member) => textOf(member, 'projectId'));
  }

  /** Its flavor is still there, and as it was when the server was booted. */
  function isLasting(): boolean {
    const now = after.source['flavors']?.[textOf(flavor, 'id')];
    return now !== undefined && JSON.stringify(now['extraSpecs']) === JSON.stringify(flavor['extraSpecs']);
  }
}

/** What is kept in memory alone is kept on disk by its twin. */
function restOf(status: string): string {
  return status === 'PAUSED' ? 'SUSPENDED' : status;
}

function flavorOf({ flavor }: DumpedRecord): DumpedRecord {
  return typeof flavor === 'object' && flavor !== null ? { ...flavor } : {};
}

function shapeOf({ vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB }: DumpedRecord): DumpedRecord {
  return { vcpus, ramMiB, diskGiB, ephemeralGiB, swapMiB };
}
