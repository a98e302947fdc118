import { openCaller } from './cli/caller.ts';
import { runCli } from './cli/run-cli.ts';

// A reader that stops early, as `head` does, is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

process.exitCode = await runCli(process.argv.slice(2), openCaller(process));
// Connections that are kept alive for a next request would hold the process up.
process.exit();
