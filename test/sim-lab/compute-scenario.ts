import { computeActions, computeActionsEnd } from './compute-actions.ts';
import { computeFlavors, computeFlavorsEnd } from './compute-flavors.ts';
import { computeKeypairs, computeKeypairsEnd } from './compute-keypairs.ts';
import { computeLegacy } from './compute-legacy.ts';
import { computeLimits } from './compute-limits.ts';
import { computePlacement } from './compute-placement.ts';
import { computeServers, computeServersEnd } from './compute-servers.ts';
import type { Scenario } from './step.ts';

/** Every route of Nova and Placement that the simulator has, with its refusals. */
export const computeScenario: Scenario = {
  name: 'compute',
  steps: [
    ...computeFlavors,
    ...computeKeypairs,
    ...computeLimits,
    ...computeLegacy,
    ...computeServers,
    ...computePlacement,
    ...computeActions,
    ...computeActionsEnd,
    ...computeServersEnd,
    ...computeKeypairsEnd,
    ...computeFlavorsEnd,
  ],
};
