/** A place where the code leaves the house rules, and what to do about it. */
export interface Violation {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** What is wrong and the cure, as one sentence each. */
  readonly message: string;
}

/** `path:line message`, as editors and terminals make it clickable. */
export function violationLine({ path, line, message }: Violation): string {
  return `${path}:${line} ${message}`;
}
