import type { Throttle } from '../copy/throttle.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Gate } from '../openstack/gate.ts';
import type { Plan, Planned, PlanNode } from '../plan/plan.ts';
import type { KindName, Lookup, Passage, Resource, ResourceKind } from '../resources/kind.ts';
import type { NewEvent } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import type { Twin } from '../store/twins.ts';
import type { Cutovers } from './cutovers.ts';
import type { Halt } from './halt.ts';

/** All that the steps of one run share, in this process. */
export interface Work {
  readonly runId: string;
  /** While a run is undone, nothing that a killed process left of it may go forward. */
  readonly isUndoing: boolean;
  readonly plan: Plan;
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly store: Store;
  readonly lookup: Lookup;
  /** What is wished of the run. */
  readonly halt: Halt;
  /** Where servers wait before their downtime. */
  readonly cutovers: Cutovers;
  /** Where disks wait for their turn to travel, whatever they belong to. */
  readonly lane: Gate;
  /** Limits what all copies together take of the network. */
  readonly throttle?: Throttle | undefined;
  /** True when that id of the destination is noted as the twin of another resource of the kind. */
  isTaken(kind: KindName, sourceId: string, destinationId: string): boolean;
  /** Notes a twin in memory and in the store. */
  noteTwin(twin: Twin): Promise<void>;
  forgetTwin(kind: KindName, sourceId: string): Promise<void>;
  tell(event: NewEvent): Promise<void>;
}

/** One resource of the plan, ready for a step. */
export interface Task {
  readonly work: Work;
  readonly node: PlanNode;
  readonly planned: Planned;
  readonly kind: ResourceKind;
  /** The source resource as it was planned. */
  readonly resource: Resource;
  /** True for a server whose node begins when the one that it shares a volume with has moved. */
  readonly isFollower: boolean;
  readonly passage: Passage;
  /** Fires when the step is to be broken off; one that moves many bytes listens to it. */
  readonly signal?: AbortSignal;
}

/** One verb on one resource. It may run again after a kill at any instant: it finds what is done and does the rest. */
export type Step = (task: Task) => Promise<void>;
