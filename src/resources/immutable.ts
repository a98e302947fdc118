import { Problem } from '../base/problem.ts';
import { removeIfThere } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';

/** A thing of Keystone that may carry the option `immutable`. */
interface Place {
  /** Such as `/projects/{id}`. */
  readonly path: string;
  /** The field that wraps it in a body, such as `project`. */
  readonly key: string;
  /** Where the option is lifted, when that is elsewhere. */
  readonly release?: Place;
}

/** Changes attributes, also of one that is immutable: Keystone takes nothing else along when it lifts that option. */
export async function patchImmutable(
  cloud: Cloud,
  place: Place,
  options: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const isImmutable = options['immutable'] === true;
  if (isImmutable) await release(cloud, place);
  const whole = isImmutable ? { ...changes, options: { immutable: true } } : changes;
  const { path, key } = place;
  await cloud.send({ service: 'identity', method: 'PATCH', path, body: { [key]: whole } });
}

/** Deletes it, also when it is immutable; one that is gone is success. */
export async function removeImmutable(cloud: Cloud, place: Place): Promise<void> {
  try {
    await removeIfThere(cloud, 'identity', place.path);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 403) throw problem;
    await release(cloud, place);
    await removeIfThere(cloud, 'identity', place.path);
  }
}

async function release(cloud: Cloud, place: Place): Promise<void> {
  const { path, key } = place.release ?? place;
  const body = { [key]: { options: { immutable: null } } };
  await cloud.send({ service: 'identity', method: 'PATCH', path, body });
}
