import { copierOf } from '../copiers/copier-of.ts';
import type { Step } from '../work.ts';

/** Copies a server's root disk, or a volume, the way that the plan says. */
export const copyDisk: Step = (task) => copierOf(task).copy(task);
