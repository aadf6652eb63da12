/** How much wider bold letters are. */
export const bold = 1.12;

/** Where there is no browser to measure it, the width of a text in a usual sans-serif font; rather too wide. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const character of text) units += unitsOf(character);
  return units * size;
}

/** The text, or as much of its beginning as fits, with an ellipsis; "" when not even three characters do. */
export function fitted(text: string, width: number, size: number): string {
  if (text.length < 400 && textWidth(text, size) <= width) return text;
  let units = unitsOf("…");
  let kept = "";
  for (const character of text) {
    units += unitsOf(character);
    if (units * size > width) break;
    kept += character;
  }
  return kept.length < 3 ? "" : `${kept.trimEnd()}…`;
}

function unitsOf(character: string): number {
  if (/[ilI.,:;|'!()[\]jt f/r-]/.test(character)) return 0.36;
  if (/[mwMW@%…—→≈]/.test(character)) return 0.95;
  if (/[A-Z&$_=+<>]/.test(character)) return 0.7;
  if (/[\x20-\x7e–·×−]/.test(character)) return 0.63;
  return character <= "\u024f" ? 0.65 : 1.1;
}
