import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { configSchema, fields } from "../../../server/src/core/config/fields.ts";
import { readHadolintConfig } from "../../../server/src/core/config/hadolintConfig.ts";
import { readConfig } from "../../../server/src/core/config/readConfig.ts";
import { rules } from "../../../server/src/core/rules/index.ts";
import { parseJson } from "../../../server/src/host/config/parseFile.ts";

describe("a configuration", () => {
  test("is read as a whole, sizes in bytes", () => {
    const given = {
      rules: { "apt-lists": "off", DL3042: "error", sc2046: "hint" },
      budgets: { image: 500, service: 0.5 },
      allowedRegistries: ["ghcr.io"],
      labels: { team: "text" },
      strictLabels: true,
      ignore: ["legacy"],
      overrides: [{ files: ["a"], rules: { "root-user": "hint" } }],
      failOn: "never",
    };
    expect(readConfig(given, rules)).toEqual({
      problems: [],
      config: {
        rules: { "apt-lists": "off", "pip-cache": "error", SC2046: "hint" },
        budgets: { image: 500_000_000, service: 500_000 },
        registries: ["ghcr.io"],
        labels: { team: "text" },
        strictLabels: true,
        ignore: ["legacy"],
        overrides: [{ files: ["a"], rules: { "root-user": "hint" } }],
        failOn: "never",
      },
    });
  });

  test("that says nothing gives nothing", () => {
    expect(readConfig({}, rules)).toEqual({ config: {}, problems: [] });
  });

  test.each<[unknown, readonly (string | number)[], string]>([
    [[], [], "the configuration must be an object, not a list; the defaults are used"],
    [null, [], "the configuration must be an object, not null; the defaults are used"],
    [{ rule: {} }, ["rule"], 'there is no key "rule"; "rules" is one'],
    [{ zzz: 1 }, ["zzz"], 'there is no key "zzz"'],
    [{ rules: [] }, ["rules"], "must be an object, not a list; it is left out"],
    [{ rules: { "pip-cash": "off" } }, ["rules", "pip-cash"], '"pip-cash" is no rule; "pip-cache" is'],
    [
      { rules: { "pip-cache": true } },
      ["rules", "pip-cache"],
      'must be one of "off", "hint", "information", "warning", "error", not a boolean; its default is used',
    ],
    [{ budgets: { img: 3 } }, ["budgets", "img"], 'there is no budget "img"; "image" and "service" are'],
    [
      { budgets: { image: "500 MB" } },
      ["budgets", "image"],
      'must be a number of MB above 0, not "500 MB"; there is no limit',
    ],
    [
      { budgets: { image: -1 } },
      ["budgets", "image"],
      "must be a number of MB above 0, not -1; there is no limit",
    ],
    [
      { allowedRegistries: "ghcr.io" },
      ["allowedRegistries"],
      "must be a list of strings, not a string; it is left out",
    ],
    [{ ignore: ["a", 3] }, ["ignore", 1], "must be a string, not 3; it is left out"],
    [
      { labels: { team: "name" } },
      ["labels", "team"],
      'must be one of "text", "url", "rfc3339", "spdx", "hash", "semver", "email", not "name"; the label is not asked for',
    ],
    [{ strictLabels: "yes" }, ["strictLabels"], 'must be true or false, not "yes"; false is used'],
    [
      { failOn: "info" },
      ["failOn"],
      'must be one of "error", "warning", "information", "hint", "never", not "info"; "warning" is used',
    ],
    [{ overrides: {} }, ["overrides"], "must be a list, not an object; it is left out"],
    [
      { overrides: [{ rules: {} }] },
      ["overrides", 0],
      'needs "files", the patterns it is for; it is left out',
    ],
    [{ overrides: [{ files: [], ignore: [] }] }, ["overrides", 0, "ignore"], 'there is no key "ignore"'],
    [
      { overrides: [{ files: ["a"], rules: { x: "off" } }] },
      ["overrides", 0, "rules", "x"],
      '"x" is no rule',
    ],
  ])("%j has one problem", (given, path, message) => {
    expect(readConfig(given, rules).problems).toEqual([{ path, message }]);
  });

  test("names from Object.prototype are no rules and no keys", () => {
    const { config, problems } = readConfig(JSON.parse('{"rules":{"toString":"off"},"__proto__":{}}'), rules);
    expect(config.rules).toEqual({});
    expect(problems.map(({ message }) => message)).toEqual([
      '"toString" is no rule',
      'there is no key "__proto__"',
    ]);
  });

  test("the documented example is right, and uses every key", () => {
    const { value, mistake } = parseJson(readFileSync("docs/example.plimsoll.json", "utf8"));
    expect(mistake).toBeUndefined();
    expect(readConfig(value, rules).problems).toEqual([]);
    const used = Object.keys(value as object);
    expect(fields.map(({ key }) => key).filter((key) => !used.includes(key))).toEqual(["strictLabels"]);
  });

  test("the schema has every key, and every rule with its summary", () => {
    const { properties } = configSchema(rules) as { properties: Record<string, { properties?: object }> };
    expect(Object.keys(properties)).toEqual(["$schema", ...fields.map(({ key }) => key)]);
    expect(Object.keys(properties.rules?.properties ?? {})).toEqual(rules.map(({ id }) => id));
  });
});

describe("a hadolint configuration", () => {
  test("says what it says about rules that we have", () => {
    const given = {
      ignored: ["DL3008", "DL9999", "SC1091"],
      override: { error: ["DL3042"], warning: ["DL3015"], info: ["DL3002"], style: ["DL3025", "DL3008"] },
      trustedRegistries: ["docker.io", "*.example.com"],
      "label-schema": { author: "text", created: "rfc3339", other: "whatever" },
      "strict-labels": true,
      "failure-threshold": "info",
      format: "tty",
      "no-color": true,
    };
    expect(readHadolintConfig(given, rules)).toEqual({
      problems: [],
      config: {
        rules: {
          "unpinned-apt": "off",
          SC1091: "off",
          "pip-cache": "error",
          "apt-recommends": "warning",
          "root-user": "information",
          "shell-form-command": "hint",
        },
        registries: ["docker.io", "*.example.com"],
        labels: { author: "text", created: "rfc3339", other: "text" },
        strictLabels: true,
        failOn: "information",
      },
    });
  });

  test.each([
    ["error", "error"],
    ["warning", "warning"],
    ["style", "hint"],
    ["ignore", "hint"],
    ["none", "never"],
    ["toString", undefined],
    [7, undefined],
  ])("failure-threshold %s", (threshold, failOn) => {
    expect(readHadolintConfig({ "failure-threshold": threshold }, rules).config.failOn).toBe(failOn);
  });

  test("no-fail is stronger than a threshold", () => {
    expect(readHadolintConfig({ "no-fail": true, "failure-threshold": "error" }, rules).config.failOn).toBe(
      "never",
    );
  });

  test.each([null, undefined])("%s, an empty file, is fine", (given) => {
    expect(readHadolintConfig(given, rules)).toEqual({ config: {}, problems: [] });
  });

  test("with wrong kinds of values loses only those", () => {
    const { config, problems } = readHadolintConfig(
      { ignored: "DL3042", override: [], trustedRegistries: 3, "label-schema": [] },
      rules,
    );
    expect(config).toEqual({ rules: {} });
    expect(problems.map(({ path }) => path)).toEqual([["ignored"], ["trustedRegistries"]]);
    expect(readHadolintConfig("DL3042", rules).problems).toHaveLength(1);
  });
});
