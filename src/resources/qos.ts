import { isSameJson } from '../base/json.ts';
import { Problem } from '../base/problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { openGate } from '../openstack/gate.ts';
import {
  createQosSpecs,
  deleteQosSpecs,
  joinQosSpecs,
  listQosSpecs,
  listQosTypes,
  type QosSpecsAnswer,
  removeQosKeys,
  setQosSpecs,
} from '../openstack/volume-types.ts';
import { markName } from './mark.ts';

/** QoS specs as a volume type has them. */
export interface Qos {
  readonly name: string;
  readonly consumer: string;
  readonly specs: Readonly<Record<string, string>>;
}

/** The twin that the specs were made for, or that was deleted last: they are found also where nothing joins them. */
const typeMark = 'pumphouse_type_id';

export function qosOf({ name, consumer, specs }: QosSpecsAnswer): Qos {
  const { [markName]: _source, [typeMark]: _type, ...own } = specs;
  return { name, consumer, specs: own };
}

/**
 * Gives a type of the destination the QoS specs of that name, which are made if there are none. They carry marks:
 * neither hypervisors nor back ends look at a spec that they do not know.
 */
export async function connectQos(destination: Cloud, typeId: string, qos: Qos, sourceId: string): Promise<void> {
  const marks = { [markName]: sourceId, [typeMark]: typeId };
  const id = await line.pass(() => findOrMake(destination, qos, marks));
  await joinQosSpecs(destination, id, typeId);
}

/** Types may share specs, and what is not there twice must not be made twice. */
const line = openGate(1);

/** The id of the equal QoS specs on the destination. Throws a Problem when other ones have the name. */
async function findOrMake(destination: Cloud, qos: Qos, marks: Qos['specs']): Promise<string> {
  const { equal, other } = findQos(await listQosSpecs(destination), qos);
  if (equal === undefined && other !== undefined) {
    throw new Problem({
      summary: `different QoS specs ${qos.name} are on the destination already`,
      detail: qosDifference(qos, other),
      cure: 'Make them equal, rename one, or map the volume type to one of the destination.',
      remedy: 'ask',
    });
  }
  const marked = { ...qos, specs: { ...qos.specs, ...marks } };
  return (equal ?? (await createQosSpecs(destination, marked))).id;
}

/** Pure: of specs of that name, one that is equal and one that is not. */
export function findQos(
  among: readonly QosSpecsAnswer[],
  qos: Qos,
): { readonly equal: QosSpecsAnswer | undefined; readonly other: QosSpecsAnswer | undefined } {
  const named = among.filter(({ name }) => name === qos.name);
  const isEqual = (one: QosSpecsAnswer): boolean => isSameJson(qosOf(one), qos);
  return { equal: named.find(isEqual), other: named.find((one) => !isEqual(one)) };
}

export function qosDifference(qos: Qos, there: QosSpecsAnswer): string {
  return `${JSON.stringify(qos)} on the source, ${JSON.stringify(qosOf(there))} on the destination`;
}

/**
 * Deletes a type by `remove`, and then the QoS specs that we made and no other type has. Cinder keeps a type that is in
 * use: it loses nothing then. That these are the last one's is written on them before, so that a process that is
 * killed after `remove` finds them again.
 */
export async function removeWithQos(
  destination: Cloud,
  { typeId, specsId }: { readonly typeId: string; readonly specsId: string | undefined },
  remove: () => Promise<void>,
): Promise<void> {
  const marked = (await listQosSpecs(destination)).filter(({ specs }) => specs[markName] !== undefined);
  const ours = marked.filter(({ id, specs }) => id === specsId || specs[typeMark] === typeId);
  for (const { id, specs } of ours) {
    if (specs[typeMark] !== typeId) await setQosSpecs(destination, id, { [typeMark]: typeId });
  }
  await remove();
  for (const { id } of ours) {
    if ((await listQosTypes(destination, id)).length === 0) await deleteQosSpecs(destination, id);
  }
}

/** Takes the marks off QoS specs, if they have any. */
export async function unmarkQos(destination: Cloud, specsId: string): Promise<void> {
  const found = (await listQosSpecs(destination)).find(({ id }) => id === specsId);
  const keys = [markName, typeMark].filter((key) => found?.specs[key] !== undefined);
  if (keys.length > 0) await removeQosKeys(destination, specsId, keys);
}
