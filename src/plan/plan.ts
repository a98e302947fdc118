import { z } from 'zod';
import { placeSchema } from '../inventory/inventory.ts';
import { selectionSchema } from '../inventory/selection.ts';
import { unmovedSchema } from '../inventory/unmoved.ts';
import { capabilitiesSchema } from '../openstack/capabilities.ts';
import { copierNames } from '../resources/chosen-copier.ts';
import { kindNames } from '../resources/kind-name.ts';
import { cutoverSchema } from './cutover.ts';
import { roomLineSchema } from './room-line.ts';

/** The version of the saved form; a plan of another one is refused. */
export const planFormat = 1;

/**
 * create: made on the destination; adopt: one that is there is used; skip: the twin is there already; conflict: a
 * different thing stands in its place; blocked: a blocker finding keeps it, or what it needs, from moving.
 */
export const planActions = ['create', 'adopt', 'skip', 'conflict', 'blocked'] as const;
export type PlanAction = (typeof planActions)[number];

/** Steps are the verbs of a run; one file each in `engine/steps/`. */
export const stepNames = [
  'create',
  'carry',
  'copy',
  'connect',
  'pre-copy',
  'cutover',
  'quiesce',
  'snapshot',
  'upload',
  'carry-volumes',
  'create-disk',
  'copy-disk',
  'start',
  'verify',
  'shut-down',
  'clean',
] as const;
export type StepName = (typeof stepNames)[number];

const findingSchema = z.object({
  severity: z.enum(['blocker', 'warning', 'note']),
  rule: z.string(),
  summary: z.string(),
  detail: z.string().optional(),
  resource: z.object({ kind: z.string(), id: z.string(), name: z.string() }).optional(),
  cure: z.string().optional(),
  stopsAll: z.boolean().optional(),
});

const plannedSchema = z.object({
  kind: z.enum(kindNames),
  /** Id on the source. */
  id: z.string(),
  name: z.string(),
  action: z.enum(planActions),
  /** Why this action, in a few words. */
  reason: z.string(),
  /** Id on the destination, when there is one already. */
  twinId: z.string().optional(),
  projectId: z.string().optional(),
  /** Its name on the source, where its twin gets another one. */
  sourceName: z.string().optional(),
  /** The source resource as it was when planned; parsed by its kind before use. */
  resource: z.record(z.string(), z.unknown()),
  /** What will be sent, ids of twins to come as `<kind name>`. */
  draft: z.unknown().optional(),
  /** Bytes to copy. */
  copyBytes: z.number().optional(),
  /** What copies the bytes of a volume; of others where it is not Glance. */
  copier: z.enum(copierNames).optional(),
});
export type Planned = z.infer<typeof plannedSchema>;

const nodeSchema = z.object({
  /** `kind/id` for what comes up to creation, `kind/id/connect` for what joins it to others. */
  key: z.string(),
  kind: z.enum(kindNames),
  id: z.string(),
  name: z.string(),
  steps: z.array(z.enum(stepNames)),
  /** Keys of the nodes that come before. */
  needs: z.array(z.string()),
});
export type PlanNode = z.infer<typeof nodeSchema>;

const choicesSchema = z.object({
  disk: z.enum(['snapshot', 'rebuild']),
  quiesce: z.enum(['suspend', 'stop']),
  passwords: z.boolean(),
  warm: z.boolean().optional(),
  defaultQuotas: z.enum(['report', 'set']).optional(),
  zones: z.record(z.string(), z.string()).optional(),
  physicalNetworks: z.record(z.string(), z.string()).optional(),
  rename: z.record(z.string(), z.string()).optional(),
  copier: z.enum(copierNames).optional(),
  copiers: z.record(z.string(), z.enum(copierNames)).optional(),
  copierRefused: z.record(z.string(), z.string()).optional(),
  fetchFrom: z.string().optional(),
});

/** The saved, hashed list of steps with their order: what was shown is what is carried out. */
export const planSchema = z.object({
  format: z.literal(planFormat),
  /** The first eight hexadecimal digits of the hash. */
  id: z.string(),
  /** SHA-256 of the plan without `id` and `hash`, as canonical JSON. */
  hash: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  source: placeSchema,
  destination: placeSchema,
  selection: selectionSchema,
  choices: choicesSchema,
  /** Source to destination by the operator's word, as `network:ext` → `public`. */
  mapping: z.record(z.string(), z.string()),
  /** Whether blocked resources stay behind instead of stopping the run. */
  leaveBlocked: z.boolean(),
  /** Servers that are down for their move at once; the limit of the program when it is not said. */
  serversAtOnce: z.number().int().positive().optional(),
  /** When servers may be brought to rest; as soon as each is ready when absent. */
  cutover: cutoverSchema.optional(),
  capabilities: capabilitiesSchema,
  resources: z.array(plannedSchema),
  nodes: z.array(nodeSchema),
  findings: z.array(findingSchema),
  /** What the plan takes of the destination beside what is free there, as it was when planned. */
  room: z.array(roomLineSchema).optional(),
  /** What the chosen projects have that stays behind, since nothing moves it. */
  unmoved: z.array(unmovedSchema).optional(),
});
export type Plan = z.infer<typeof planSchema>;
