import { describe, expect, test } from "vitest";
import { specImages } from "../../support/known.ts";
import { startClient } from "../support/client.ts";
import { completedIn, labelsIn } from "../support/completions.ts";

describe("flags", () => {
  test.each([
    ["FROM a\nRUN --", "--|", ["--mount=", "--network=", "--security=", "--device="]],
    ["FROM a\nCOPY -", "Y -|", ["--from=", "--chown=", "--chmod=", "--link", "--parents", "--exclude="]],
    [
      "FROM a\nADD --c",
      "--c|",
      ["--checksum=", "--chown=", "--chmod=", "--link", "--unpack", "--keep-git-dir", "--exclude="],
    ],
    ["FROM --", "--|", ["--platform="]],
    [
      "FROM a\nHEALTHCHECK --",
      "--|",
      ["--interval=", "--timeout=", "--start-period=", "--start-interval=", "--retries="],
    ],
    [
      "FROM a\nONBUILD COPY --",
      "--|",
      ["--from=", "--chown=", "--chmod=", "--link", "--parents", "--exclude="],
    ],
  ])("are all there are: %j", async (text, place, expected) => {
    expect((await labelsIn(text, place)).toSorted()).toEqual(expected.toSorted());
  });

  test("that are there already are not offered again, but for those that may be repeated", async () => {
    const found = await labelsIn("FROM a\nCOPY --link --exclude=b --fr --chown=c d e\n", "--fr|");
    expect(found).toEqual(["--from=", "--chmod=", "--parents", "--exclude="]);
    expect(
      await labelsIn(
        "FROM a\nRUN --mount=type=cache,target=/b --network=none -- c\n",
        "-- c".replace("--", "--|"),
      ),
    ).toEqual(["--mount=", "--security=", "--device="]);
  });

  test.each([
    ["FROM a\nCOPY --fr", "--fr|", "--from=", "FROM a\nCOPY --from="],
    ["FROM a\nCOPY --ch|o=b c d\n".replace("|", ""), "--ch|o", "--chown=", "FROM a\nCOPY --chown=b c d\n"],
    [
      "FROM a\r\nRUN \\\r\n  # why\r\n  --mo\r\n",
      "--mo|",
      "--mount=",
      "FROM a\r\nRUN \\\r\n  # why\r\n  --mount=\r\n",
    ],
    ["FROM a\nCOPY \\\n", "\\\n|", "--link", "FROM a\nCOPY \\\n--link"],
  ])("replace just their name: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label)).toBe(expected);
  });

  test.each([
    ["behind the first word", "FROM a\nCOPY b --", "b --|"],
    ["of a command", "FROM a\nRUN ls --", "ls --|"],
    ["of instructions without any", "FROM a\nCMD --", "CMD --|"],
    ["in the JSON form", 'FROM a\nCOPY ["--', '["--|'],
    ["behind a continuation character", "FROM a\nCOPY \\\n  b c\n", "\\|"],
    ["in a comment", "FROM a\nCOPY \\\n# --\nb c\n", "# --|"],
  ])("are not offered %s", async (_, text, place) => {
    expect((await labelsIn(text, place)).filter((label) => label.startsWith("--"))).toEqual([]);
  });
});

test("where a value follows, an editor that can is told to ask on", async () => {
  const client = await startClient({ initializationOptions: { suggestCommand: "ask.again" } });
  const { items } = await (await client.open("FROM a\nCOPY --")).completions("--|");
  const asked = items.flatMap(({ label, command }) => (command?.command === "ask.again" ? [label] : []));
  expect(asked).toEqual(["--from=", "--chown=", "--chmod=", "--exclude="]);
});

describe("values", () => {
  test.each([
    ["FROM a\nRUN --network=", "--network=|", "none", "FROM a\nRUN --network=none"],
    ["FROM a\nRUN --security=s b\n", "--security=s|", "insecure", "FROM a\nRUN --security=insecure b\n"],
    ["FROM --platform=linux/x a\n", "linux/|x", "linux/arm64", "FROM --platform=linux/arm64 a\n"],
    ["FROM --platform= a\n", "--platform=|", "$BUILDPLATFORM", "FROM --platform=$BUILDPLATFORM a\n"],
    ["FROM a\nADD --unpack=", "--unpack=|", "true", "FROM a\nADD --unpack=true"],
    ["FROM a\nCOPY --chmod=", "--chmod=|", "755", "FROM a\nCOPY --chmod=755"],
    [
      "FROM a\nHEALTHCHECK --interval= CMD b\n",
      "--interval=|",
      "30s",
      "FROM a\nHEALTHCHECK --interval=30s CMD b\n",
    ],
    ["FROM a\nHEALTHCHECK N", "K N|", "NONE", "FROM a\nHEALTHCHECK NONE"],
    ["FROM a \n", "FROM a |", "AS", "FROM a AS\n"],
    ["FROM a\nSTOPSIGNAL s", "L s|", "SIGQUIT", "FROM a\nSTOPSIGNAL SIGQUIT"],
  ])("that are known: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label)).toBe(expected);
  });
});

describe("mounts", () => {
  test.each([
    ["FROM a\nRUN --mount=", "--mount=|", "type=secret", "FROM a\nRUN --mount=type=secret"],
    ["FROM a\nRUN --mount=type=c b\n", "type=c|", "cache", "FROM a\nRUN --mount=type=cache b\n"],
    [
      "FROM a\nRUN --mount=type=cache, b\n",
      "cache,|",
      "target=",
      "FROM a\nRUN --mount=type=cache,target= b\n",
    ],
    [
      "FROM a\nRUN --mount=type=cache,sharing=s,target=/b c\n",
      "sharing=s|",
      "locked",
      "FROM a\nRUN --mount=type=cache,sharing=locked,target=/b c\n",
    ],
    [
      "FROM node:22\nRUN --mount=type=cache,target= npm ci\n",
      "target=|",
      "/root/.npm",
      "FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n",
    ],
    [
      "FROM node:22\nRUN --mount= npm ci\n",
      "--mount=|",
      "type=cache,target=/root/.npm",
      "FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n",
    ],
    [
      "FROM a AS build\nFROM b\nRUN --mount=from=,target=/c d\n",
      "from=|",
      "build",
      "FROM a AS build\nFROM b\nRUN --mount=from=build,target=/c d\n",
    ],
    [
      "FROM a\nRUN --mount=type=secret,id=t b\nRUN --mount=type=secret,id= c\n",
      "id=| c",
      "t",
      "FROM a\nRUN --mount=type=secret,id=t b\nRUN --mount=type=secret,id=t c\n",
    ],
    [
      "FROM a\nRUN --mount=target=/b,ty c\n",
      ",ty|",
      "type=tmpfs",
      "FROM a\nRUN --mount=target=/b,type=tmpfs c\n",
    ],
  ])("are completed part by part: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label, { images: specImages })).toBe(expected);
  });

  test("have the keys of their type, each once", async () => {
    const found = await labelsIn("FROM a\nRUN --mount=type=secret,dst=/b, c\n", "/b,|");
    expect(found).toEqual(["id=", "env=", "required", "mode=", "uid=", "gid="]);
    expect(await labelsIn("FROM a\nRUN --mount=type=ssh, c\n", "ssh,|")).not.toContain("env=");
  });
});

describe("sources of files", () => {
  const text = "FROM node:22 AS deps\nFROM x\nFROM b AS build\nCOPY --from= c d\nFROM e AS later\n";

  test("are earlier stages by name or number, then images", async () => {
    const found = await labelsIn(text, "--from=|", { images: specImages });
    expect(found.slice(0, 2)).toEqual(["1", "deps"]);
    expect(found).toContain("node");
    expect(found).not.toContain("later");
    expect(found).not.toContain("build");
  });

  test("are completed with their tags", async () => {
    const options = { images: specImages };
    const typed = "FROM a\nCOPY --from=node:2 /b /c\n";
    expect(await completedIn(typed, "node:2|", "20-slim", options)).toBe(
      "FROM a\nCOPY --from=node:20-slim /b /c\n",
    );
    expect(await completedIn("FROM a AS b\nFROM c\nONBUILD COPY --from=", "--from=|", "b")).toBe(
      "FROM a AS b\nFROM c\nONBUILD COPY --from=b",
    );
  });
});
