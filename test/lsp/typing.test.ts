import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { rules } from "../../server/src/core/rules/index.ts";
import { Contexts } from "../../server/src/host/buildContext/contexts.ts";
import { createConfigLoader } from "../../server/src/host/config/loader.ts";
import { folderWith } from "../support/tree.ts";
import { startClient } from "./support/client.ts";

const counted = vi.hoisted(() => ({ calls: 0 }));

/** The module with every function counted. */
function counting<T extends object>(original: T): T {
  const wrapped = Object.entries(original).map(([name, value]) => [
    name,
    typeof value === "function" && !/^[A-Z]/.test(name)
      ? (...args: readonly unknown[]) => {
          counted.calls += 1;
          return Reflect.apply(value, original, args);
        }
      : value,
  ]);
  return Object.fromEntries(wrapped) as T;
}

vi.mock("node:fs", async (load) => counting(await load<typeof import("node:fs")>()));
vi.mock("node:fs/promises", async (load) => counting(await load<typeof import("node:fs/promises")>()));

test("typing looks at no disk", async () => {
  const text = "FROM node:22-slim\nCOPY gone .\n";
  const folder = folderWith({ Dockerfile: text, "package.json": "{}", ".plimsoll.json": "{}" });
  const client = await startClient({
    contexts: new Contexts({ info: () => undefined, error: () => undefined }, 5),
    configuration: createConfigLoader(rules),
    rules: rules.filter(({ id }) => id === "missing-copy-source"),
  });
  const beforeOpening = counted.calls;
  const doc = await client.open(text, pathToFileURL(path.join(folder, "Dockerfile")).href);
  await vi.waitFor(() => expect(client.published.all.at(-1)?.diagnostics).toHaveLength(1));
  expect(counted.calls, "opening looks").toBeGreaterThan(beforeOpening);

  const beforeTyping = counted.calls;
  for (const name of ["gone1", "gone2", "gone3"]) {
    const next = doc.nextDiagnostics();
    await doc.type("gone", name);
    expect(await next).toHaveLength(1);
  }
  expect(counted.calls).toBe(beforeTyping);
});
