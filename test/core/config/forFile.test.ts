import { describe, expect, test } from "vitest";
import { analyze } from "../../../server/src/core/analyze.ts";
import { configForFile } from "../../../server/src/core/config/forFile.ts";
import { withSettings } from "../../../server/src/core/config/withSettings.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import { readSettings } from "../../../server/src/core/settings.ts";

describe("what holds for one file", () => {
  test("nothing, when no file says anything", () => {
    expect(configForFile([])).toEqual({
      severities: {},
      policy: { budgets: {}, registries: [], labels: { required: {}, strict: false } },
      isIgnored: false,
      failOn: undefined,
    });
  });

  test("later layers win rule by rule, lists as a whole", () => {
    const weak = {
      rules: { "apt-lists": "off", "pip-cache": "error" },
      registries: ["docker.io"],
      labels: { a: "text" },
      strictLabels: true,
      failOn: "error",
    } as const;
    const strong = {
      rules: { "pip-cache": "hint" },
      registries: ["ghcr.io"],
      budgets: { image: 5 },
    } as const;
    const both = configForFile([
      { config: weak, path: "x/Dockerfile" },
      { config: strong, path: "Dockerfile" },
    ]);
    expect(both).toMatchObject({
      severities: { "apt-lists": "off", "pip-cache": "hint" },
      policy: {
        budgets: { image: 5 },
        registries: ["ghcr.io"],
        labels: { required: { a: "text" }, strict: true },
      },
      failOn: "error",
    });
  });

  test("overrides hold for the files they name, in their order", () => {
    const config = {
      rules: { "root-user": "error" },
      overrides: [
        { files: ["**/dev.*", "!keep/**"], rules: { "root-user": "off", "apt-lists": "off" } },
        { files: ["tools"], rules: { "root-user": "hint" }, budgets: { image: 7 } },
      ],
    } as const;
    const at = (path: string) => configForFile([{ config, path }]).severities;
    expect(at("Dockerfile")).toEqual({ "root-user": "error" });
    expect(at("a/b/dev.Dockerfile")).toEqual({ "root-user": "off", "apt-lists": "off" });
    expect(at("keep/dev.Dockerfile")).toEqual({ "root-user": "error" });
    expect(at("tools/dev.Dockerfile")).toEqual({ "root-user": "hint", "apt-lists": "off" });
    expect(configForFile([{ config, path: "tools/x" }]).policy.budgets).toEqual({ image: 7 });
  });

  test.each([
    ["legacy/a/Dockerfile", true],
    ["legacy2/Dockerfile", false],
    ["deep/er/old.Dockerfile", true],
    ["vendor/ours/Dockerfile", false],
    ["vendor/theirs/Dockerfile", true],
  ])("ignore: %s → %s", (path, isIgnored) => {
    const config = { ignore: ["legacy", "**/old.Dockerfile", "vendor", "!vendor/ours"] };
    expect(configForFile([{ config, path }]).isIgnored).toBe(isIgnored);
  });

  test("a malformed pattern takes in nothing", () => {
    expect(configForFile([{ config: { ignore: ["[", "b"] }, path: "a" }]).isIgnored).toBe(false);
    expect(configForFile([{ config: { ignore: ["[", "b"] }, path: "b" }]).isIgnored).toBe(true);
  });
});

describe("the user's own settings", () => {
  const file = configForFile([
    {
      path: "Dockerfile",
      config: {
        rules: { "apt-lists": "off", "pip-cache": "error", "root-user": "hint" },
        budgets: { image: 1, service: 2 },
        registries: ["ghcr.io"],
      },
    },
  ]);
  const merged = (given: unknown) => withSettings(file, readSettings(given).values);

  test("win where they say something", () => {
    const given = {
      rules: { "pip-cache": "off", "root-user": "default" },
      "budget.image": 5,
      allowedRegistries: ["quay.io"],
    };
    expect(merged(given)).toMatchObject({
      severities: { "apt-lists": "off", "pip-cache": "off" },
      policy: { budgets: { image: 5e6, service: 2 }, registries: ["quay.io"] },
    });
    expect(merged(given).severities).not.toHaveProperty("root-user");
  });

  test("leave the file's word alone elsewhere, also when an editor sends its defaults", () => {
    for (const given of [{}, { rules: {}, budget: { image: null, service: null }, allowedRegistries: [] }])
      expect(merged(given)).toEqual({ severities: file.severities, policy: file.policy });
  });
});

describe("# check=error=true", () => {
  const severities = (directive: string, chosen = {}) =>
    analyze(`${directive}FROM alpine:3.22\nMAINTAINER Jane\nCMD echo $HOME\nRUN sudo true\n`, {
      known: nothingKnown,
      settings: { severities: chosen },
    }).map(({ rule, severity }) => `${rule.id} ${severity}`);

  test("makes errors of what Docker's own checks find, and of nothing else", () => {
    expect(severities("")).toContain("maintainer information");
    const strict = severities("# check=skip=StageNameCasing;error=true\n");
    expect(strict).toContain("maintainer error");
    expect(strict).toContain("shell-form-command error");
    expect(strict).toContain("sudo warning");
  });

  test("does not when it says something else", () => {
    expect(severities("# check=error=false\n")).toContain("maintainer information");
    expect(severities("FROM x\n# check=error=true\n")).toContain("maintainer information");
  });

  test("gives way to a severity that was chosen", () => {
    expect(severities("# check=error=true\n", { maintainer: "hint" })).toContain("maintainer hint");
  });
});
