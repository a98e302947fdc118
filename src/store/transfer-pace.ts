import type { Transfer } from './transfers.ts';

/** How fast a disk travels, on the average since its copy began. */
export interface TransferPace {
  /** undefined for one that has only begun. */
  readonly bytesPerSecond: number | undefined;
  /** undefined also for one that has come, or of which nothing has been heard lately. */
  readonly leftMs: number | undefined;
}

/** A copy tells of itself about every second. */
const silenceMs = 15_000;

export function transferPace(transfer: Transfer, now: Date): TransferPace {
  const { copiedBytes, totalBytes, digest, beganAt, updatedAt } = transfer;
  const tookMs = beganAt === undefined || updatedAt === undefined ? 0 : updatedAt.getTime() - beganAt.getTime();
  const bytesPerSecond = tookMs > 0 && copiedBytes > 0 ? (copiedBytes / tookMs) * 1000 : undefined;
  const isSilent = updatedAt === undefined || now.getTime() - updatedAt.getTime() > silenceMs;
  if (bytesPerSecond === undefined || isSilent || digest !== undefined) return { bytesPerSecond, leftMs: undefined };
  return { bytesPerSecond, leftMs: (Math.max(0, totalBytes - copiedBytes) / bytesPerSecond) * 1000 };
}
