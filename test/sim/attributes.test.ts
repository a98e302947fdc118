import { allRows } from '../both/attributes/all-rows.ts';
import { useSpecimens } from '../both/attributes/use-specimens.ts';
import { walkAttributes } from '../both/attributes/walk-attributes.ts';
import { withDns } from '../both/attributes/with-dns.ts';
import { openTestedSim } from './open-tested-sim.ts';

/* The Neutron of the lab gives no names: only the simulated one is walked with them. */
const rows = withDns(allRows);
walkAttributes(
  useSpecimens(() => openTestedSim({ hasDns: true }), rows),
  rows,
);
