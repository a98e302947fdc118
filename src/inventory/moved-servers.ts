const prefix = 'server/';

/** Pure: the ids of the servers among twins that earlier runs noted by `kind/source id`. */
export function movedServers(known: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...known.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)));
}
