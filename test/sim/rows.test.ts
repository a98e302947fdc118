import { useSpecimens } from '../both/attributes/use-specimens.ts';
import { migrateByRow } from '../both/rows/migrate-by-row.ts';
import { type SeedRow, seedRows } from '../both/rows/seed-rows.ts';
import { openTestedSim } from './open-tested-sim.ts';

/* Every row is planned, and one of each kind is migrated, unless PUMPHOUSE_ROWS=all asks for every one. */
const isAll = process.env['PUMPHOUSE_ROWS'] === 'all';
const isFirst = ({ listed }: SeedRow, index: number): boolean =>
  seedRows.findIndex((row) => row.listed === listed) === index;
const firsts = new Set(seedRows.filter(isFirst).map(({ row }) => row));

migrateByRow(useSpecimens(openTestedSim), (row) => isAll || firsts.has(row));
