import type { Edit, Fix } from "../../edits/fix.ts";
import { removeCommand, removeOption } from "../../edits/options.ts";
import { removeProperty } from "../../edits/properties.ts";
import type { Facts } from "../../facts/facts.ts";
import { optionUses } from "../../facts/options.ts";
import { disablesTls, isLocal, isTlsVariable, tlsOptions, tlsSettingIn } from "../../facts/tls.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "tls-disabled",
  group: "security",
  summary: "A download does not check who it comes from.",
  why: "Without the check of certificates anybody between the build and the server can put their own code into the image. A variable in ENV switches it off for the running program as well. The usual reason is a missing package `ca-certificates`, or a certificate of one's own company, which belongs below `/usr/local/share/ca-certificates`, followed by `update-ca-certificates`. Downloads from `localhost` are not reported.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: [
    "CKV2_DOCKER_2",
    "CKV2_DOCKER_3",
    "CKV2_DOCKER_4",
    "CKV2_DOCKER_5",
    "CKV2_DOCKER_6",
    "CKV2_DOCKER_12",
    "CKV2_DOCKER_13",
    "CKV2_DOCKER_14",
    "CKV2_DOCKER_15",
    "CKV2_DOCKER_16",
  ],
  *check(facts): Generator<Problem> {
    yield* options(facts);
    yield* settings(facts);
    yield* assignments(facts);
    yield* variables(facts);
  },
});

function* options(facts: Facts): Generator<Problem> {
  for (const use of optionUses(facts, tlsOptions)) {
    const { command, words, wanted } = use;
    if (command.args.some(({ value }) => isLocal(value))) continue;
    const option = wanted.value ? words.map(({ value }) => value).join(" ") : wanted.option;
    yield {
      span: { start: words[0].span.start, end: (words[1] ?? words[0]).span.end },
      message: message(option),
      fixes: fixes(option, removeOption(facts.dockerfile, use)),
    };
  }
}

function* settings({ dockerfile, runs }: Facts): Generator<Problem> {
  for (const run of runs) {
    for (const command of run.script.commands) {
      const setting = tlsSettingIn(command);
      const end = command.args.at(-1)?.span.end;
      if (setting === undefined || end === undefined) continue;
      yield {
        span: { start: command.nameWord.span.start, end },
        message: message(setting.length > 60 ? command.name : setting),
        fixes: fixes(setting, removeCommand(dockerfile, run, command)),
      };
    }
  }
}

/** `GIT_SSL_NO_VERIFY=1 git clone …`, `export …` */
function* assignments({ runs }: Facts): Generator<Problem> {
  for (const { script } of runs) {
    for (const { name, args, assignments: assigned } of script.commands) {
      for (const { name: variable, value, span } of assigned)
        if (disablesTls(`${variable}=${value}`)) yield { span, message: message(`${variable}=${value}`) };
      if (name !== "export") continue;
      for (const { value, span } of args) if (disablesTls(value)) yield { span, message: message(value) };
    }
  }
}

function* variables(facts: Facts): Generator<Problem> {
  for (const instruction of facts.dockerfile.instructions) {
    if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") continue;
    for (const property of instruction.properties) {
      if (!isTlsVariable(property.name.value)) continue;
      const stage = facts.graph.stageOf(instruction);
      const value = property.value && facts.scope.expand(property.value.text, stage, instruction);
      const text = `${property.name.value}=${value ?? ""}`;
      if (value === undefined || !disablesTls(text)) continue;
      const edit = removeProperty(facts.dockerfile, instruction, property);
      yield {
        span: property.span,
        message: `${message(text)}${instruction.keyword === "ENV" ? ", in the container too" : ""}`,
        fixes: fixes(property.name.value, edit ? [edit] : []),
      };
    }
  }
}

function message(what: string): string {
  return `${what} lets anybody on the way answer for the server`;
}

function fixes(what: string, edits: readonly Edit[]): readonly Fix[] {
  const assumption = "the servers' certificates are valid, and the image has the package ca-certificates";
  return edits.length === 0 ? [] : [{ title: `Remove ${what}`, safety: "review", assumption, edits }];
}
