import { walkAttributes } from '../both/attributes/walk-attributes.ts';
import { openTestedLab } from './open-tested-lab.ts';

walkAttributes(openTestedLab);
