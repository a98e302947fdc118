/** A line with what lies below it. */
export interface Branch {
  readonly text: string;
  readonly below: readonly Branch[];
}

/** The branches as lines, each with the twigs that lead to it. */
export function drawTree(branches: readonly Branch[], indent = ''): string[] {
  return branches.flatMap(({ text, below }, index) => {
    const isLast = index === branches.length - 1;
    return [`${indent}${isLast ? '└── ' : '├── '}${text}`, ...drawTree(below, `${indent}${isLast ? '    ' : '│   '}`)];
  });
}
