import { stripVTControlCharacters } from 'node:util';

const graphemes = new Intl.Segmenter();
/** East Asian wide and full-width forms, and pictures (Unicode Standard Annex 11). */
const wide =
  /^(?:\p{Emoji_Presentation}|\p{sc=Han}|\p{sc=Hiragana}|\p{sc=Katakana}|\p{sc=Hangul}|[\u3000-\u303f\uff01-\uff60])/u;
const nothing = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  const plain = stripVTControlCharacters(text);
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const { segment } of graphemes.segment(plain)) {
    if (!nothing.test(segment)) width += wide.test(segment) ? 2 : 1;
  }
  return width;
}

/** The text with spaces behind it, up to the width. */
export function padDisplay(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The text, or as much of it as fits with an ellipsis behind it. For plain text: colours are taken out. */
export function cutDisplay(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let cut = '';
  for (const { segment } of graphemes.segment(stripVTControlCharacters(text))) {
    if (displayWidth(cut + segment) > width - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
