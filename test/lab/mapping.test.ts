import { followMapping } from '../both/mapping/follow-mapping.ts';
import { openTestedLab } from './open-tested-lab.ts';

followMapping(openTestedLab);
