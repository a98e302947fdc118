import { tellConflicts } from '../both/conflicts/tell-conflicts.ts';
import { openTestedLab } from './open-tested-lab.ts';

tellConflicts(openTestedLab);
