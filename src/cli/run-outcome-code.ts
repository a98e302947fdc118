import type { RunResult } from '../operations/run-plan.ts';
import type { Verification } from '../operations/verify-run.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** What a process ends with after a run: failures count before differences, which may come from them. */
export function runOutcomeCode({ outcome, verification }: RunResult): ExitCode {
  if (outcome.ended === 'cancelled') return exitCodes.cancelled;
  if (verification === undefined || Object.values(outcome.nodes).some((state) => state !== 'done')) {
    return exitCodes.failed;
  }
  return verificationCode(verification);
}

/** Differences and missing resources end a process with a code of their own; what was left on purpose does not. */
export function verificationCode({ verdicts }: Verification): ExitCode {
  const isUnequal = verdicts.some(({ verdict }) => verdict === 'differs' || verdict === 'missing');
  return isUnequal ? exitCodes.differs : exitCodes.done;
}
