/** When an operator resets the state of a volume at which Cinder hangs, in milliseconds: later than clients wait. */
export const resetMs = 4_000_000;
