import type { ServerAnswer } from '../openstack/compute.ts';
import { type FlavorShape, isGoneFlavorId, type ServerFlavor, serverFlavor } from './server-flavor.ts';

/** A flavor that was deleted or changed while servers still run with it, as these remember it. */
export interface GoneFlavor {
  readonly id: string;
  /** With the beginning of its digest, where another flavor has its name. */
  readonly name: string;
  readonly flavor: ServerFlavor;
  /** The projects whose servers run with it. */
  readonly projectIds: readonly string[];
}

/** `gone-` and eight digits, with room for them within the 255 characters of a flavor's name. */
const markLength = 13;
const nameLength = 240;

/** Pure: the flavors of servers that the cloud has no more, each once. Nova tells them since 2.47. */
export function goneFlavors(servers: readonly ServerAnswer[], flavors: readonly FlavorShape[]): GoneFlavor[] {
  const gone = servers.flatMap((answer) => {
    const flavor = serverFlavor(answer, flavors);
    return flavor.id !== undefined && isGoneFlavorId(flavor.id) ? [{ id: flavor.id, flavor, answer }] : [];
  });
  const byId = [...Map.groupBy(gone, ({ id }) => id)];
  const names = [...flavors.map(({ name }) => name), ...byId.flatMap(([, [first]]) => first?.flavor.name ?? [])];
  return byId.flatMap(([id, alike]) => {
    const flavor = alike[0]?.flavor;
    if (flavor === undefined) return [];
    const isShared = names.filter((name) => name === flavor.name).length > 1;
    const projectIds = [...new Set(alike.map(({ answer }) => answer.tenant_id))].toSorted();
    const name = isShared ? `${flavor.name.slice(0, nameLength)} ${id.slice(0, markLength)}` : flavor.name;
    return [{ id, name, flavor, projectIds }];
  });
}
