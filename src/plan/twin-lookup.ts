import { assert } from '../base/assert.ts';
import type { Capabilities } from '../openstack/capabilities.ts';
import type { Choices, KindName, Lookup } from '../resources/kind.ts';

/** Looks ids up in a map from `kind/source id` to destination id. */
export function twinLookup(twins: ReadonlyMap<string, string>, choices: Choices, destination: Capabilities): Lookup {
  const find = (kind: KindName, sourceId: string): string | undefined => twins.get(`${kind}/${sourceId}`);
  const { zones = {} } = choices;
  return {
    choices,
    destination,
    find,
    zone: (sourceZone) => (Object.hasOwn(zones, sourceZone) ? zones[sourceZone] : undefined),
    id(kind, sourceId) {
      const found = find(kind, sourceId);
      assert(found !== undefined, `${kind} ${sourceId} has no twin: a kind did not name it in needs`);
      return found;
    },
  };
}

/** What stands for the id of a twin that is yet to be made, in drafts of a plan. */
export function placeholder(kind: KindName, name: string): string {
  return `<${kind} ${name}>`;
}
