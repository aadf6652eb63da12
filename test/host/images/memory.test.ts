import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MemoryCache } from "../../../server/src/host/images/memory.ts";
import { factsOf } from "./fixture.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const facts = factsOf("node:22", 1);

test("tells an image that nobody knew from one that was never asked for", () => {
  const memory = new MemoryCache(2);
  memory.set("unknown", undefined, 1_000);
  expect(memory.get("unknown")).toEqual({ facts: undefined, isFresh: true });
  expect(memory.get("other")).toBeUndefined();
});

test("keeps what has become old, and says so", () => {
  const memory = new MemoryCache(2);
  memory.set("a", facts, 1_000);
  vi.advanceTimersByTime(999);
  expect(memory.get("a")).toEqual({ facts, isFresh: true });
  vi.advanceTimersByTime(1);
  expect(memory.get("a")).toEqual({ facts, isFresh: false });
});

test("drops what was not used for longest", () => {
  const memory = new MemoryCache(2);
  for (const key of ["a", "b"]) memory.set(key, facts, 1_000);
  memory.get("a");
  memory.set("c", facts, 1_000);
  expect(["a", "b", "c"].map((key) => memory.get(key) !== undefined)).toEqual([true, false, true]);
});
