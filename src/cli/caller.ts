import { styleText } from 'node:util';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';

export type Paint = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', text: string) => string;

/** Who called a command: where its words go, and what it may know of its surroundings. */
export interface Caller {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  readonly folder: string;
  /** Width of the terminal that reads standard error; undefined when none does. */
  readonly columns: () => number | undefined;
  /** Whether a person can be asked. */
  readonly canAsk: boolean;
  /** Colours the text when standard output takes colours. */
  readonly paint: Paint;
  /** Colours the text when standard error takes colours. */
  readonly paintError: Paint;
  /** Result: standard output. A line end is added. */
  print(text: string): void;
  /** News and problems: standard error. A line end is added. */
  tell(text: string): void;
  /** Standard error, as it is: for what is drawn again and again. */
  draw(text: string): void;
  isVerbose(): boolean;
  beVerbose(): void;
  /** What the process will end with; the last word counts. */
  end(code: ExitCode): void;
  exitCode(): ExitCode;
}

type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'cwd'>;

/** The caller of this process. */
export function openCaller({ stdin, stdout, stderr, env, cwd }: Streams): Caller {
  let isVerbose = false;
  let code: ExitCode = exitCodes.done;
  return {
    environment: env,
    folder: cwd(),
    columns: () => (stderr.isTTY ? stderr.columns : undefined),
    canAsk: stdin.isTTY && stderr.isTTY,
    paint: paintFor(stdout.isTTY, env),
    paintError: paintFor(stderr.isTTY, env),
    print: (text) => void stdout.write(`${text}\n`),
    tell: (text) => void stderr.write(`${text}\n`),
    draw: (text) => void stderr.write(text),
    isVerbose: () => isVerbose,
    beVerbose: () => {
      isVerbose = true;
    },
    end: (next) => {
      code = next;
    },
    exitCode: () => code,
  };
}

/** Colours only for a terminal, and not when NO_COLOR is set (no-color.org). */
function paintFor(isTerminal: boolean | undefined, env: Readonly<Record<string, string | undefined>>): Paint {
  const hasColor = isTerminal === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return (style, text) => (hasColor ? styleText(style, text, { validateStream: false }) : text);
}
