import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { rules } from "../../../server/src/core/rules/index.ts";
import { createConfigLoader } from "../../../server/src/host/config/loader.ts";

/** A folder with these files; goes with the test. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-config-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

async function loaded(files: Readonly<Record<string, string>>, dockerfile = "Dockerfile") {
  const folder = project(files);
  const { files: found, ...config } = await createConfigLoader(rules).of(path.join(folder, dockerfile));
  return {
    ...config,
    found: found.map((file) => path.relative(folder, file.path)),
    problems: found.flatMap(({ text, problems }) =>
      problems.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`),
    ),
  };
}

describe("configuration files", () => {
  test("the nearest above the Dockerfile counts", async () => {
    const files = {
      ".plimsoll.json": '{ "rules": { "pip-cache": "off", "root-user": "off" } }',
      "a/.plimsoll.json": '{ "rules": { "pip-cache": "error" } }',
    };
    expect(await loaded(files, "a/b/Dockerfile")).toMatchObject({
      found: ["a/.plimsoll.json"],
      severities: { "pip-cache": "error" },
    });
    expect((await loaded(files, "c/Dockerfile")).found).toEqual([".plimsoll.json"]);
  });

  test("package.json counts where it names us, and gives way to a file of our own beside it", async () => {
    const manifest =
      '{\n\t"name": "x",\n\t"plimsoll": { "rules": { "pip-cache": "off", "nope": "off" } }\n}\n';
    const own = await loaded({ "package.json": manifest, "a/package.json": "{}" }, "a/Dockerfile");
    expect(own.severities).toEqual({ "pip-cache": "off" });
    expect(own.problems).toEqual(['"nope": "off": "nope" is no rule']);
    const both = await loaded({ "package.json": manifest, ".plimsoll.json": "{}" });
    expect(both.found).toEqual([".plimsoll.json"]);
  });

  test("a broken package.json is none of our business", async () => {
    expect(await loaded({ "package.json": '{ "plimsoll": ' })).toMatchObject({ found: [], problems: [] });
  });

  test("an existing .hadolint.yaml holds below our own file", async () => {
    const files = {
      ".hadolint.yaml": "ignored: [DL3042, DL3002]\nfailure-threshold: error # ours\n",
      ".plimsoll.json": '{ "rules": { "root-user": "error" } }',
    };
    expect(await loaded(files, "a/Dockerfile")).toMatchObject({
      found: [".hadolint.yaml", ".plimsoll.json"],
      severities: { "pip-cache": "off", "root-user": "error" },
      failOn: "error",
    });
  });

  test("comments, trailing commas, a byte order mark and CRLF are fine", async () => {
    const text = '\uFEFF// ours\r\n{\r\n  "rules": { "pip-cache": "off", },\r\n  "nope": 1,\r\n}\r\n';
    const read = await loaded({ ".plimsoll.json": text });
    expect(read.severities).toEqual({ "pip-cache": "off" });
    expect(read.problems).toEqual(['"nope": 1: there is no key "nope"']);
  });

  test("what is no JSON or no YAML gives one problem and the defaults", async () => {
    const json = await loaded({ ".plimsoll.json": '{ "rules": { "pip-cache": off } }' });
    expect(json.severities).toEqual({});
    expect(json.problems).toEqual(["off: this is not valid JSON here; the defaults are used"]);
    const yaml = await loaded({ ".hadolint.yml": "ignored:\n  - DL3042\n ignored: {" });
    expect(yaml.severities).toEqual({});
    expect(yaml.problems).toHaveLength(1);
    expect(yaml.problems[0]).toContain("this is not valid YAML here; the defaults are used");
  });

  test.each(["", "   \n", "null", "3", "[]"])("%j in .plimsoll.json is told", async (text) => {
    const { problems, severities } = await loaded({ ".plimsoll.json": text });
    expect(problems).toHaveLength(1);
    expect(severities).toEqual({});
  });

  test("aliases of aliases do no harm", async () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let at = 1; at < 12; at += 1) {
      const [before, here] = [String.fromCharCode(96 + at), String.fromCharCode(97 + at)];
      bomb.push(`${here}: &${here} [${Array(9).fill(`*${before}`).join(", ")}]`);
    }
    const read = await loaded({ ".hadolint.yaml": `${bomb.join("\n")}\nignored: [DL3042]\n` });
    expect(read.severities).toEqual({});
  });

  test("a folder of that name, and a huge file, count as absent", async () => {
    const read = await loaded({
      ".plimsoll.json/x": "",
      ".hadolint.yaml": `# ${"x".repeat(1_100_000)}\nignored: [DL3042]\n`,
    });
    expect(read).toMatchObject({ found: [], severities: {} });
  });

  test("are read once, until they are forgotten", async () => {
    const folder = project({ ".plimsoll.json": '{ "rules": { "pip-cache": "off" } }' });
    const loader = createConfigLoader(rules);
    const dockerfile = path.join(folder, "Dockerfile");
    expect((await loader.of(dockerfile)).severities).toEqual({ "pip-cache": "off" });
    writeFileSync(path.join(folder, ".plimsoll.json"), "{}");
    expect((await loader.of(dockerfile)).severities).toEqual({ "pip-cache": "off" });
    loader.forget();
    expect((await loader.of(dockerfile)).severities).toEqual({});
  });

  test("a file that is named counts alone", async () => {
    const folder = project({ ".plimsoll.json": '{ "rules": { "pip-cache": "off" } }', "ci.json": "{}" });
    const loader = createConfigLoader(rules);
    const dockerfile = path.join(folder, "Dockerfile");
    expect((await loader.only(path.join(folder, "ci.json"), dockerfile))?.severities).toEqual({});
    expect(await loader.only(path.join(folder, "none.json"), dockerfile)).toBeUndefined();
  });
});
