import type { Caller } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Table } from '../cloud/table.ts';
import type { Limited } from './quota-limits.ts';
import type { Attributes } from './form.ts';

/** What an answer shows of a resource. */
export type Shown = Readonly<Record<string, unknown>>;

/** Who asks, and what for. */
export interface Asking {
  readonly cloud: SimCloud;
  readonly caller: Caller;
}

/** All that Neutron knows about one sort of resource. `R` is the record, `D` what creates one, `C` what changes it. */
export interface Collection<R extends { readonly id: string; readonly project_id: string }, D, C> {
  /** `security-groups`, below `/v2.0`. */
  readonly path: string;
  readonly attributes: Attributes<D, C>;
  /** The refusal when there is none of that id. */
  readonly missing: (id: string) => Error;
  readonly limited: Limited;
  /** Attributes that a list may be chosen and sorted by. */
  readonly filters: readonly string[];
  readonly sorts: readonly string[];
  readonly table: (cloud: SimCloud) => Table<R>;
  /** Beyond what its own project and administrators may do. */
  readonly maySee?: (asking: Asking, record: R) => boolean;
  readonly mayChange?: (asking: Asking, record: R) => boolean;
  /** All of it, as an administrator sees it. */
  readonly view: (cloud: SimCloud, record: R) => Shown;
  /** What the answer to its creation shows on top of that. */
  readonly viewMade?: (cloud: SimCloud, record: R) => Shown;
  /** Attributes that are for administrators only. */
  readonly hidden?: readonly string[];
  /** What lists can be chosen by although no answer shows it. */
  readonly unseen?: (cloud: SimCloud, record: R) => Shown;
  /** Before anything is listed: what Neutron makes by itself. */
  readonly beforeList?: (asking: Asking, projectId: string) => void;
  /** The attribute that this caller may not give. */
  readonly forbidden?: (asking: Asking, given: D | C, record: R | undefined, projectId: string) => string | undefined;
  /** Before any of a request is made, quotas included. */
  readonly checkAll?: (asking: Asking, drafts: readonly D[]) => void;
  readonly make: (asking: Asking, given: D, projectId: string) => R;
  readonly change: (asking: Asking, record: R, given: C) => void;
  readonly remove: (asking: Asking, record: R) => void;
}
