import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Problem } from '../base/problem.ts';
import type { CephAccess } from '../openstack/credentials.ts';

/** A running command of Ceph's. */
export interface RbdProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves when it ended well; rejects with a Problem in its own words when it did not, or was broken off. */
  readonly ended: Promise<void>;
}

export interface RbdOptions {
  readonly signal?: AbortSignal | undefined;
  /** It is ended when it takes longer. */
  readonly timeoutMs?: number | undefined;
  /** `rbd` when it is not said. */
  readonly program?: 'ceph' | undefined;
}

/** The end of what it said is enough to know why it failed. */
const saidBytes = 2000;

/** Starts `rbd`, or `ceph`, with words of its own, never through a shell. */
export function startRbd({ conf, user }: CephAccess, words: readonly string[], options: RbdOptions = {}): RbdProcess {
  const { signal, timeoutMs, program = 'rbd' } = options;
  const child = spawn(program, ['--conf', conf, '--id', user, ...words]);
  let said = '';
  let isLate = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-saidBytes)));
  // What is written to one that has ended shows in its exit code.
  child.stdin.on('error', () => {});
  const stop = (): void => void child.kill('SIGKILL');
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          isLate = true;
          stop();
        }, timeoutMs);
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const ended = new Promise<void>((done, fail) => {
    child.on('error', (cause) => fail(startProblem(program, cause)));
    child.on('close', (code) => {
      if (code === 0) return done();
      if (signal?.aborted === true) return fail(brokenOff());
      fail(
        rbdProblem([program, ...words], isLate ? `no answer within ${(timeoutMs ?? 0) / 1000} s` : saidOf(said, code)),
      );
    });
  }).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  });
  // Whoever reads its output hears of the failure there first.
  ended.catch(() => {});
  return { child, ended };
}

/** Runs it to its end; resolves with what it printed. Throws a Problem when it fails. */
export async function runRbdCommand(
  access: CephAccess,
  words: readonly string[],
  options: RbdOptions = {},
): Promise<string> {
  const { child, ended } = startRbd(access, words, options);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stdin.end();
  await ended;
  return printed;
}

/** Ceph's own words, without the noise of its client about sockets of the administrator. */
function saidOf(said: string, code: number | null): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !/AdminSocket|^\d{4}-.*asok/.test(line));
  return lines.length === 0 ? `exit code ${code ?? 'none'}` : lines.slice(-3).join('; ');
}

function rbdProblem(words: readonly string[], detail: string): Problem {
  return new Problem({
    summary: `\`${words.slice(0, 3).join(' ')}\` failed`,
    detail,
    cure: 'See whether the same command works on this machine, with the `ceph` and `ceph_user` of clouds.yaml.',
    remedy: 'retry',
  });
}

function startProblem(program: string, cause: Error): Problem {
  return new Problem({
    summary: `the command \`${program}\` cannot be started`,
    detail: cause.message,
    cure: 'Install ceph-common on this machine, or choose --copier glance.',
    remedy: 'ask',
    cause,
  });
}

function brokenOff(): Problem {
  return new Problem({
    summary: 'the copy was broken off',
    cure: 'Run the same command again: it goes on.',
    remedy: 'retry',
  });
}
