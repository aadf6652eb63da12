import { callSpan } from "../../edits/cleanUpBehind.ts";
import { ldflagsOf, stripFixes } from "../../edits/goFlags.ts";
import type { Facts } from "../../facts/facts.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { perFacts } from "../../facts/perFacts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "unstripped-go-binary",
  group: "size",
  summary: "`go build` leaves symbol table and debug information in the binary.",
  why: 'A Go binary carries a symbol table and DWARF debug information, a quarter to a third of its size. `-ldflags="-s -w"` leaves them out. Stack traces of panics keep function names and line numbers, because Go has tables of its own for them; only debuggers and some profilers want the rest. `-trimpath` also takes the folders of the build machine out of the binary.',
  severity: "hint",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    if (isDebugged(facts)) return;
    for (const call of facts.packages) {
      const { manager, action, actionWord, run } = call;
      if (manager !== "go" || action !== "build" || !actionWord || !run.stage?.isReachable) continue;
      if (!makesBinary(call) || isStrippedLater(facts, call) || mayBeStripped(facts, call)) continue;
      yield {
        span: callSpan(call),
        message: "go build keeps symbol table and debug information (≈ 25 % of the binary)",
        fixes: stripFixes(call, actionWord),
      };
    }
  },
});

/** Several packages without `-o` are compiled to see whether they compile. */
function makesBinary({ args, operands }: PackageCommand): boolean {
  const names = args.map(({ value }) => value);
  if (names.some((name) => /^--?(race|asan|msan|cover|n)$|^--?gcflags/.test(name))) return false;
  const isNamed = names.some((name) => /^--?o(=|$)/.test(name));
  return isNamed || !operands.some(({ value }) => value.includes("...") || value === "std");
}

function isDebugged({ runs, dockerfile }: Facts): boolean {
  return (
    runs.some(({ script }) =>
      script.commands.some(({ args }) => args.some(({ value }) => value.includes("/dlv"))),
    ) || dockerfile.instructions.some(({ keyword, body }) => keyword !== "RUN" && /\bdlv\b/.test(body.text))
  );
}

function isStrippedLater(facts: Facts, { run }: PackageCommand): boolean {
  const last = lastStripping(facts).get(run.stage);
  return last !== undefined && last >= run.instruction.index;
}

/** By stage, the last RUN that strips programs. */
const lastStripping = perFacts(({ runs }) => {
  const last = new Map<StageFacts | undefined, number>();
  for (const { stage, instruction, script } of runs)
    if (script.commands.some(({ name }) => name === "strip" || name === "upx"))
      last.set(stage, instruction.index);
  return last;
});

/** Stripped by its flags, or by variables whose value is not known. */
function mayBeStripped({ scope }: Facts, { run, command, args }: PackageCommand): boolean {
  const fromFile = scope.definition("GOFLAGS", run.stage, run.instruction);
  const value = fromFile ? (scope.value("GOFLAGS", run.stage, run.instruction) ?? "-s") : "";
  const settings = run.script.commands.flatMap(({ name, assignments, args: words }) => [
    ...assignments.filter((one) => one.name === "GOFLAGS" || one.name === "LDFLAGS").map((one) => one.value),
    ...(name === "export" ? words.map((word) => word.value) : []),
  ]);
  if (/-s\b/.test(value) || settings.some((text) => /(^|[\s='"])-s\b/.test(text))) return true;
  const flags = ldflagsOf(args);
  if (command.args.some(({ value: word }) => /^\$/.test(word))) return true;
  return flags !== undefined && (/(^|[\s'"])-s\b/.test(flags.value) || /(^|[\s'"])\$/.test(flags.value));
}
