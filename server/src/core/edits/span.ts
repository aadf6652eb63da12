/** A half-open range of UTF-16 offsets into the Dockerfile text: `start` is inside, `end` is not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function covers(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
