import { followMapping } from '../both/mapping/follow-mapping.ts';
import { openTestedSim } from './open-tested-sim.ts';

followMapping(openTestedSim);
