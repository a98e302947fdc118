import { computeRows } from './compute-rows.ts';
import { identityRows } from './identity-rows.ts';
import { imageRows } from './image-rows.ts';
import { networkRows } from './network-rows.ts';
import { quotaRows } from './quota-rows.ts';
import type { Rows } from './rows.ts';
import { serverRows } from './server-rows.ts';
import { volumeRows } from './volume-rows.ts';

/** In an order in which each finds made what it needs. */
export const allRows: readonly Rows[] = [
  ...identityRows,
  ...networkRows,
  ...imageRows,
  ...volumeRows,
  ...quotaRows,
  ...computeRows,
  ...serverRows,
];
