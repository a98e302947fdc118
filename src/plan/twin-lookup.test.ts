import { expect, it } from 'vitest';
import { twinLookup } from './twin-lookup.ts';

const destination = { computeVersion: '2.90', networkExtensions: [], externalSubnets: [] };
const choices = { disk: 'snapshot', quiesce: 'suspend', passwords: false } as const;

it('knows the zones that the operator paired, and leaves all others to the destination', () => {
  const { zone } = twinLookup(new Map(), { ...choices, zones: { az1: 'nova' } }, destination);
  expect(['az1', 'az2', 'toString'].map((name) => zone?.(name))).toEqual(['nova', undefined, undefined]);
  expect(twinLookup(new Map(), choices, destination).zone?.('az1')).toBeUndefined();
});
