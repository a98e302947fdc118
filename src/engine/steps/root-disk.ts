import { Problem } from '../../base/problem.ts';
import { type Image, image } from '../../resources/image.ts';
import type { Task } from '../work.ts';
import { diskOf, serverOf } from './server-of.ts';

/**
 * The image that takes a root disk which goes from Ceph to Ceph: raw, and otherwise as Nova makes one of a server
 * (nova.compute.api, "snapshot"), of the image that it was booted from and its flavor.
 */
export async function rootDisk(task: Task): Promise<Image> {
  const { source } = task.passage;
  const { name, projectId, flavor, imageId, kernelId, ramdiskId } = serverOf(task);
  const booted = imageId === undefined ? undefined : await image.read(source, imageId);
  if (booted === undefined) {
    throw new Problem({
      summary: `the image that server ${name} was booted from is gone from ${source.name}`,
      detail: 'it told with which properties its disk boots',
      cure: 'Undo the run, and make a new plan: its disk goes through Glance then.',
      remedy: 'ask',
    });
  }
  return {
    id: diskOf(task),
    name: rootDiskName(name),
    projectId,
    status: 'active',
    diskFormat: 'raw',
    containerFormat: 'bare',
    // Nova refuses flavors that are smaller than that.
    minDiskGiB: flavor.diskGiB > 0 ? flavor.diskGiB : booted.minDiskGiB,
    minRamMiB: Math.min(booted.minRamMiB, flavor.ramMiB),
    visibility: 'private',
    isProtected: false,
    isHidden: false,
    tags: [],
    members: [],
    properties: { ...booted.properties, image_type: 'snapshot' },
    ...(kernelId === undefined ? {} : { kernelId }),
    ...(ramdiskId === undefined ? {} : { ramdiskId }),
    isPointer: false,
    isSigned: false,
    isEncrypted: false,
    isTemporary: false,
    hasName: true,
  };
}

/** Nova's limit of a name (nova.api.validation.parameter_types.name), which a server's own may fill. */
const nameLength = 255;

/** What the image of a server's disk is called. */
export function rootDiskName(serverName: string): string {
  return `${[...serverName].slice(0, nameLength - 5).join('')}-disk`;
}
