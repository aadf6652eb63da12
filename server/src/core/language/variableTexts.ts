import type { Instruction, Part, RunInstruction } from "../document/dockerfile.ts";
import { sourceSpan } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import { baseName, isPosixShell } from "../facts/interpreter.ts";
import type { VariableSyntax } from "./variableWords.ts";

/** A text of an instruction into which somebody puts variables, and the way back to the source. */
export interface VariableText {
  readonly text: string;
  readonly syntax: VariableSyntax;
  /** Not the build but the container puts them in: it knows what ENV sets and no ARG. */
  readonly isAtRuntime: boolean;
  spanOf(start: number, end: number): Span;
}

/** Everything of an instruction that BuildKit or a shell expands; an ONBUILD's is that of its trigger. */
export function variableTexts(facts: Facts, instruction: Instruction): readonly VariableText[] {
  switch (instruction.keyword) {
    case "FROM":
    case "COPY":
    case "ADD":
    case "ENV":
    case "ARG":
    case "LABEL":
    case "WORKDIR":
    case "USER":
    case "EXPOSE":
    case "VOLUME":
    case "STOPSIGNAL":
      return [
        ...flagTexts(facts, instruction),
        bodyText(instruction, "docker"),
        ...expandedHeredocs(facts, instruction),
      ];
    case "RUN":
      return [...flagTexts(facts, instruction), ...runTexts(facts, instruction)];
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
      return (
        instruction.exec
          ? execTexts(facts, instruction.exec)
          : [bodyText(instruction, shellSyntax(facts, instruction))]
      ).map((each) => ({ ...each, isAtRuntime: true }));
    default:
      return [];
  }
}

/** Names of stages take no variables, and the times of a HEALTHCHECK neither. */
function flagTexts(facts: Facts, { flags }: Instruction): readonly VariableText[] {
  return flags.flatMap(({ name, valueSpan }) =>
    valueSpan && name !== "from" ? [sourceText(facts, valueSpan, "docker")] : [],
  );
}

function runTexts(facts: Facts, instruction: RunInstruction): readonly VariableText[] {
  if (instruction.exec) return execTexts(facts, instruction.exec);
  const syntax = shellSyntax(facts, instruction);
  const [script] = instruction.heredocs;
  // Only of a here-document one has to know who reads it, which takes the scripts of the whole file.
  const run = script && facts.run(instruction);
  if (!script || run?.form !== "heredoc")
    return [
      bodyText(instruction, syntax),
      ...(syntax === "shell" ? expandedHeredocs(facts, instruction) : []),
    ];
  const isShell = !run.interpreter || isPosixShell(run.interpreter.program);
  return isShell ? [sourceText(facts, script.body, syntax)] : [];
}

/** `["sh", "-c", "echo $HOME"]`; no other JSON form is expanded. */
function execTexts(facts: Facts, [program, option, script]: readonly Part[]): readonly VariableText[] {
  const isScript =
    program && isPosixShell(baseName(program.value)) && option && /^-[a-z]*c$/.test(option.value);
  return isScript && script ? [sourceText(facts, script.span, "shell")] : [];
}

function expandedHeredocs(facts: Facts, { heredocs }: Instruction): readonly VariableText[] {
  return heredocs.flatMap(({ expands, body }) => (expands ? [sourceText(facts, body, "raw")] : []));
}

function shellSyntax(facts: Facts, instruction: Instruction): VariableSyntax {
  return facts.before(instruction).shell === "posix" ? "shell" : "windows";
}

function bodyText({ body }: Instruction, syntax: VariableSyntax): VariableText {
  return {
    text: body.text,
    syntax,
    isAtRuntime: false,
    spanOf: (start, end) => sourceSpan(body, start, end),
  };
}

function sourceText({ dockerfile }: Facts, span: Span, syntax: VariableSyntax): VariableText {
  return {
    text: dockerfile.text.slice(span.start, span.end),
    syntax,
    isAtRuntime: false,
    spanOf: (start, end) => ({ start: span.start + start, end: span.start + end }),
  };
}
