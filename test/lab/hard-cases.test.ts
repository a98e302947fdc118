import { moveHardCases } from '../both/hard-cases/move-hard-cases.ts';
import { openTestedLab } from './open-tested-lab.ts';

moveHardCases(openTestedLab);
