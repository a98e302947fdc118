/** The text with the passwords of its addresses taken out: whatever an error quotes, they are never shown. */
export function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/[^\s:/@]*):[^\s/@]+@/g, '$1:[secret]@');
}
