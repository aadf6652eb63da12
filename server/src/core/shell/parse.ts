import {
  type Assignment,
  type CommandNode,
  type Command as CommandTree,
  type PipelineNode,
  type Pipeline as PipelineTree,
  parse,
  type Redirection,
  type Statement,
  type WordPart,
  type Word as WordTree,
} from "unbash";
import { type FlatText, sourceSpan } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";
import type { Connector, Pipeline, ShellCommand, ShellRedirect, ShellScript, Step, Word } from "./script.ts";
import { unwrapCommand } from "./unwrap.ts";

/** Parses what the shell gets. Never throws; a script that is not understood keeps the commands that were. */
export function parseScript(flat: FlatText): ShellScript {
  const reader = new Reader(flat);
  const tree = parse(flat.text);
  const steps = reader.steps(tree.commands);
  const last = tree.commands.at(-1);
  return {
    flat,
    isUnderstood:
      (tree.errors?.length ?? 0) === 0 && !reader.hasErrors && !flat.text.includes("\r") && steps.length > 0,
    steps,
    commands: steps.flatMap((step) => step.commands),
    pipelines: reader.pipelines.sort((a, b) => a.span.start - b.span.start),
    endsInComment: /(^|[\s;&|)])#/.test(flat.text.slice(last?.end ?? 0)),
    hasBackground: tree.commands.some(({ background }) => background),
    hasHeredoc: reader.hasHeredoc,
    definesFunction: reader.definesFunction,
  };
}

/** Nearly every command has no assignment or redirection, and thousands of empty lists take room. */
const none: readonly never[] = [];

interface Place {
  readonly isStep: boolean;
  readonly isIsolated: boolean;
  /** See `Pipeline.isHeeded`. */
  readonly isHeeded: boolean;
}
const nested: Place = { isStep: false, isIsolated: false, isHeeded: true };
const step: Place = { ...nested, isStep: true };
const isolated: Place = { isStep: false, isIsolated: true, isHeeded: true };
const unheeded: Place = { ...isolated, isHeeded: false };

/** Walks one syntax tree and collects its simple commands; holds what was noticed on the way. */
class Reader {
  readonly #flat: FlatText;
  readonly pipelines: Pipeline[] = [];
  hasErrors = false;
  hasHeredoc = false;
  definesFunction = false;

  constructor(flat: FlatText) {
    this.#flat = flat;
  }

  steps(statements: readonly Statement[]): readonly Step[] {
    const steps: Step[] = [];
    let connector: Connector | undefined;
    let before: Statement | undefined;
    for (const statement of statements) {
      if (before) connector = this.#connectorBetween(before, statement.pos);
      before = statement;
      const place = statement.background ? unheeded : step;
      const { command } = statement;
      if (command.type === "AndOr") {
        const lastOr = command.operators.lastIndexOf("||");
        for (const [position, part] of command.commands.entries()) {
          const joint = position === 0 ? connector : command.operators[position - 1];
          steps.push(this.#step(part, joint, position <= lastOr ? caught(place) : place));
        }
      } else steps.push(this.#step(command, connector, place));
    }
    return steps;
  }

  #connectorBetween(statement: Statement, next: number): Connector {
    if (statement.background) return "&";
    return this.#flat.text.slice(statement.end, next).includes(";") ? ";" : "newline";
  }

  #step(node: PipelineNode, connector: Connector | undefined, place: Place): Step {
    const commands: ShellCommand[] = [];
    const kind = node.type === "Command" ? "command" : node.type === "Pipeline" ? "pipeline" : "compound";
    this.#collect(node, kind === "command" ? place : { ...nested, isHeeded: place.isHeeded }, commands);
    return { connector, span: this.#span(node.pos, node.end), kind, commands };
  }

  #collect(node: Statement["command"], place: Place, into: ShellCommand[]): void {
    switch (node.type) {
      case "AndOr": {
        const lastOr = node.operators.lastIndexOf("||");
        for (const [position, part] of node.commands.entries())
          this.#collect(part, position <= lastOr ? caught(place) : place, into);
        return;
      }
      case "Pipeline":
        this.#pipeline(node, place, into);
        return;
      case "Command":
        this.#command(node, place, into);
        return;
      default:
        this.#compound(node, { ...place, isStep: false }, into);
    }
  }

  #pipeline(node: PipelineTree, place: Place, into: ShellCommand[]): void {
    const isNegated = node.prefixes.some(({ type }) => type === "Negation");
    const isHeeded = place.isHeeded && !isNegated;
    const inner: Place = { ...(node.commands.length > 1 ? isolated : place), isHeeded };
    const parts = node.commands.map((part) => {
      const commands: ShellCommand[] = [];
      this.#collect(part, inner, commands);
      return commands;
    });
    into.push(...parts.flat());
    if (parts.length > 1) this.pipelines.push({ parts, isHeeded, span: this.#span(node.pos, node.end) });
  }

  #compound(node: Exclude<CommandNode, CommandTree>, place: Place, into: ShellCommand[]): void {
    switch (node.type) {
      case "Redirected":
        for (const redirect of node.redirects) this.#redirect(redirect);
        this.#collect(node.command, place, into);
        return;
      case "Subshell":
        this.#list(node.body.commands, { ...place, isIsolated: true }, into);
        return;
      case "BraceGroup":
        this.#list(node.body.commands, place, into);
        return;
      case "If":
        for (const { clause, then } of [node, ...node.elif]) {
          this.#list(clause.commands, { ...place, isHeeded: false }, into);
          this.#list(then.commands, place, into);
        }
        if (node.else) this.#list(node.else.commands, place, into);
        return;
      case "While":
        this.#list(node.clause.commands, { ...place, isHeeded: false }, into);
        this.#list(node.body.commands, place, into);
        return;
      case "For":
        for (const word of node.wordlist ?? []) this.#word(word, into);
        this.#list(node.body.commands, place, into);
        return;
      case "ArithmeticFor":
      case "Select":
        this.#list(node.body.commands, place, into);
        return;
      case "Case":
        for (const item of node.items) this.#list(item.body.commands, place, into);
        return;
      case "Function":
        this.definesFunction ||= !place.isIsolated;
        if (node.body.type === "CompoundList") this.hasErrors = true;
        else this.#collect(node.body, place, into);
        return;
      case "Coproc":
        this.hasErrors = true;
        return;
      case "TestCommand":
      case "ArithmeticCommand":
        return;
    }
  }

  #list(statements: readonly Statement[], place: Place, into: ShellCommand[]): void {
    for (const statement of statements) {
      this.#collect(statement.command, statement.background ? unheeded : place, into);
    }
  }

  #command(node: CommandTree, place: Place, into: ShellCommand[]): void {
    const words: Word[] = [];
    let assignments: ShellCommand["assignments"][number][] | undefined;
    let redirects: ShellRedirect[] | undefined;
    if (node.name) words.push(this.#word(node.name, into));
    // `A=$(x)` alone fails when x does; in front of a command, or as its argument, nobody looks.
    const substituted = node.name ? unheeded : { ...isolated, isHeeded: place.isHeeded };
    for (const part of node.prefix) {
      if (part.type === "Assignment") {
        assignments ??= [];
        assignments.push(this.#assignment(part, into, substituted));
      } else {
        redirects ??= [];
        redirects.push(this.#redirect(part));
      }
    }
    for (const part of node.suffix) {
      if (part.type === "Word") words.push(this.#word(part, into));
      else if (part.type === "Assignment") words.push(this.#assignmentWord(part, into));
      else {
        redirects ??= [];
        redirects.push(this.#redirect(part));
      }
    }
    const span = this.#span(node.pos, node.end);
    const { name, nameWord, args, wrappers } = unwrapCommand(words, span);
    const { isStep, isIsolated } = place;
    into.push({
      name,
      nameWord,
      args,
      wrappers,
      assignments: assignments ?? none,
      redirects: redirects ?? none,
      span,
      isStep,
      isIsolated,
    });
  }

  #assignment(node: Assignment, into: ShellCommand[], substituted: Place) {
    const value = node.value.type === "Word" ? this.#word(node.value, into, substituted).value : "";
    return { name: node.name, value, span: this.#span(node.pos, node.end) };
  }

  #assignmentWord(node: Assignment, into: ShellCommand[]): Word {
    const value = node.value.type === "Word" ? this.#word(node.value, into) : undefined;
    return {
      text: node.text,
      value: value ? `${node.name}=${value.value}` : node.text,
      span: this.#span(node.pos, node.end),
      isLiteral: value?.isLiteral ?? false,
    };
  }

  #redirect(node: Redirection): ShellRedirect {
    const span = this.#span(node.pos, node.end);
    if (node.type === "HereDoc") {
      this.hasHeredoc = true;
      return { operator: node.operator, descriptor: undefined, target: undefined, span };
    }
    const target = node.target && this.#word(node.target, []);
    return { operator: node.operator, descriptor: descriptorIn(this.#flat.text, node), target, span };
  }

  #word(node: WordTree, into: ShellCommand[], substituted = unheeded): Word {
    return {
      text: node.text,
      value: node.value,
      span: this.#span(node.pos, node.end),
      isLiteral: !node.parts || this.#arePartsLiteral(node.parts, into, substituted),
    };
  }

  /** Walks every part, so that commands inside substitutions are found, and tells whether nothing is expanded. */
  #arePartsLiteral(parts: readonly WordPart[], into: ShellCommand[], substituted: Place): boolean {
    let isLiteral = true;
    for (const part of parts) {
      switch (part.type) {
        case "Literal":
        case "SingleQuoted":
        case "AnsiCQuoted":
          break;
        case "DoubleQuoted":
        case "LocaleString":
          if (!this.#arePartsLiteral(part.parts, into, substituted)) isLiteral = false;
          break;
        case "CommandExpansion":
        case "ProcessSubstitution":
          isLiteral = false;
          // A backtick substitution with escapes has positions in a text of its own: its commands are left out.
          if (part.script && part.script.source === undefined) {
            if ((part.script.errors?.length ?? 0) > 0) this.hasErrors = true;
            this.#list(part.script.commands, substituted, into);
          }
          break;
        default:
          isLiteral = false;
      }
    }
    return isLiteral;
  }

  #span(start: number, end: number): Span {
    return sourceSpan(this.#flat, start, end);
  }
}

/** A failure that a later `||` catches is not heeded. */
function caught(place: Place): Place {
  return { ...place, isHeeded: false };
}

function descriptorIn(text: string, { pos, end }: Redirection): string | undefined {
  return /^\d+/.exec(text.slice(pos, end))?.[0];
}
