import type { Scenario } from './step.ts';

export const blockStorageScenario: Scenario = {
  name: 'block-storage',
  steps: [{ title: 'limits', service: 'block-storage', method: 'GET', path: '/limits' }],
};
