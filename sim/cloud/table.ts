/** Records of one sort by their id, in the order in which they were made. */
export interface Table<T extends { readonly id: string }> {
  get(id: string): T | undefined;
  list(): T[];
  where(isWanted: (record: T) => boolean): T[];
  find(isWanted: (record: T) => boolean): T | undefined;
  /** Adds it, or takes the place of the one of its id. */
  put(record: T): T;
  /** True when it was there. */
  remove(id: string): boolean;
  removeWhere(isUnwanted: (record: T) => boolean): void;
}

export function openTable<T extends { readonly id: string }>(): Table<T> {
  const records = new Map<string, T>();
  return {
    get: (id) => records.get(id),
    list: () => [...records.values()],
    where: (isWanted) => [...records.values()].filter(isWanted),
    find: (isWanted) => [...records.values()].find(isWanted),
    put(record) {
      records.set(record.id, record);
      return record;
    },
    remove: (id) => records.delete(id),
    removeWhere(isUnwanted) {
      for (const record of records.values()) if (isUnwanted(record)) records.delete(record.id);
    },
  };
}
