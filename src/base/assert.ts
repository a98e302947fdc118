/** Thrown when the program itself is wrong. It is never caught: the engine makes crashing cheap. */
class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/** States what must hold at this point. A false condition is a bug of ours, never bad input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message);
}
