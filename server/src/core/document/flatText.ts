import type { Span } from "../edits/span.ts";

/** Where the source goes on elsewhere: something was taken out in front of this character of the flat text. */
interface Joint {
  readonly flatStart: number;
  readonly sourceStart: number;
}

/**
 * Text as BuildKit joins it – continuation characters, comments and empty lines between continued lines taken
 * out – together with the way back to the source. Offsets into `text` are called flat offsets.
 */
export interface FlatText {
  readonly text: string;
  /** Where it begins in the source. */
  readonly start: number;
  /** In order. Nearly every text stands unbroken in the source and has none. */
  readonly joints: readonly Joint[];
}

const none: readonly Joint[] = [];

/** The source span of the flat range `start`–`end`. A range over a line break covers what was taken out between. */
export function sourceSpan(flat: FlatText, start: number, end: number): Span {
  const from = sourceOffset(flat, start);
  return { start: from, end: end > start ? sourceOffset(flat, end - 1) + 1 : from };
}

/** The source offset of the character at a flat offset; the end of the text maps behind its last character. */
export function sourceOffset(flat: FlatText, offset: number): number {
  const joint = flat.joints.length > 0 ? jointBefore(flat.joints, offset) : undefined;
  return joint ? joint.sourceStart + (offset - joint.flatStart) : flat.start + offset;
}

/** The last joint at or in front of a flat offset. */
function jointBefore(joints: readonly Joint[], offset: number): Joint | undefined {
  let low = -1;
  let high = joints.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const joint = joints[middle];
    if (joint && joint.flatStart <= offset) low = middle;
    else high = middle - 1;
  }
  return joints[low];
}

/** The stretches of the source that the text is made of, in order. */
export function sourceStretches({ text, start, joints }: FlatText): readonly Span[] {
  const stretches: Span[] = [];
  let flatStart = 0;
  let sourceStart = start;
  for (const joint of joints) {
    stretches.push({ start: sourceStart, end: sourceStart + (joint.flatStart - flatStart) });
    ({ flatStart, sourceStart } = joint);
  }
  stretches.push({ start: sourceStart, end: sourceStart + (text.length - flatStart) });
  return stretches;
}

/** The part of a flat text between two flat offsets, with its own way back. */
export function sliceFlat(flat: FlatText, start: number, end = flat.text.length): FlatText {
  const text = flat.text.slice(start, end);
  const begin = sourceOffset(flat, start);
  if (flat.joints.length === 0) return identityFlat(text, begin);
  const joints: Joint[] = [];
  for (const { flatStart, sourceStart } of flat.joints)
    if (flatStart > start && flatStart < end) joints.push({ flatStart: flatStart - start, sourceStart });
  return { text, start: begin, joints };
}

/** Text that stands in the source just as it is. */
export function identityFlat(text: string, start: number): FlatText {
  return { text, start, joints: none };
}

/** Joins stretches of the source, each given by its span, in order. */
export function joinFlat(source: string, spans: readonly Span[]): FlatText {
  const filled = spans.filter(({ start, end }) => end > start);
  const [first = spans[0], ...others] = filled;
  if (!first) return identityFlat("", 0);
  let text = source.slice(first.start, first.end);
  const joints = others.map(({ start, end }): Joint => {
    const flatStart = text.length;
    text += source.slice(start, end);
    return { flatStart, sourceStart: start };
  });
  return { text, start: first.start, joints };
}

/** Both texts, one behind the other, with a line break between them. */
export function onOwnLines(first: FlatText, second: FlatText): FlatText {
  const shift = first.text.length + 1;
  const joints = second.joints.map((joint) => ({ ...joint, flatStart: joint.flatStart + shift }));
  return {
    text: `${first.text}\n${second.text}`,
    start: first.start,
    joints: [...first.joints, { flatStart: shift, sourceStart: second.start }, ...joints],
  };
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
