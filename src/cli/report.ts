import { Command, Option } from '@commander-js/extra-typings';
import type { Report } from '../operations/report-run.ts';
import type { Caller } from './caller.ts';
import { cloudOptions } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { withStore } from './with-clouds.ts';
import { writeResult } from './write-result.ts';

const formats = ['text', 'json', 'html'] as const;

export function reportCommand(caller: Caller) {
  return new Command('report')
    .summary('show what a run did')
    .description(
      'Shows what became of each resource and server of a run: verified, different, missing or left behind, ' +
        'downtime, bytes, ids on both sides, HTTP calls. Speaks to no cloud.',
    )
    .argument('[run]', 'id of a run or the beginning of one; the newest without it')
    .addOption(new Option('-f, --format <format>', 'form of the report').choices(formats).default(formats[0]))
    .option('-o, --output <file>', 'write it to this file')
    .addOption(cloudOptions.database())
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async (word, options) => {
      await withStore(caller, options.database, async (store) => {
        const { findWantedRun } = await import('./find-wanted-run.ts');
        const { reportRun } = await import('../operations/report-run.ts');
        const report = await reportRun(store, await findWantedRun(store, word));
        const isFile = options.output !== undefined;
        const text = await formatReport(report, options.format, isFile ? undefined : caller);
        if (options.output === undefined) caller.print(text);
        else await writeResult(options.output, text, caller);
      });
    });
}

const examples = `Examples:
  pumphouse report
  pumphouse report 1a2b -f html -o report.html
  pumphouse report -f json | jq '.resources[] | select(.verdict != "verified")'`;

/** The report in the wanted form; colours and width are those of the caller, if it is for one. */
export async function formatReport(
  report: Report,
  format: (typeof formats)[number],
  caller: Pick<Caller, 'paint' | 'columns'> | undefined,
): Promise<string> {
  if (format === 'json') return JSON.stringify(report, null, 2);
  if (format === 'html') return (await import('./report-html.ts')).reportHtml(report);
  const { reportText } = await import('./report-text.ts');
  return reportText(report, { paint: caller?.paint ?? ((_style, text) => text), columns: caller?.columns() });
}
