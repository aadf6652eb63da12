import { expect, test } from "vitest";
import { filesTogether } from "../../../server/src/host/inline/writtenBack.ts";

test("a file that several Dockerfiles want alike is written once, one that they want differently is not", () => {
  const [a, b] = [
    { path: "/p/a/.dockerignore", content: ".git\n" },
    { path: "/p/b/.dockerignore", content: ".git\n" },
  ];
  expect(filesTogether([a, a, b])).toEqual({ files: [a, b], leftOut: [] });
  expect(filesTogether([a, b, { ...a, content: "dist\n" }, a])).toEqual({
    files: [b],
    leftOut: [".dockerignore: left as it is, because the Dockerfiles in the file want it in different ways"],
  });
});
