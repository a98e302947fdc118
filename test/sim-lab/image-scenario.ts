import type { Scenario } from './step.ts';

export const imageScenario: Scenario = {
  name: 'image',
  steps: [{ title: 'versions', service: 'image', method: 'GET', path: '/', same: ['versions'] }],
};
