import { createHash } from 'node:crypto';

/** Chance that is the same for the same seed. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, at least 0, below `bound`. */
  below(bound: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
  isTrue(probability: number): boolean;
  /** 32 hexadecimal digits, as Keystone's ids are. */
  hexId(): string;
  /** A UUID, as the ids of the other services are. */
  uuid(): string;
}

/** mulberry32: small, fast, and good enough to choose by. Words make a seed of any text. */
export function openRandom(...words: readonly (string | number)[]): Random {
  let state = createHash('sha256').update(words.join('/')).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  const hexId = (): string => Array.from({ length: 32 }, () => below(16).toString(16)).join('');
  return {
    next,
    below,
    pick: (values) => values[below(values.length)] ?? values[0],
    isTrue: (probability) => next() < probability,
    hexId,
    uuid: () => hexId().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5'),
  };
}
