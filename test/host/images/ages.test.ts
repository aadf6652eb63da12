import { expect, test } from "vitest";
import { freshFor } from "../../../server/src/host/images/ages.ts";
import { factsOf, reference } from "./fixture.ts";

const hour = 3_600_000;
const digest = `sha256:${"a".repeat(64)}`;

test.each([
  ["node:22", "registry", 12 * hour],
  ["node", "registry", 12 * hour],
  ["node:22.11.0-slim", "registry", 7 * 24 * hour],
  ["node:22.11.0-slim", "engine", hour / 12],
  [`node:22@${digest}`, "registry", Number.POSITIVE_INFINITY],
  [`node@${digest}`, "engine", Number.POSITIVE_INFINITY],
] as const)("%s as the %s states it", (text, source, expected) => {
  const dated = { facts: factsOf(text, 1, source), fetchedAt: 5_000 };
  expect(freshFor(reference(text), dated, 5_000)).toBe(expected);
});

test("gets less with time, down to nothing, and is nothing for a date in the future", () => {
  const dated = { facts: factsOf("node:22", 1), fetchedAt: 100 * hour };
  const left = [101, 112, 200, 99].map((now) => freshFor(reference("node:22"), dated, now * hour));
  expect(left).toEqual([11 * hour, 0, 0, 0]);
});
