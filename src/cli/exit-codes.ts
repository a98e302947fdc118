/** How the process ends. Scripts rely on these numbers, so they never change their meaning. */
export const exitCodes = {
  done: 0,
  problem: 1,
  usage: 2,
  blocked: 3,
  failed: 4,
  differs: 5,
  cancelled: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'done',
  problem: 'a problem: nothing or only a part was done, as the message says',
  usage: 'wrong usage',
  blocked: 'the plan has blockers: nothing was written to a cloud',
  failed: 'the run ended with failures: the same command tries them again',
  differs: 'verification found differences, or something is missing',
  cancelled: 'the run was cancelled: what was in between is as it was before',
  interrupted: 'interrupted: the same command goes on',
};

/** The exit codes as lines for `--help`; all of them, or only those that a command has. */
export function describeExitCodes(names?: readonly (keyof typeof exitCodes)[]): string {
  const lines = Object.entries(meanings)
    .map(([name, meaning]) => ({ code: codeOf(name), meaning, name }))
    .filter(({ name }) => names === undefined || names.some((wanted) => wanted === name))
    .map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`);
  return ['Exit codes:', ...lines].join('\n');
}

function codeOf(name: string): number {
  return Object.entries(exitCodes).find(([other]) => other === name)?.[1] ?? exitCodes.problem;
}
