import { migrateByRow } from '../both/rows/migrate-by-row.ts';
import { openTestedLab } from './open-tested-lab.ts';

migrateByRow(openTestedLab);
