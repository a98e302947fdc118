import { migrateByRow } from '../both/rows/migrate-by-row.ts';
import { openTestedSim } from './open-tested-sim.ts';

migrateByRow(openTestedSim);
