import { migrateByRow } from '../both/rows/migrate-by-row.ts';
import { openTestedLab } from './open-tested-lab.ts';

/* A migration and an undo for each row are an hour: every row is planned, and one is migrated, unless
   PUMPHOUSE_ROWS=all asks for every one. */
const isAll = process.env['PUMPHOUSE_ROWS'] === 'all';

migrateByRow(openTestedLab, (row) => isAll || row === 'Nova quotas: specific');
