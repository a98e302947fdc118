import { useSpecimens } from '../both/attributes/use-specimens.ts';
import { walkAttributes } from '../both/attributes/walk-attributes.ts';
import { migrateByRow } from '../both/rows/migrate-by-row.ts';
import { openTestedLab } from './open-tested-lab.ts';

/* Both need the same things on the source, whose making takes minutes. A migration and an undo for each row are an
   hour: every row is planned, and one is migrated, unless PUMPHOUSE_ROWS=all asks for every one. The volumes go from
   Ceph to Ceph: most of what the specimens hold is nothing. */
const isAll = process.env['PUMPHOUSE_ROWS'] === 'all';
const furnished = useSpecimens(() => openTestedLab({ hasCeph: true }));

migrateByRow(furnished, (row) => isAll || row === 'Nova quotas: specific');
walkAttributes(furnished);
