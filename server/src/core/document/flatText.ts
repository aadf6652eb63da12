import type { Span } from "../edits/span.ts";

/** A stretch of flat text that stands unbroken in the source. All three numbers are UTF-16 units. */
interface Piece {
  readonly flatStart: number;
  readonly sourceStart: number;
  readonly length: number;
}

/**
 * Text as BuildKit joins it – continuation characters, comments and empty lines between continued lines taken
 * out – together with the way back to the source. Offsets into `text` are called flat offsets.
 */
export interface FlatText {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** The source span of the flat range `start`–`end`. A range over a line break covers what was taken out between. */
export function sourceSpan(flat: FlatText, start: number, end: number): Span {
  const from = sourceOffset(flat, start);
  return { start: from, end: end > start ? sourceOffset(flat, end - 1) + 1 : from };
}

/** The source offset of the character at a flat offset; the end of the text maps behind its last character. */
function sourceOffset(flat: FlatText, offset: number): number {
  const { pieces } = flat;
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const piece = pieces[middle];
    if (piece && piece.flatStart <= offset) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  return piece ? piece.sourceStart + (offset - piece.flatStart) : 0;
}

/** The part of a flat text between two flat offsets, with its own way back. */
export function sliceFlat(flat: FlatText, start: number, end = flat.text.length): FlatText {
  const [only, second] = flat.pieces;
  if (only && !second && start < end)
    return identityFlat(flat.text.slice(start, end), only.sourceStart + (start - only.flatStart));
  const pieces: Piece[] = [];
  for (const piece of flat.pieces) {
    const from = Math.max(start, piece.flatStart);
    const to = Math.min(end, piece.flatStart + piece.length);
    if (to <= from) continue;
    pieces.push({
      flatStart: from - start,
      sourceStart: piece.sourceStart + (from - piece.flatStart),
      length: to - from,
    });
  }
  if (pieces.length === 0) pieces.push({ flatStart: 0, sourceStart: sourceOffset(flat, start), length: 0 });
  return { text: flat.text.slice(start, end), pieces };
}

/** Text that stands in the source just as it is. */
export function identityFlat(text: string, sourceStart: number): FlatText {
  return { text, pieces: [{ flatStart: 0, sourceStart, length: text.length }] };
}

/** Joins stretches of the source, each given by its span, in order. */
export function joinFlat(source: string, spans: readonly Span[]): FlatText {
  const [only, second] = spans;
  if (only && !second && only.start < only.end)
    return identityFlat(source.slice(only.start, only.end), only.start);
  const pieces: Piece[] = [];
  let text = "";
  for (const { start, end } of spans) {
    if (end <= start) continue;
    pieces.push({ flatStart: text.length, sourceStart: start, length: end - start });
    text += source.slice(start, end);
  }
  if (pieces.length === 0) pieces.push({ flatStart: 0, sourceStart: spans[0]?.start ?? 0, length: 0 });
  return { text, pieces };
}

/** Both texts, one behind the other, with a line break between them. */
export function onOwnLines(first: FlatText, second: FlatText): FlatText {
  const shift = first.text.length + 1;
  const pieces = second.pieces.map((piece) => ({ ...piece, flatStart: piece.flatStart + shift }));
  return { text: `${first.text}\n${second.text}`, pieces: [...first.pieces, ...pieces] };
}

/** A stretch of the source without the carriage returns of Windows. */
export function unixLines(source: string, { start, end }: Span): FlatText {
  const spans: Span[] = [];
  let from = start;
  while (from < end) {
    const found = source.indexOf("\r\n", from);
    const to = found < 0 || found >= end ? end : found;
    spans.push({ start: from, end: to });
    from = to + 1;
  }
  return joinFlat(source, spans.length > 0 ? spans : [{ start, end }]);
}
