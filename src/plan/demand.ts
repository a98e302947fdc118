import { z } from 'zod';
import type { KindName } from '../resources/kind.ts';
import { serverFlavorSchema } from '../resources/server-flavor.ts';
import type { QuotaService } from '../openstack/quotas.ts';
import type { Decision } from './decide.ts';

export type Creation = Pick<Decision, 'chosen' | 'draft'>;

/** What Nova takes of a host for one server. */
export interface ServerDemand {
  readonly id: string;
  readonly name: string;
  /** Its project on the source. */
  readonly projectId: string;
  readonly vcpus: number;
  readonly ramMiB: number;
  /** By class of Placement. */
  readonly classes: Readonly<Record<string, number>>;
  /** Its flavor asks for hosts of a certain sort, which Placement's numbers do not tell. */
  readonly isParticular: boolean;
}

/** What the plan adds to what a project has of one limited thing. */
export interface QuotaDemand {
  /** The project on the source. */
  readonly projectId: string;
  readonly service: QuotaService;
  readonly name: string;
  readonly needed: number;
}

/** True for what is not there at all yet; one that was begun takes its room already. */
export function isCreation({ action, twinId }: Pick<Decision, 'action' | 'twinId'>): boolean {
  return action === 'create' && twinId === undefined;
}

const serverPart = z.looseObject({ flavor: serverFlavorSchema, imageId: z.string().optional() });

/** The servers to create, in the order in which a limit takes them: by name, then id. */
export function serverDemands(creations: readonly Creation[]): ServerDemand[] {
  return creations
    .filter(({ chosen }) => chosen.kind === 'server')
    .toSorted((a, b) => inOrderOfLimit(a.chosen.resource, b.chosen.resource))
    .map(({ chosen: { resource, name } }): ServerDemand => {
      const { flavor, imageId } = serverPart.parse(resource);
      const { vcpus, ramMiB, extraSpecs } = flavor;
      // A root disk on a volume takes nothing of the host (nova.scheduler.utils, resources_from_flavor).
      const rootGiB = imageId === undefined ? 0 : flavor.diskGiB;
      const isParticular = Object.keys(extraSpecs).some((key) => /^(trait|aggregate_instance_extra_specs)/.test(key));
      return {
        id: resource.id,
        name,
        projectId: resource.projectId ?? '',
        vcpus,
        ramMiB,
        classes: classesOf(extraSpecs, {
          [extraSpecs['hw:cpu_policy'] === 'dedicated' ? 'PCPU' : 'VCPU']: vcpus,
          MEMORY_MB: ramMiB,
          DISK_GB: rootGiB + flavor.ephemeralGiB + Math.ceil(flavor.swapMiB / 1024),
        }),
        isParticular,
      };
    });
}

/** The order in which `--limit` takes servers. */
export function inOrderOfLimit(a: Named, b: Named): number {
  return compareText(a.name, b.name) || compareText(a.id, b.id);
}

interface Named {
  readonly name: string;
  readonly id: string;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A flavor may ask for other amounts than its shape says: `resources:VCPU=0` (Nova, "Extra specs"). */
function classesOf(
  extraSpecs: Readonly<Record<string, string>>,
  shape: Readonly<Record<string, number>>,
): Record<string, number> {
  const own = Object.entries(extraSpecs).flatMap(([key, value]): [string, number][] =>
    key.startsWith('resources:') ? [[key.slice('resources:'.length), Number(value) || 0]] : [],
  );
  const all = Object.entries({ ...shape, ...Object.fromEntries(own) });
  return Object.fromEntries(all.filter(([, amount]) => amount > 0));
}

/** How each kind counts; what is not named here is not limited, or counts with another. */
const counted: Readonly<Partial<Record<KindName, readonly [QuotaService, string]>>> = {
  'server-group': ['compute', 'server_groups'],
  network: ['network', 'network'],
  subnet: ['network', 'subnet'],
  port: ['network', 'port'],
  router: ['network', 'router'],
  'floating-ip': ['network', 'floatingip'],
  'security-group': ['network', 'security_group'],
};

const volumePart = z.looseObject({ projectId: z.string(), sizeGiB: z.number() });
const snapshotPart = z.looseObject({ volumeId: z.string() });
const groupPart = z.looseObject({ rules: z.array(z.unknown()) });
const routerPart = z.looseObject({ interfaces: z.array(z.unknown()).default([]) });

/** What projects get more of, by project and limit; `typeNames` are those of the volumes, by the volumes' ids. */
export function quotaDemands(
  creations: readonly Creation[],
  servers: readonly ServerDemand[],
  typeNames: ReadonlyMap<string, string | undefined>,
): QuotaDemand[] {
  const single = creations.flatMap(({ chosen: { kind, resource } }): QuotaDemand[] => {
    const projectId = resource.projectId;
    const limit = counted[kind];
    if (projectId === undefined || limit === undefined) return [];
    const own = { projectId, service: limit[0], name: limit[1], needed: 1 };
    // Neutron counts the ports of a router's interfaces with the others of its project.
    const ports = kind === 'router' ? routerPart.parse(resource).interfaces.length : 0;
    const rules = kind === 'security-group' ? groupPart.parse(resource).rules.length : 0;
    return [own, { ...own, name: 'port', needed: ports }, { ...own, name: 'security_group_rule', needed: rules }];
  });
  const byServer = servers.flatMap(({ projectId, vcpus, ramMiB }): QuotaDemand[] => {
    const amounts = { instances: 1, cores: vcpus, ram: ramMiB };
    return Object.entries(amounts).map(([name, needed]) => ({ projectId, service: 'compute', name, needed }));
  });
  const byDisk = creations.flatMap(({ chosen: { kind, resource } }): QuotaDemand[] => {
    if (kind !== 'volume' && kind !== 'volume-snapshot') return [];
    const limit = kind === 'volume' ? 'volumes' : 'snapshots';
    const { projectId, sizeGiB } = volumePart.parse(resource);
    const type = typeNames.get(kind === 'volume' ? resource.id : snapshotPart.parse(resource).volumeId);
    const ofType = type === undefined ? {} : { [`${limit}_${type}`]: 1, [`gigabytes_${type}`]: sizeGiB };
    // Cinder counts the GiB of snapshots too, unless `no_snapshot_gb_quota` is set, which no API tells.
    const amounts = { [limit]: 1, gigabytes: sizeGiB, ...ofType };
    return Object.entries(amounts).map(([name, needed]) => ({ projectId, service: 'block-storage', name, needed }));
  });
  return sumUp([...byServer, ...byDisk, ...single]).filter(({ needed }) => needed > 0);
}

function sumUp(demands: readonly QuotaDemand[]): QuotaDemand[] {
  const sums = new Map<string, QuotaDemand>();
  for (const one of demands) {
    const key = `${one.projectId} ${one.service} ${one.name}`;
    sums.set(key, { ...one, needed: one.needed + (sums.get(key)?.needed ?? 0) });
  }
  return [...sums.values()];
}
