import type { Cloud } from '../../src/openstack/cloud.ts';

/** Two clouds, real or simulated, and the CLI as an operator runs it between them. */
export interface TestedClouds {
  readonly source: Cloud;
  readonly destination: Cloud;
  run(words: readonly string[]): Promise<{ readonly code: number | undefined; readonly said: string }>;
  close(): Promise<void>;
}
