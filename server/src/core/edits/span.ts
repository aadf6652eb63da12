/** A half-open range of UTF-16 offsets into the Dockerfile text: `start` is inside, `end` is not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function span(start: number, end: number): Span {
  return { start, end };
}

export function spanLength({ start, end }: Span): number {
  return end - start;
}

export function covers(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Two spans overlap when they share a character; an empty span overlaps what it lies strictly inside of. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}
