import type * as ESTree from 'oxc-parser';
import type { ParsedFile } from './parsed-file.ts';
import type { Violation } from './violation.ts';

/** Methods of a kind that decide, and so must give the same answer for the same values. */
const pureMethods = new Set(['needs', 'links', 'precedes', 'assess', 'translate', 'match', 'compare', 'isMovable']);

const impureGlobals = new Set([
  'process',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'console',
]);
const impureMembers = new Set(['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues']);

/** House rule 4: `plan/`, selection, and what a kind decides use no clock, random, disk or network. */
export function checkPurity(file: ParsedFile): Violation[] {
  if (file.path.endsWith('.test.ts')) return [];
  if (file.path.startsWith('src/plan/')) return [...outsideImports(file), ...impureUses(file, () => true)];
  if (file.path === 'src/inventory/select.ts') return impureUses(file, () => true);
  return file.path.startsWith('src/resources/') ? impureMethods(file) : [];
}

function outsideImports(file: ParsedFile): Violation[] {
  return file.imports
    .filter(({ specifier }) => /^(node:|undici$|pg$|mysql2)/.test(specifier))
    .map(({ specifier, offset }) => file.violation(offset, `plan/ is pure: it may not import ${specifier}. ${cure}`));
}

/** Async and impure uses inside the pure methods of an object that is a kind. */
function impureMethods(file: ParsedFile): Violation[] {
  const violations: Violation[] = [];
  const spans: { readonly start: number; readonly end: number }[] = [];
  file.walk({
    Property({ key, value }) {
      if (key.type !== 'Identifier' || !pureMethods.has(key.name)) return;
      if (value.type !== 'FunctionExpression' && value.type !== 'ArrowFunctionExpression') return;
      spans.push(value);
      if (value.async) violations.push(file.violation(value.start, `${key.name} is pure: it cannot be async. ${cure}`));
    },
  });
  const isInside = (offset: number) => spans.some(({ start, end }) => start <= offset && offset < end);
  return [...violations, ...impureUses(file, isInside)];
}

function impureUses(file: ParsedFile, isWanted: (offset: number) => boolean): Violation[] {
  const violations: Violation[] = [];
  const ban = (start: number, name: string) => {
    if (isWanted(start)) violations.push(file.violation(start, `${name} is not pure, and this decides. ${cure}`));
  };
  file.walk({
    MemberExpression({ object, property, start }) {
      if (object.type !== 'Identifier') return;
      const name = `${object.name}.${property.type === 'Identifier' ? property.name : ''}`;
      if (impureMembers.has(name)) ban(start, name);
      else if (impureGlobals.has(object.name)) ban(start, object.name);
    },
    CallExpression({ callee, start }) {
      if (callee.type === 'Identifier' && impureGlobals.has(callee.name)) ban(start, callee.name);
    },
    NewExpression(node) {
      if (isClock(node)) ban(node.start, 'new Date()');
    },
  });
  return violations;
}

function isClock({ callee, arguments: given }: ESTree.NewExpression): boolean {
  return callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0;
}

const cure = 'Take the value as an argument from the caller.';
