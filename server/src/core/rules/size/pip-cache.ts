import { insertAt } from "../../edits/apply.ts";
import { cacheMountFix } from "../../edits/cacheMounts.ts";
import type { Facts } from "../../facts/facts.ts";
import { hasOption, type PackageCommand } from "../../facts/packages.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { remember } from "../../remember.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "pip-cache",
  group: "size",
  summary: "`pip install` keeps its download cache in the layer.",
  why: "pip stores every wheel it downloads below `~/.cache/pip`, where nothing in the image reads it again. With `--no-cache-dir` the layer holds the installed packages alone. A cache mount keeps it out of the layer as well, and spares the download in the next build.",
  severity: "warning",
  phase: "word",
  safety: ["safe", "review"],
  aliases: ["DL3042"],
  *check(facts): Generator<Problem> {
    for (const install of facts.packages) {
      if (install.manager !== "pip" || install.action !== "install" || !install.actionWord) continue;
      // In a build stage the cache is not shipped, and only helps the next build.
      if (!install.run.stage?.isShipped) continue;
      if (hasOption(install, "--no-cache-dir", "--cache-dir")) continue;
      if (isCacheSwitchedOff(install, facts) || isCacheMounted(install)) continue;
      const mount = cacheMountFix(facts, install.run, "pip");
      yield {
        span: { start: install.command.nameWord.span.start, end: install.actionWord.span.end },
        message: "pip keeps its download cache in this layer",
        fixes: [
          {
            title: "Add --no-cache-dir to pip install",
            safety: "safe",
            edits: [insertAt(install.actionWord.span.end, " --no-cache-dir")],
          },
          ...(mount ? [mount] : []),
        ],
      };
    }
  },
});

const variable = "PIP_NO_CACHE_DIR";

function isCacheSwitchedOff({ run, command }: PackageCommand, { scope }: Facts): boolean {
  const inEnvironment = scope.value(variable, run.stage, run.instruction);
  const own = command.assignments.flatMap(({ name, value }) => (name === variable ? value : []));
  const values = [inEnvironment, ...own, ...valuesInScript(run)];
  return values.some((value) => value !== undefined && !/^(0|false|no|off|)$/i.test(value));
}

/** What the script sets the variable to, for all of its commands. */
const valuesInScript = remember(({ script }: RunFacts) =>
  script.commands.flatMap(({ name: program, nameWord, assignments, args }) =>
    [
      ...(nameWord.text === "" ? assignments : []),
      ...(program === "export" ? args.map((word) => nameAndValue(word.value)) : []),
    ].flatMap(({ name, value }) => (name === variable ? value : [])),
  ),
);

function nameAndValue(text: string) {
  const equals = text.indexOf("=");
  return { name: text.slice(0, Math.max(0, equals)), value: text.slice(equals + 1) };
}

function isCacheMounted({ run }: PackageCommand): boolean {
  return run.instruction.mounts.some(
    ({ type, target }) => (type === "cache" || type === "tmpfs") && target?.includes(".cache/pip"),
  );
}
