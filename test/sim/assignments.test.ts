import { moveAssignments } from '../both/assignments/move-assignments.ts';
import { openTestedSim } from './open-tested-sim.ts';

moveAssignments(openTestedSim);
