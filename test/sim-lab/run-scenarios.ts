import { globSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareSides, type Compared } from './compare-sides.ts';
import type { Scenario } from './step.ts';

/**
 * `npm run sim:lab -- [scenario…] [--json FILE]`: sends the same calls to the lab's destination cloud and to simulated
 * ones, and says where the answers differ. Exits with 1 when a difference has no reason.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });

/** Two at a time, the longest first: what one makes is of no matter to the other, and each has to wait at times. */
const scenarios = (await findScenarios(positionals)).toSorted((one, other) => other.steps.length - one.steps.length);
const results: Compared[] = [];
const queue = scenarios.values();
const play = async (): Promise<void> => {
  for (const scenario of queue) results.push(tell(await compareSides(scenario)));
};
await Promise.all([play(), play()]);

const calls = sum(({ calls: count }) => count);
const unexplained = sum(({ verdicts }) => verdicts.flatMap((verdict) => verdict.unexplained).length);
const explained = sum(({ verdicts }) => verdicts.flatMap((verdict) => verdict.explained).length);
if (values.json !== undefined) writeFileSync(values.json, figures());
console.log(`compared ${calls} calls: ${unexplained} differences unexplained, ${explained} explained`);
process.exitCode = unexplained === 0 ? 0 : 1;

/** Every `<service>-scenario.ts` beside this file, or those that are named. */
async function findScenarios(names: readonly string[]): Promise<Scenario[]> {
  const paths = globSync('*-scenario.ts', { cwd: import.meta.dirname }).toSorted();
  const found: Scenario[] = [];
  for (const path of paths) {
    const exported: unknown = await import(`./${path}`);
    if (typeof exported === 'object' && exported !== null) found.push(...Object.values(exported).filter(isScenario));
  }
  const unknown = names.filter((name) => !found.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw new Error(`no scenario ${unknown.join(', ')}; there are: ${found.map(({ name }) => name).join(', ')}`);
  }
  return found.filter(({ name }) => names.length === 0 || names.includes(name));
}

function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && 'name' in value && 'steps' in value;
}

function tell(compared: Compared): Compared {
  console.log(`${compared.name}: ${compared.calls} calls compared`);
  for (const { title, unexplained: open, explained: known } of compared.verdicts) {
    for (const { path, lab, sim } of open) console.log(`  DIFFERS ${title}: ${path}\n    lab: ${lab}\n    sim: ${sim}`);
    for (const { path, reason } of known) console.log(`  excepted ${title}: ${path}: ${reason}`);
  }
  return compared;
}

function sum(count: (compared: Compared) => number): number {
  return results.reduce((total, compared) => total + count(compared), 0);
}

function figures(): string {
  const compared = results.map(({ name, calls: count, verdicts }) => ({
    name,
    calls: count,
    unexplained: verdicts.flatMap((verdict) => verdict.unexplained).length,
    explained: verdicts.flatMap(({ title, explained: known }) => known.map((one) => ({ step: title, ...one }))),
  }));
  return `${JSON.stringify({ calls, unexplained, explained, scenarios: compared }, null, 2)}\n`;
}
