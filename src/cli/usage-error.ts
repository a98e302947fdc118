import { CommanderError } from '@commander-js/extra-typings';
import { exitCodes } from './exit-codes.ts';

/** The words of the command line do not fit together; the message says what to write instead. */
export function usageError(message: string): CommanderError {
  return new CommanderError(exitCodes.usage, 'pumphouse.usage', message);
}
