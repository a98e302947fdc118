import { copierOf } from '../copiers/copier-of.ts';
import type { Step } from '../work.ts';

/** Takes away what carried a disk, once its twin was found equal. */
export const clean: Step = async (task) => await copierOf(task).clean?.(task);
