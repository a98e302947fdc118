import { tellConflicts } from '../both/conflicts/tell-conflicts.ts';
import { openTestedSim } from './open-tested-sim.ts';

tellConflicts(openTestedSim);
