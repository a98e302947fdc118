import type * as ESTree from 'oxc-parser';
import type { ParsedFile } from './parsed-file.ts';
import type { Violation } from './violation.ts';

const functionLines = 70;
const fileLines = 400;
const lineLength = 120;
const nestingDepth = 3;

type FunctionNode = ESTree.Function | ESTree.ArrowFunctionExpression;

/** House rule 7: it fits on a screen. */
export function checkSizes(file: ParsedFile): Violation[] {
  return [...fileLength(file), ...lineLengths(file), ...functionLengths(file), ...nesting(file)];
}

function fileLength(file: ParsedFile): Violation[] {
  const length = file.lines.length - (file.lines.at(-1) === '' ? 1 : 0);
  if (length <= fileLines) return [];
  return [{ path: file.path, line: fileLines + 1, message: tooLong('file', length, fileLines) }];
}

function lineLengths({ path, lines }: ParsedFile): Violation[] {
  return lines.flatMap((text, index) => {
    if (text.length <= lineLength) return [];
    const message = `line has ${text.length} characters, more than ${lineLength}. Break it.`;
    return [{ path, line: index + 1, message }];
  });
}

function functionLengths(file: ParsedFile): Violation[] {
  const violations: Violation[] = [];
  const suites = new Set<number>();
  const measure = ({ start, end }: FunctionNode) => {
    const length = file.lineOf(end) - file.lineOf(start) + 1;
    if (length > functionLines && !suites.has(start)) {
      violations.push(file.violation(start, tooLong('function', length, functionLines)));
    }
  };
  file.walk({
    CallExpression(call) {
      if (isSuite(call)) for (const argument of call.arguments) suites.add(argument.start);
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  });
  return violations;
}

/** A `describe` is a heading over functions, not a function to be read at once. */
function isSuite({ callee }: ESTree.CallExpression): boolean {
  if (callee.type === 'CallExpression') return isSuite(callee);
  const name = callee.type === 'MemberExpression' ? callee.object : callee;
  return name.type === 'Identifier' && name.name === 'describe';
}

function nesting(file: ParsedFile): Violation[] {
  const violations: Violation[] = [];
  const depths = [0];
  const elseIfs = new Set<number>();
  const enterFunction = () => void depths.push(0);
  const leaveFunction = () => void depths.pop();
  const enter = ({ start }: { readonly start: number }) => {
    const depth = (depths.pop() ?? 0) + (elseIfs.has(start) ? 0 : 1);
    depths.push(depth);
    if (depth === nestingDepth + 1 && !elseIfs.has(start)) violations.push(file.violation(start, tooDeep));
  };
  const leave = ({ start }: { readonly start: number }) => {
    depths.push((depths.pop() ?? 0) - (elseIfs.has(start) ? 0 : 1));
  };
  file.walk({
    FunctionDeclaration: enterFunction,
    'FunctionDeclaration:exit': leaveFunction,
    FunctionExpression: enterFunction,
    'FunctionExpression:exit': leaveFunction,
    ArrowFunctionExpression: enterFunction,
    'ArrowFunctionExpression:exit': leaveFunction,
    IfStatement(node) {
      if (node.alternate?.type === 'IfStatement') elseIfs.add(node.alternate.start);
      enter(node);
    },
    'IfStatement:exit': leave,
    ForStatement: enter,
    'ForStatement:exit': leave,
    ForOfStatement: enter,
    'ForOfStatement:exit': leave,
    ForInStatement: enter,
    'ForInStatement:exit': leave,
    WhileStatement: enter,
    'WhileStatement:exit': leave,
    DoWhileStatement: enter,
    'DoWhileStatement:exit': leave,
    SwitchStatement: enter,
    'SwitchStatement:exit': leave,
    TryStatement: enter,
    'TryStatement:exit': leave,
  });
  return violations;
}

const tooDeep = `is nested more than ${nestingDepth} deep. Return early, or give the inner part a function of its own.`;

function tooLong(what: string, length: number, limit: number): string {
  return `${what} has ${length} lines, more than ${limit}. Take a part with a name of its own out of it.`;
}
