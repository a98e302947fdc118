import { moveAssignments } from '../both/assignments/move-assignments.ts';
import { openTestedLab } from './open-tested-lab.ts';

moveAssignments(openTestedLab);
