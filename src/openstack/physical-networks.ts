import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

const agents = { service: 'network', path: '/agents', key: 'agents' } as const;
const mappings = z.record(z.string(), z.unknown()).default({});
const agentSchema = z.looseObject({
  configurations: z.looseObject({ bridge_mappings: mappings, interface_mappings: mappings }).optional(),
});

/**
 * Names of the wires that the agents of a cloud lead to (ML2's `bridge_mappings`, or `interface_mappings`), sorted;
 * none where Neutron tells of no agents.
 */
export async function readPhysicalNetworks(cloud: Cloud): Promise<string[]> {
  const found = await list(cloud, { ...agents, item: agentSchema }).catch((problem: unknown) => {
    if (problem instanceof Problem && (problem.status === 404 || problem.status === 403)) return [];
    throw problem;
  });
  const names = found.flatMap(({ configurations }) => [
    ...Object.keys(configurations?.bridge_mappings ?? {}),
    ...Object.keys(configurations?.interface_mappings ?? {}),
  ]);
  return [...new Set(names)].toSorted();
}
