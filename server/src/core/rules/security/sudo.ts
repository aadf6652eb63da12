import type { Dockerfile } from "../../document/dockerfile.ts";
import { removeSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { Span } from "../../edits/span.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { imageUsers } from "../../images/users.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand, Word } from "../../shell/script.ts";

export default defineRule({
  id: "sudo",
  group: "security",
  summary: "A RUN uses `sudo`.",
  why: "A build runs as root until USER says otherwise, so `sudo` adds nothing but a program in the image that turns a user into root. Where USER is somebody else, a sudo without a password gives the running program the same way to root. Put `USER root` in front of the steps that need it, and the user back behind them. Programs such as `gosu` switch users without these side effects.",
  severity: "warning",
  phase: "word",
  safety: ["safe", "review"],
  aliases: ["DL3004", "DS-0010", "CKV2_DOCKER_1"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      const user = userOf(run);
      for (const command of run.script.commands) {
        for (const word of command.wrappers) {
          if (word.value !== "sudo" && word.value !== "/usr/bin/sudo") continue;
          const call = readCall(facts.dockerfile, command, word);
          yield {
            span: call.span,
            message: call.isOther ? asOther : messages[user],
            fixes: call.isRemovable && run.script.isUnderstood ? removal(command, call.span, user) : [],
          };
        }
      }
    }
  },
});

/** Who the RUN runs as; "unknown" where nothing says so. */
type User = "root" | "other" | "unknown";

function userOf({ situation, stage, instruction }: RunFacts): User {
  // A trigger runs as whoever the finished image runs as.
  if (instruction.isOnbuildTrigger) return "unknown";
  const { user } = situation;
  if (user !== undefined) return user.includes("$") ? "unknown" : rootOrOther(user);
  const { reference, image } = stage?.root ?? {};
  if (image?.user !== undefined && image.user !== "") return rootOrOther(image.user);
  const runsAs = reference && imageUsers(reference).runsAs;
  return runsAs === undefined ? "unknown" : runsAs === "root" ? "root" : "other";
}

function rootOrOther(user: string): User {
  return /^(root|0+)(:|$)/.test(user) ? "root" : "other";
}

const asOther = "sudo leaves a way to become root in the image; USER switches users without it";
const messages: Readonly<Record<User, string>> = {
  root: "sudo does nothing here: the build runs as root already",
  other: "sudo leaves a way to become root in the image; USER root in front of this step does not",
  unknown: "sudo does nothing where the build runs as root, and is a way to become root in the image",
};

function removal(command: ShellCommand, span: Span, user: User): readonly Fix[] {
  const fix = { title: "Remove sudo", edits: [removeSpan(span)] };
  if (user === "other") return [];
  if (user === "root" && !isScript(command)) return [{ ...fix, safety: "safe" }];
  if (user === "root")
    return [{ ...fix, safety: "review", assumption: "the script may see the variables of the build" }];
  return [{ ...fix, safety: "review", assumption: "the base image runs as root" }];
}

/** sudo hides variables: what `sh -c 'echo $A'` finds there without it is something else. */
function isScript({ args }: ShellCommand): boolean {
  return args.some(({ value, isLiteral }) => isLiteral && value.includes("$"));
}

const harmlessOptions = /^[ \t]+(?:(?:-[EHnPS]+|--preserve-env|--set-home|--non-interactive|--)[ \t]+)*/;

/** What goes with `sudo`: `sudo -E `, up to the program or its variables. `sudo -u app` and `sudo -i` are others. */
function readCall({ text }: Dockerfile, command: ShellCommand, word: Word) {
  const next = command.wrappers[command.wrappers.indexOf(word) + 1] ?? command.nameWord;
  const between = text.slice(word.span.end, next.span.start);
  const options = harmlessOptions.exec(between)?.[0] ?? "";
  const isOther = between.slice(options.length).trimStart().startsWith("-");
  const isRemovable = options !== "" && !isOther && !/[\\`\n]/.test(between);
  const end = word.span.end + (isRemovable ? options.length : 0);
  return { span: { start: word.span.start, end }, isOther, isRemovable };
}
