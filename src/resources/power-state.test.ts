import { expect, it } from 'vitest';
import { powerStateDifferences, wantedStatus } from './power-state.ts';

it('brings its twin to the same rest', () => {
  expect(['ACTIVE', 'SHUTOFF', 'SUSPENDED', 'PAUSED'].map(wantedStatus)).toEqual([
    'ACTIVE',
    'SHUTOFF',
    'SUSPENDED',
    'SUSPENDED',
  ]);
});

it('tells a twin that is in another state than its source was to leave it in', () => {
  expect(powerStateDifferences({ status: 'PAUSED' }, { status: 'SUSPENDED' })).toEqual([]);
  expect(powerStateDifferences({ status: 'ACTIVE' }, { status: 'SHUTOFF' })).toEqual([
    { attribute: 'power state', source: 'ACTIVE', destination: 'SHUTOFF' },
  ]);
});
