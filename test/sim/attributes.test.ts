import { allRows } from '../both/attributes/all-rows.ts';
import { withDns } from '../both/attributes/with-dns.ts';
import { walkAttributes } from '../both/attributes/walk-attributes.ts';
import { openTestedSim } from './open-tested-sim.ts';

/* The Neutron of the lab gives no names: only the simulated one is walked with them. */
walkAttributes(() => openTestedSim({ hasDns: true }), withDns(allRows));
