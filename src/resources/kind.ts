import type { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Capabilities } from '../openstack/capabilities.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Service } from '../openstack/service.ts';
import type { CopierName, Copiers } from './chosen-copier.ts';
import type { KindName } from './kind-name.ts';
import type { Rights } from './rights.ts';

export type { KindName };

/** How resources are chosen; every kind answers `all` and `specific`. */
export type Strategy = 'all' | 'project' | 'specific' | 'public' | 'used' | 'host' | 'user';

/** One thing in a cloud, as its kind's schema parses it. Plain JSON, since inventories and plans are saved. */
export interface Resource {
  /** Unique within its kind and cloud. */
  readonly id: string;
  readonly name: string;
  /** Its owner, where it has one. */
  readonly projectId?: string | undefined;
}

/** Points at a resource of the source by its id there. */
export interface Ref {
  readonly kind: KindName;
  readonly id: string;
  /** What must be there: the twin itself (the default), or the twin with all its links joined. */
  readonly state?: 'created' | 'connected';
  /** An optional target does not pull itself into the selection; it is joined only if it has a twin. */
  readonly optional?: true;
}

/** What the operator chose for the whole plan; kinds may need it to translate. */
export interface Choices {
  /** How a server's root disk comes to the destination. */
  readonly disk: 'snapshot' | 'rebuild';
  /** How the source server is brought to rest before its move. */
  readonly quiesce: 'suspend' | 'stop';
  /** Whether both Keystone databases are there to carry password hashes. */
  readonly passwords: boolean;
  /** Whether projects keep the source's default quotas where the destination has others; only reported when absent. */
  readonly defaultQuotas?: 'report' | 'set' | undefined;
  /** Whether disks that go from Ceph to Ceph are copied while their servers run, and what changed while they rest. */
  readonly warm?: boolean | undefined;
  /** Availability zones of the destination by those of the source. */
  readonly zones?: Readonly<Record<string, string>> | undefined;
  /** Physical networks of the destination by those of the source: networks on these keep their segments. */
  readonly physicalNetworks?: Readonly<Record<string, string>> | undefined;
  /** How disks are to be copied; the way that carries the fewest bytes through us when absent. */
  readonly copier?: CopierName | undefined;
  /** The copiers of disks that do not go through Glance, by `kind/id`: see `chosenCopier`. */
  readonly copiers?: Copiers | undefined;
  /** Why disks cannot go the way that was demanded, by `kind/id`. */
  readonly copierRefused?: Readonly<Record<string, string>> | undefined;
  /** From where the destination's Glance fetches images that it fetches itself: words without a secret. */
  readonly fetchFrom?: string | undefined;
  /** New names for twins, by `kind:source word`. */
  readonly rename?: Readonly<Record<string, string>> | undefined;
}

/** Turns ids of the source into ids of the destination: placeholders while planning, real ones in a run. */
export interface Lookup {
  readonly choices: Choices;
  /** What the destination can do and what it offers to all. */
  readonly destination: Capabilities;
  /** The twin's id. Crashes when the resource has none: then `needs` or `links` forgot to name it. */
  id(kind: KindName, sourceId: string): string;
  /** The twin's id, or undefined when the resource has none on the destination. */
  find(kind: KindName, sourceId: string): string | undefined;
  /** The availability zone of the destination for one of the source; undefined leaves the choice to the destination. */
  zone?(sourceZone: string): string | undefined;
}

/** Where a node of the plan is carried out. */
export interface Passage {
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly lookup: Lookup;
}

/** Limits what `discover` lists; a kind that cannot narrow its list ignores it. */
export interface Scope {
  /** Projects whose resources are wanted, besides those that are public, shared or external. All, when undefined. */
  readonly projectIds?: readonly string[];
  /** Users whose belongings are wanted, for what only a user can be asked for. All, when undefined. */
  readonly userIds?: readonly string[];
  /** Who may act where; whom things are created as is not looked at, when undefined. */
  readonly rights?: Rights;
}

/** One attribute that is not the same on both sides; empty lists mean verified. */
export interface Difference {
  readonly attribute: string;
  readonly source: unknown;
  readonly destination: unknown;
}

/** The bytes that belong to a resource and travel apart from its attributes. */
export interface Disk {
  readonly sizeBytes: number;
  /** Digest that the source's service keeps of them, if it does. */
  readonly digest?: { readonly algorithm: string; readonly value: string };
}

/**
 * All that the tool knows about one kind of resource. Every method may be repeated safely. Methods that are absent are
 * abilities the kind does not have.
 *
 * `needs` orders creation and may not cycle; `links` are joined afterwards by `connect` and may.
 */
export interface ResourceKind<R extends Resource = Resource, Draft extends object = object> {
  readonly name: KindName;
  readonly service: Service;
  readonly category: 'workload' | 'supplementary';
  /** Strategies beyond `all` and `specific`. */
  readonly strategies: readonly Strategy[];
  /** Parses a saved resource. */
  readonly schema: z.ZodType<R>;
  /** Attributes that are carried, for the docs. */
  readonly carried: readonly string[];
  /** Which one that is there already is taken as its twin, for the docs. */
  readonly adopts?: string;
  /** The findings that it can have, by rule, in words, for the docs. */
  readonly reports?: Readonly<Record<string, string>>;
  /** What else is to be known of it, such as what stays behind, for the docs. */
  readonly remarks?: readonly string[];
  /** No field of it can hold a mark: a twin that stands for another one is no candidate. */
  readonly isUnmarkable?: true;
  /** All of the kind in a cloud that the scope asks for, each once. */
  discover(cloud: Cloud, scope: Scope): Promise<R[]>;
  /** What people call it when it has no name. */
  label?(resource: R): string;
  /** False for what belongs to the cloud itself and is never moved: service users, DHCP ports and the like. */
  isMovable?(resource: R): boolean;
  /** Other words that mean it, beside its name and id, such as a fingerprint. */
  aliases?(resource: R): readonly string[];
  /** For the strategy `public`: whether it is there for all projects. */
  isPublic?(resource: R): boolean;
  /** For the strategy `user`: the id of the user whose it is. */
  userOf?(resource: R): string;
  /** For the strategy `host`: the hypervisor's host that it is on, if it is on one. */
  hostOf?(resource: R): string | undefined;
  /** What must exist on the destination before create. */
  needs(resource: R, choices: Choices): Ref[];
  /** What is joined after create; cycles are fine. */
  links?(resource: R): Ref[];
  /** Its `connect` waits for all else in the plan, as it takes away what the rest needs. */
  readonly connectsLast?: true;
  /** Resources whose `connect` must wait until this one exists. */
  precedes?(resource: R): Ref[];
  /** What has to be made in the same plan, or it is not made either: the servers that a volume is attached to. */
  together?(resource: R): Ref[];
  /** It goes along when all of these are chosen: a floating IP with its port, a role with its user and project. */
  follows?(resource: R): Ref[];
  /**
   * Facts that the operator should know about this one before it moves. A blocker keeps it from moving. The lookup has
   * the twins of what it needs; `id` may not be asked, since some of these may not move.
   */
  assess?(resource: R, lookup: Lookup): Finding[];
  /** Why the twin is never created by us and must be there before, such as for an external network; else undefined. */
  mustExist?(resource: R): string | undefined;
  /** True for what the destination makes by itself, such as the `default` security group of a project. */
  isBuiltIn?(resource: R): boolean;
  /** Pure: what will be sent to create the twin. */
  translate(resource: R, lookup: Lookup): Draft;
  /** Pure: which of the candidates is the twin that an interrupted create left, or one to adopt. */
  match(resource: R, draft: Draft, candidates: readonly R[]): R | undefined;
  /** True when the twin was made by us: it carries the source's id as its mark. */
  isMarked?(resource: R, twin: R): boolean;
  /** True for a twin of ours that is there before its bytes are: a new plan makes it anew. */
  isUnfinished?(twin: R): boolean;
  /** A short list from the destination in which `match` finds the twin if it is there. */
  candidates(destination: Cloud, resource: R, draft: Draft): Promise<R[]>;
  /** Creates the twin with its mark, in as few calls as the service allows. The caller has looked for it before. */
  create(passage: Passage, resource: R, draft: Draft): Promise<R>;
  /** The bytes to copy into the twin after create, when it has any. */
  disk?(resource: R): Disk | undefined;
  /** Joins the twin to others, and sets what can only be set once it exists. */
  connect?(passage: Passage, resource: R, twin: R): Promise<void>;
  /** True when there is nothing to connect for this resource, so that the plan leaves the step out. */
  isConnected?(resource: R): boolean;
  /** The one of that id; undefined when it is gone. */
  read(cloud: Cloud, id: string): Promise<R | undefined>;
  /** Carries straight from cloud to cloud what no plan or store may hold, such as password hashes. After create. */
  carry?(passage: Passage, resource: R, twin: R): Promise<void>;
  /**
   * Pure: what of it must still be as planned when its move begins; all of it when absent. Leaves out what changes by
   * itself and what `read` does not tell, and gives a list whose order matters as a table by place.
   */
  steady?(resource: R): object;
  /** Pure: the attributes that are not equal; ids are compared through the lookup. */
  compare(resource: R, twin: R, lookup: Lookup): Difference[];
  /** Deletes the twin; one that is already gone is success. */
  undo(destination: Cloud, id: string): Promise<void>;
  /** Takes the mark off the twin, at the end of a migration. */
  unmark?(destination: Cloud, resource: R, twin: R): Promise<void>;
}
