import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Half of a short command's CPU time would go into reading the same code again.
enableCompileCache(join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pumphouse'));

// A reader that stops early, as `head` does, is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const [{ runCli }, { openCaller }] = await Promise.all([import('./cli/run-cli.ts'), import('./cli/caller.ts')]);
process.exitCode = await runCli(process.argv.slice(2), openCaller(process));
// A reader that is slower than we are has not taken everything yet, and `exit` would throw the rest away.
await Promise.all([process.stdout, process.stderr].map(drained));
// Connections that are kept alive for a next request would hold the process up.
process.exit();

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => {
    stream.write('', () => done());
  });
}
