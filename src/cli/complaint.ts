import { CommanderError } from '@commander-js/extra-typings';
import { Problem } from '../base/problem.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { plainText } from './plain-text.ts';

export interface Complaint {
  /** A paragraph, or lines; undefined when there is nothing to say. */
  readonly text: string | undefined;
  readonly code: ExitCode;
}

export interface ComplaintWishes {
  /** Whether what caused a problem is told too. */
  readonly isVerbose: boolean;
  /** Whether the stack of a bug is told. */
  readonly hasStack: boolean;
}

/** What is said of an error, and how the process ends. */
export function complaint(error: unknown, { isVerbose, hasStack }: ComplaintWishes): Complaint {
  if (error instanceof CommanderError) return usage(error);
  if (error instanceof Problem && error.mistakes.length > 0) return mistakes(error);
  if (error instanceof Problem) {
    const causes = isVerbose ? causesOf(error.cause) : '';
    return { text: `pumphouse: ${plainText(oneLine(`${error.paragraph()}${causes}`))}`, code: exitCodes.problem };
  }
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = hasStack && error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : '';
  return {
    text:
      `pumphouse: this is a bug of Pumphouse: ${words}. The same command goes on where it stopped. Please report it ` +
      `in the issue list of the project, with the command and what PUMPHOUSE_LOG=debug prints.${stack}`,
    code: exitCodes.problem,
  };
}

/** What is wrong in a file that the operator wrote is wrong usage: one mistake a line, so that editors find them. */
function mistakes(problem: Problem): Complaint {
  const lines = [...problem.mistakes, `pumphouse: ${problem.paragraph()}`];
  return { text: lines.map((line) => plainText(oneLine(line))).join('\n'), code: exitCodes.usage };
}

/** Commander throws for `--help` and `--version` too, which are no mistakes. */
function usage({ code, message, exitCode }: CommanderError): Complaint {
  if (exitCode === 0) return { text: undefined, code: exitCodes.done };
  if (code === 'commander.help') return { text: undefined, code: exitCodes.usage };
  const words = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const hint = code === 'pumphouse.usage' ? '' : ' Add --help to see how it is used.';
  const end = /[.?)]$/.test(words) ? '' : '.';
  return { text: `pumphouse: ${words}${end}${hint}`, code: exitCodes.usage };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function causesOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  return ` Caused by: ${cause.message}.${causesOf(cause.cause)}`;
}
