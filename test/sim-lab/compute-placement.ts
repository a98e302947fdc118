import type { Step } from './step.ts';

const newest = 'placement 1.39';

function call(path: string, title: string, more: Partial<Step> = {}): Step {
  return { title: `placement: ${title}`, service: 'placement', method: 'GET', path, microversion: newest, ...more };
}

const first = { microversion: 'placement 1.0' } as const;

/** What capacity is judged by. */
export const computePlacement: readonly Step[] = [
  call('/', 'versions', { same: ['versions'] }),
  call('/', 'versions for nobody', { as: 'nobody' }),
  call('/resource_providers', 'providers', { keep: { providerId: 'resource_providers.0.uuid' } }),
  call('/resource_providers', 'providers at 1.0', first),
  call('/resource_providers', 'providers at 1.14', { microversion: 'placement 1.14' }),
  call('/resource_providers', 'a member sees none', { as: 'member', except: { 'errors.*.detail': 'words' } }),
  call('/resource_providers', 'nobody sees any', { as: 'nobody' }),
  call('/resource_providers', 'a version that is too new', { microversion: 'placement 1.40' }),
  call('/resource_providers', 'a version that is none', { microversion: 'placement abc' }),
  call('/resource_providers?name=destination-compute-1', 'one by its name', { same: ['resource_providers.0.name'] }),
  call('/resource_providers?name=simtest', 'none by its name', { same: ['resource_providers'] }),
  call('/resource_providers?color=red', 'of a color'),
  call('/resource_providers?resources=VCPU:1', 'with room'),
  call('/resource_providers?resources=VCPU:100000', 'without room', { same: ['resource_providers'] }),
  call('/resource_providers?resources=VCPU', 'with room for what is none'),
  call('/resource_providers/{providerId}', 'one by its id'),
  call('/resource_providers/{providerId}', 'one by its id at 1.0', first),
  call('/resource_providers/simtest', 'no such provider'),
  call('/resource_providers/{providerId}/inventories', 'inventories'),
  call('/resource_providers/{providerId}/inventories/VCPU', 'an inventory'),
  call('/resource_providers/{providerId}/inventories/PGPU', 'no such inventory'),
  call('/resource_providers/{providerId}/usages', 'usages'),
  call('/resource_providers/{providerId}/aggregates', 'aggregates'),
  call('/resource_providers/{providerId}/aggregates', 'aggregates at 1.0', first),
  call('/resource_providers/{providerId}/traits', 'traits'),
  call('/resource_providers/{providerId}/allocations', 'allocations', {
    except: { 'allocations.{oldServerId}': 'the simulated cloud has a second host' },
  }),
  call('/resource_classes', 'resource classes', { same: ['resource_classes'] }),
  call('/resource_classes', 'resource classes at 1.0', first),
  call('/resource_classes/VCPU', 'a resource class', { same: ['name'] }),
  call('/resource_classes/SIMTEST', 'no such resource class'),
  call('/allocations/{serverId}', 'allocations of a server'),
  call('/allocations/{projectId}', 'allocations of nothing', { same: ['allocations'] }),
  call('/usages?project_id={projectId}', 'usages of a project'),
  call('/usages?project_id={projectId}', 'usages of a project at 1.9', { microversion: 'placement 1.9' }),
  call('/usages?project_id=simtest', 'usages of no project', { same: ['usages'] }),
  call('/usages', 'usages of whom?'),
  call('/simtest', 'no such collection'),
];
