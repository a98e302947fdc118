import { globSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareSides, type Compared } from './compare-sides.ts';
import type { Scenario } from './step.ts';

/**
 * `npm run sim:lab -- [scenario…] [--json FILE]`: sends the same calls to the lab's destination cloud and to simulated
 * ones, and says where the answers differ. Exits with 1 when a difference has no reason.
 */
const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });

const results: Compared[] = [];
for (const scenario of await findScenarios(positionals)) results.push(tell(await compareSides(scenario)));

const calls = sum(({ calls: count }) => count);
const unexplained = sum(({ verdicts }) => verdicts.flatMap((verdict) => verdict.unexplained).length);
const explained = sum(({ verdicts }) => verdicts.flatMap((verdict) => verdict.explained).length);
if (values.json !== undefined) writeFileSync(values.json, figures());
console.log(`compared ${calls} calls: ${unexplained} differences unexplained, ${explained} explained`);
process.exitCode = unexplained === 0 ? 0 : 1;

/** Every `<service>-scenario.ts` beside this file, or those that are named. */
async function findScenarios(names: readonly string[]): Promise<Scenario[]> {
  const paths = globSync('*-scenario.ts', { cwd: import.meta.dirname }).toSorted();
  const scenarios: Scenario[] = [];
  for (const path of paths) {
    const exported: unknown = await import(`./${path}`);
    if (typeof exported === 'object' && exported !== null)
      scenarios.push(...Object.values(exported).filter(isScenario));
  }
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw new Error(`no scenario ${unknown.join(', ')}; there are: ${scenarios.map(({ name }) => name).join(', ')}`);
  }
  return scenarios.filter(({ name }) => names.length === 0 || names.includes(name));
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
  const scenarios = results.map(({ name, calls: count, verdicts }) => ({
    name,
    calls: count,
    unexplained: verdicts.flatMap((verdict) => verdict.unexplained).length,
    explained: verdicts.flatMap(({ title, explained: known }) => known.map((one) => ({ step: title, ...one }))),
  }));
  return `${JSON.stringify({ calls, unexplained, explained, scenarios }, null, 2)}\n`;
}
