import { insertAt } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { isAlwaysOfUse, isOfUse } from "../../facts/shells.ts";
import { type CheckedScript, shellTexts, sourceOf } from "../../facts/shellTexts.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellProblem } from "../../shell/problems.ts";

export default defineRule({
  id: "shell-problem",
  group: "correctness",
  summary: "ShellCheck has found a problem in a shell script.",
  why: "A mistake in the shell text of a RUN shows late: in a build that fails after minutes, or in an image that lacks a file with a blank in its name. [ShellCheck](https://www.shellcheck.net) knows hundreds of such mistakes. Where the program is installed, Plimsoll hands it the scripts of RUN – here-documents too – and the shell forms of CMD, ENTRYPOINT and HEALTHCHECK, each for the shell that runs it and with the variables of ARG and ENV. Each finding has ShellCheck's code and its weight, and ignore comments may name the code. Nothing is started in a workspace that is not trusted; the command line asks with `--shellcheck`.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: [],
  needs: "shellProblems",
  knowsCode: isAlwaysOfUse,
  *check(facts): Generator<Problem> {
    const { shellProblems } = facts.known;
    if (!shellProblems) return;
    for (const script of shellTexts(facts)) {
      for (const problem of shellProblems.of(script) ?? []) {
        const { code, severity, message } = problem;
        const span = isOfUse(code, script.shell) ? sourceOf(script, problem.span) : undefined;
        if (!span) continue;
        const page = `https://www.shellcheck.net/wiki/${code}`;
        const fixes = fixOf(script, problem, facts.dockerfile.text);
        yield { span, message, severity, code: { id: code, page }, fixes };
      }
    }
  },
});

function fixOf(script: CheckedScript, problem: ShellProblem, source: string): readonly Fix[] {
  const edits = problem.edits.map((edit) => inSource(script, problem, { edit, source }));
  if (edits.length === 0 || script.opensHeredocs) return [];
  const title = `Apply ShellCheck's remedy for ${problem.code}`;
  const assumption = "the command is meant as ShellCheck understands it";
  const mapped = edits.filter((edit) => edit !== undefined);
  return mapped.length === edits.length ? [{ title, safety: "review", assumption, edits: mapped }] : [];
}

interface Place {
  readonly edit: Edit;
  readonly source: string;
}

/** The edit in the Dockerfile; undefined when continuations or comments stand where it would change the text. */
function inSource(script: CheckedScript, { span }: ShellProblem, { edit, source }: Place): Edit | undefined {
  const { start, end } = edit.span;
  // A break would end the instruction, and in front of one a backslash or backtick would continue it.
  if (/[\n\r]|[\\`]\s*$/.test(edit.text)) return undefined;
  if (start < end) {
    const place = sourceOf(script, edit.span);
    const isWhole = place && source.slice(place.start, place.end) === script.text.slice(start, end);
    return isWhole ? { span: place, text: edit.text } : undefined;
  }
  // What is added at the end belongs behind the last character, not behind a continuation that follows it.
  const isBehind = start > span.start;
  const neighbour = sourceOf(script, isBehind ? { start: start - 1, end } : { start, end: end + 1 });
  return neighbour && insertAt(isBehind ? neighbour.end : neighbour.start, edit.text);
}
