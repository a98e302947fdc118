import { inspect } from 'node:util';
import { expect } from 'vitest';
import { Problem } from '../../../src/base/problem.ts';
import { password, tokenStart } from './fake-cloud.ts';

/** The Problem that a task ends with; nothing in it, its fields or its causes may be a secret. */
export async function problemOf(task: Promise<unknown>): Promise<Problem> {
  try {
    await task;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const everything = `${problem.paragraph()} ${inspect(problem, { depth: 20, showHidden: true })}`;
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(tokenStart);
    return problem;
  }
  return expect.unreachable('there was no Problem');
}
