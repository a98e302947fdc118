import { walkAttributes } from '../both/attributes/walk-attributes.ts';
import { openTestedSim } from './open-tested-sim.ts';

walkAttributes(openTestedSim);
