import { migrateByRow } from '../both/rows/migrate-by-row.ts';
import { seedRows } from '../both/rows/seed-rows.ts';
import { openTestedSim } from './open-tested-sim.ts';

/* Every row is planned, and one of each kind is migrated, unless PUMPHOUSE_ROWS=all asks for every one. */
const isAll = process.env['PUMPHOUSE_ROWS'] === 'all';
const firsts = seedRows.map(({ listed }, index) => seedRows.findIndex((row) => row.listed === listed) === index);

migrateByRow(openTestedSim, (index) => isAll || firsts[index] === true);
