/** A kind as prose has it: `floating IP`. */
export function kindWords(kind: string): string {
  return kind.replaceAll('-', ' ').replace(/\bip\b/, 'IP');
}
