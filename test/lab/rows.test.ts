import { migrateByRow } from '../both/rows/migrate-by-row.ts';
import { seedRows } from '../both/rows/seed-rows.ts';
import { openTestedLab } from './open-tested-lab.ts';

/* A migration and an undo for each row are half an hour: a sample, unless PUMPHOUSE_ROWS=all asks for every one. */
const isAll = process.env['PUMPHOUSE_ROWS'] === 'all';

migrateByRow(
  openTestedLab,
  seedRows.filter((_row, index) => isAll || index % 9 === 1),
);
