/** Lets a bounded number of tasks run at once; the others wait in line. */
export interface Gate {
  pass<T>(task: () => Promise<T>): Promise<T>;
}

export function openGate(atOnce: number): Gate {
  let free = atOnce;
  const line: (() => void)[] = [];
  return {
    async pass(task) {
      if (free > 0) free -= 1;
      else await new Promise<void>((enter) => line.push(enter));
      try {
        return await task();
      } finally {
        const next = line.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
