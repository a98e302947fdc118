/**
 * Text from a cloud as it may be shown on a terminal: control characters, which could move the cursor or change the
 * title, become visible pictures.
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (letter) => {
    const code = letter.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
  });
}
