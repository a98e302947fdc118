import type { Caller } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { type Fetched, fetchBytes } from './fetch-bytes.ts';
import { keepImageBytes } from './image-bytes.ts';
import type { ImportRequest } from './import-request.ts';
import type { Image, ImageTask } from './records.ts';

interface Import {
  readonly image: Image;
  readonly caller: Caller;
  readonly requestId: string;
  readonly request: ImportRequest;
}

/** How long Glance takes to begin, and to put into its store what it has fetched. */
const beginMs = 500;
const storeMs = 2_000;
const taskLifeMs = 48 * 3_600_000;

/**
 * Begins to fetch the bytes of an image in the background. It is held by its task from now on, but still queued; a
 * fetch that fails leaves it queued again (glance.async_.flows.api_image_import).
 */
export function startImport(cloud: SimCloud, { image, caller, requestId, request }: Import): void {
  const { state, clock, random } = cloud;
  const now = clock.now();
  const task = state.imageTasks.put({
    id: random.uuid(),
    imageId: image.id,
    owner: caller.projectId ?? null,
    userId: caller.userId,
    requestId,
    request,
    status: 'pending',
    message: '',
    createdAt: now,
    updatedAt: now,
    expiresAt: null,
  });
  setProperties(image, { os_glance_import_task: task.id });
  const isOurs = (): boolean =>
    state.images.get(image.id) === image && image.properties['os_glance_import_task'] === task.id;
  clock.after(
    beginMs,
    () => {
      if (!isOurs()) return;
      Object.assign(task, { status: 'processing', updatedAt: clock.now() });
      image.status = 'importing';
      setProperties(image, { os_glance_importing_to_stores: 'rbd', os_glance_failed_import: '' });
    },
    `image ${image.id}: importing`,
  );
  const fate = cloud.fate('image-import', image.name ?? '');
  if (fate === 'stuck') return;
  const end = (fetched: Fetched): void =>
    clock.after(
      storeMs,
      () => {
        if (isOurs()) finish(cloud, image, task, fate === 'error' ? { fault: 'the store is full' } : fetched);
      },
      `image ${image.id}: importing`,
    );
  void fetchBytes(cloud, request, caller.token).then(end);
}

function finish(cloud: SimCloud, image: Image, task: ImageTask, fetched: Fetched): void {
  const { clock } = cloud;
  const { os_glance_import_task: _lock, ...others } = image.properties;
  const hasFailed = 'fault' in fetched;
  image.properties = { ...others, os_glance_importing_to_stores: '', os_glance_failed_import: hasFailed ? 'rbd' : '' };
  image.updatedAt = clock.now();
  Object.assign(task, {
    status: hasFailed ? 'failure' : 'success',
    // Glance keeps the reason to its log.
    message: hasFailed ? 'Task failed due to Internal Error' : '',
    updatedAt: clock.now(),
    expiresAt: `${new Date(clock.nowMs() + taskLifeMs).toISOString().slice(0, 19)}Z`,
  });
  if (hasFailed) image.status = 'queued';
  else {
    setProperties(image, fetched.properties);
    keepImageBytes(cloud, image, fetched.bytes);
  }
}

function setProperties(image: Image, properties: Readonly<Record<string, string>>): void {
  image.properties = { ...image.properties, ...properties };
}
