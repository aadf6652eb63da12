import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Engine } from "../../../server/src/host/engine/engine.ts";
import { LocalEngine } from "../../../server/src/host/engine/localEngine.ts";

function recorded(answer: (path: string) => unknown) {
  const asked: string[] = [];
  const errors: string[] = [];
  const engine: Engine = {
    get: async (path) => {
      asked.push(path);
      return answer(path);
    },
  };
  const local = new LocalEngine({
    find: async () => engine,
    log: { error: (line) => errors.push(line) },
    pause: 0,
  });
  return { asked, errors, local };
}

const images = [{ Id: "sha256:a", Created: 1, RepoTags: ["a:1"] }];
const answers = (path: string): unknown =>
  path === "/images/json" ? images : [{ CreatedBy: "RUN make # buildkit", Size: 7 }];

test("nothing is asked before the workspace is trusted, nor when the engine is switched off", async () => {
  const { local, asked } = recorded(answers);
  local.use(true);
  expect(local.builtImages()).toEqual([]);
  expect(await local.find()).toBeUndefined();
  local.trust();
  local.use(false);
  expect(local.builtImages()).toEqual([]);
  expect(await local.find()).toBeUndefined();
  await pause(5);
  expect(asked).toEqual([]);
});

test("what was built is told when it is known, and only when it is news", async () => {
  const { local } = recorded(answers);
  local.use(true);
  local.trust();
  let told = 0;
  local.onChange(() => {
    told += 1;
  });
  expect(local.builtImages()).toEqual([]);
  await pause(10);
  expect(local.builtImages()).toMatchObject([
    { name: "a:1", steps: [{ createdBy: "RUN make # buildkit", bytes: 7 }] },
  ]);
  await pause(10);
  expect(told).toBe(1);
});

test("an engine that fails is named once", async () => {
  const { local, errors } = recorded(() => {
    throw new Error("permission denied");
  });
  local.use(true);
  local.trust();
  for (let times = 0; times < 3; times += 1) {
    local.builtImages();
    await pause(5);
  }
  expect(errors).toEqual(["The container engine does not say what it has built: permission denied"]);
});
