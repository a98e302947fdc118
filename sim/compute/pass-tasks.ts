import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Server } from './records.ts';

/** Nova says so much later what it does next: once its conductor has asked a host, then once the host has begun. */
const taskMs = 150;

/** Lets a server go through task states, the first at once; what takes it out of them keeps it from the others. */
export function passTasks({ clock, state }: SimCloud, server: Server, tasks: readonly string[]): void {
  const { id } = server;
  server.taskState = tasks[0] ?? null;
  for (const [index, task] of tasks.slice(1).entries()) {
    clock.after((index + 1) * taskMs, () => {
      const found = state.servers.get(id);
      if (found !== undefined && found.taskState === tasks[index]) found.taskState = task;
    });
  }
}
