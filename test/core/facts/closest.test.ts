import { expect, test } from "vitest";
import { closestName } from "../../../server/src/core/facts/closest.ts";

test.each([
  ["biulder", ["builder", "deps"], "builder"],
  ["APP_VERISON", ["APP_VERSION", "APP_NAME"], "APP_VERSION"],
  ["Version", ["VERSION"], "VERSION"],
  ["stage1", ["stage2"], undefined],
  ["app", ["api"], undefined],
  ["tester", ["tested", "testes"], undefined],
  ["release", ["debug"], undefined],
])("%s among %j means %s", (name, candidates, expected) => {
  expect(closestName(name, candidates)).toBe(expected);
});
