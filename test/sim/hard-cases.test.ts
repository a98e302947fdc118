import { moveHardCases } from '../both/hard-cases/move-hard-cases.ts';
import { openTestedSim } from './open-tested-sim.ts';

moveHardCases(openTestedSim);
