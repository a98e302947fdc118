/** A list whose order means nothing, in one that two readings share: services give it now so, now otherwise. */
export function sorted<T>(values: readonly T[]): T[] {
  return values.toSorted((a, b) => {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
