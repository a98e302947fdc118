import { readFileSync } from 'node:fs';
import { Command, Help, type Option } from '@commander-js/extra-typings';
import { assert } from '../base/assert.ts';
import type { Caller } from './caller.ts';
import { cancelCommand } from './cancel.ts';
import { cloudsCommand } from './clouds.ts';
import { describeExitCodes } from './exit-codes.ts';
import { cutoverCommand } from './cutover.ts';
import { idsCommand } from './ids.ts';
import { inventoryCommand } from './inventory.ts';
import { mapCommand } from './map.ts';
import { migrateCommand } from './migrate.ts';
import { pauseCommand } from './pause.ts';
import { planCommand } from './plan.ts';
import { reportCommand } from './report.ts';
import { resumeCommand } from './resume.ts';
import { runCommand } from './run.ts';
import { simCommand } from './sim.ts';
import { statusCommand } from './status.ts';
import { undoCommand } from './undo.ts';
import { verifyCommand } from './verify.ts';

/** The whole command line. Nothing in it ends the process or writes past the caller. */
export function openProgram(caller: Caller) {
  const program = new Command('pumphouse')
    .description('Moves whole workloads from one OpenStack cloud to another.')
    .version(versionOfPackage(), '-V, --version', 'show the version')
    .option('-v, --verbose', 'tell more: every step as it begins, and what caused a problem')
    .addHelpText('after', `\n${environmentWords}\n\n${examples}\n\n${describeExitCodes()}`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => caller.print(text.trimEnd()),
      writeErr: (text) => caller.tell(text.trimEnd()),
      outputError: () => undefined,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => helpWidth(caller),
      getErrHelpWidth: () => helpWidth(caller),
    })
    .configureHelp({ optionDescription })
    .hook('preAction', (own) => {
      if (own.opts().verbose === true) caller.beVerbose();
    });
  const commands = [
    cloudsCommand,
    inventoryCommand,
    mapCommand,
    planCommand,
    runCommand,
    migrateCommand,
    statusCommand,
    pauseCommand,
    resumeCommand,
    cancelCommand,
    cutoverCommand,
    verifyCommand,
    undoCommand,
    reportCommand,
    idsCommand,
    simCommand,
  ];
  for (const command of commands) {
    const made = command(caller);
    made.copyInheritedSettings(program);
    program.addCommand(made);
  }
  return program;
}

const helpWidthMost = 100;

/** As commander has it, without the defaults that say nothing: none given, and not set. */
function optionDescription(option: Option): string {
  return new Help().optionDescription(option).replace(/,? ?\(?default: (?:\[\]|false)\)/, '');
}

function helpWidth(caller: Caller): number {
  return Math.min(caller.columns() ?? helpWidthMost, helpWidthMost);
}

const environmentWords = `Environment:
  PUMPHOUSE_SOURCE, PUMPHOUSE_DESTINATION, PUMPHOUSE_DATABASE   as the options of the same name
  PUMPHOUSE_HOME     folder of the embedded database
  PUMPHOUSE_LOG      trace, debug, info, warn or error: JSON lines on standard error; debug has each request to a cloud
  OS_CLIENT_CONFIG_FILE, OS_*   as for the openstack client; clouds.yaml is looked for in the same places
  NO_COLOR           no colours`;

const examples = `Examples:
  pumphouse clouds                                                     can both be reached?
  pumphouse plan --source old --destination new --project acme         what would happen?
  pumphouse migrate --source old --destination new --project acme      do it
  pumphouse report                                                     what happened?`;

/** package.json is two folders up, for src/cli/ and dist/cli/ alike. */
function versionOfPackage(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const version = /"version": "([^"]+)"/.exec(text)?.[1];
  assert(version !== undefined, 'package.json has no version');
  return version;
}
