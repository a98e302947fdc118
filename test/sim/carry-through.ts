import { joinTaps } from '../../sim/faults/join-taps.ts';
import { type KillMoment, killTap } from '../../sim/faults/kill-tap.ts';
import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Tap } from '../../sim/cloud/tap.ts';
import type { ProcessEnd, PumphouseProcess } from './pumphouse-process.ts';
import type { World } from './world.ts';

export interface Through {
  readonly words: readonly string[];
  readonly databaseUrl: string;
  /** Each ends one process. Writes are counted anew from the start of each process. */
  readonly kills: readonly KillMoment[];
  /** What else goes wrong while the command is killed and tried. */
  readonly faults?: ((cloud: SimCloud) => Tap) | undefined;
  /** How often the command is tried while things go wrong, before the clouds come to rest. */
  readonly stormyTries?: number | undefined;
  /** Ends what people do to the clouds, as these come to rest. */
  readonly atCalm?: (() => void) | undefined;
  /** The command is left as it was killed: nobody carries it on. */
  readonly isLeft?: boolean;
}

export interface ThroughEnd {
  /** The end of the last process. */
  readonly end: ProcessEnd;
  readonly processes: number;
  readonly killed: number;
  /** When the last one that was killed was dead, in milliseconds since 1970. */
  readonly killedMs: number | undefined;
}

/** How long what was under way at a kill stays so, from the first request of the next process on. */
const underWayMs = 700;

/**
 * Runs a command again and again, through kills and faults, until it ends well; the last time in calm. What a cloud was
 * about when the process was killed is still under way when the next one looks: a server boots, an image is saved.
 */
export async function carryThrough(world: World, through: Through): Promise<ThroughEnd> {
  const { words, databaseUrl, kills, faults, stormyTries = 0, atCalm, isLeft = false } = through;
  let killed = 0;
  let killedMs: number | undefined;
  let processes = 0;
  let last: ProcessEnd = { code: undefined, stdout: '', stderr: '' };
  for (let tried = 0; tried < Math.max(kills.length, stormyTries); tried += 1) {
    const end = (last = await once(kills[tried]));
    if (end.code === undefined) {
      killed += 1;
      killedMs = Date.now();
    } else if (end.code === 0 && tried >= kills.length - 1) return { end, processes, killed, killedMs };
    else if (stormyTries === 0) return { end, processes, killed, killedMs };
  }
  if (faults !== undefined) for (const cloud of clouds()) calm(cloud);
  atCalm?.();
  if (isLeft) return { end: last, processes, killed, killedMs };
  for (const cloud of clouds()) cloud.tap = releaseTap(cloud);
  const end = await world.start(words, databaseUrl).end;
  return { end, processes: processes + 1, killed, killedMs };

  function clouds(): SimCloud[] {
    return [world.pair.source, world.pair.destination];
  }

  async function once(kill: KillMoment | undefined): Promise<ProcessEnd> {
    processes += 1;
    const counted = Object.fromEntries(clouds().map(({ name, writes }) => [name, writes.length]));
    const process = world.start(words, databaseUrl);
    for (const cloud of clouds()) {
      const taps = [releaseTap(cloud), faults?.(cloud) ?? {}];
      if (kill?.cloud === cloud.name) {
        const write = (counted[cloud.name] ?? 0) + kill.write;
        taps.unshift(killTap({ ...kill, write }, killAmidst(process)));
      }
      cloud.tap = joinTaps(...taps);
    }
    return await process.end;
  }

  function killAmidst(process: PumphouseProcess): () => void {
    return () => {
      process.kill();
      for (const { clock } of clouds()) clock.hold();
    };
  }
}

/** Lets go on what was held at a kill, some time after a new process has asked for the first time. */
function releaseTap({ clock }: SimCloud): Tap {
  let hasAsked = false;
  return {
    before() {
      if (!hasAsked) setTimeout(clock.release, underWayMs);
      hasAsked = true;
      return undefined;
    },
  };
}

/** Nothing goes wrong any more, and the operator has reset what hung: `openstack server set --state active`. */
function calm(cloud: SimCloud): void {
  cloud.tap = {};
  cloud.fate = () => undefined;
  cloud.clock.release();
  cloud.clock.settleAll();
  for (const server of cloud.state.servers.list()) if (server.status !== 'BUILD') server.taskState = null;
}
