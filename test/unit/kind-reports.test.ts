import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { allKinds } from '../../src/resources/all.ts';
import { accessRule } from '../../src/plan/access-findings.ts';
import { ownedKinds } from '../../src/plan/owner-findings.ts';
import { kindNames } from '../../src/resources/kind-name.ts';

const folder = 'src/resources';

/** Names of rules: after `rule:`, or behind a severity where findings are made by a function. */
const rulePattern = /(?:\brule: |'(?:blocker|warning|note)',\s*)'([a-z-]+)'/g;

function textOf(file: string): string {
  const path = join(process.cwd(), folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The rules in a kind's file, and in those that it imports from its folder and calls for findings. */
function rulesIn(file: string, seen = new Set<string>()): Set<string> {
  seen.add(file);
  const text = textOf(file);
  const rules = new Set([...text.matchAll(rulePattern)].map(([, rule]) => rule ?? ''));
  for (const [, imported = ''] of text.matchAll(/^(?:import|\}) (?!type ).*from '\.\/([a-z-]+\.ts)';/gm)) {
    const makers = [...textOf(imported).matchAll(/export function (\w+Findings)\(/g)].map(([, maker]) => maker ?? '');
    const isCalled = makers.length === 0 || makers.some((maker) => text.includes(maker));
    if (!isCalled || seen.has(imported) || kindNames.some((name) => `${name}.ts` === imported)) continue;
    for (const rule of rulesIn(imported, seen)) rules.add(rule);
  }
  return rules;
}

test.each(allKinds)(
  'the page of kinds has words for adopting and for every finding of a $name',
  ({ name, adopts = '', reports = {} }) => {
    expect(adopts).not.toBe('');
    const file = posix.format({ name, ext: '.ts' });
    const ofOwners = ownedKinds.includes(name) ? [`${name}-owner-without-role`] : [];
    const ofNetworks = name === 'server' ? [accessRule] : [];
    expect(Object.keys(reports).toSorted()).toEqual([...rulesIn(file), ...ofOwners, ...ofNetworks].toSorted());
  },
);
