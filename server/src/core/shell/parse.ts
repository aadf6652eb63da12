import {
  type Assignment,
  type CommandNode,
  type Command as CommandTree,
  type PipelineNode,
  parse,
  type Redirection,
  type Statement,
  type WordPart,
  type Word as WordTree,
} from "unbash";
import { type FlatText, sourceSpan } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";
import type { Connector, ShellCommand, ShellRedirect, ShellScript, Step, Word } from "./script.ts";
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
    endsInComment: /(^|[\s;&|)])#/.test(flat.text.slice(last?.end ?? 0)),
    hasBackground: tree.commands.some(({ background }) => background),
    hasHeredoc: reader.hasHeredoc,
  };
}

interface Place {
  readonly isStep: boolean;
  readonly isIsolated: boolean;
}
const nested: Place = { isStep: false, isIsolated: false };
const isolated: Place = { isStep: false, isIsolated: true };

/** Walks one syntax tree and collects its simple commands; holds what was noticed on the way. */
class Reader {
  readonly #flat: FlatText;
  hasErrors = false;
  hasHeredoc = false;

  constructor(flat: FlatText) {
    this.#flat = flat;
  }

  steps(statements: readonly Statement[]): readonly Step[] {
    const steps: Step[] = [];
    let connector: Connector | undefined;
    for (const [index, statement] of statements.entries()) {
      const place: Place = statement.background ? isolated : { isStep: true, isIsolated: false };
      const { command } = statement;
      if (command.type === "AndOr") {
        for (const [position, part] of command.commands.entries()) {
          steps.push(this.#step(part, position === 0 ? connector : command.operators[position - 1], place));
        }
      } else steps.push(this.#step(command, connector, place));
      const next = statements[index + 1];
      connector = next && this.#connectorBetween(statement, next.pos);
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
    this.#collect(node, kind === "command" ? place : nested, commands);
    return { connector, span: this.#span(node.pos, node.end), kind, commands };
  }

  #collect(node: Statement["command"], place: Place, into: ShellCommand[]): void {
    switch (node.type) {
      case "AndOr":
        for (const part of node.commands) this.#collect(part, place, into);
        return;
      case "Pipeline":
        for (const part of node.commands)
          this.#collect(part, node.commands.length > 1 ? isolated : place, into);
        return;
      case "Command":
        this.#command(node, place, into);
        return;
      default:
        this.#compound(node, place.isIsolated ? isolated : nested, into);
    }
  }

  #compound(node: Exclude<CommandNode, CommandTree>, place: Place, into: ShellCommand[]): void {
    switch (node.type) {
      case "Redirected":
        for (const redirect of node.redirects) this.#redirect(redirect);
        this.#collect(node.command, place, into);
        return;
      case "Subshell":
        this.#list(node.body.commands, isolated, into);
        return;
      case "BraceGroup":
        this.#list(node.body.commands, place, into);
        return;
      case "If":
        for (const list of [
          node.clause,
          node.then,
          ...node.elif.flatMap((part) => [part.clause, part.then]),
          node.else,
        ])
          if (list) this.#list(list.commands, place, into);
        return;
      case "While":
        this.#list(node.clause.commands, place, into);
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
      this.#collect(statement.command, statement.background ? isolated : place, into);
    }
  }

  #command(node: CommandTree, place: Place, into: ShellCommand[]): void {
    const words: Word[] = [];
    const assignments: ShellCommand["assignments"][number][] = [];
    const redirects: ShellRedirect[] = [];
    if (node.name) words.push(this.#word(node.name, into));
    for (const part of node.prefix) {
      if (part.type === "Assignment") assignments.push(this.#assignment(part, into));
      else redirects.push(this.#redirect(part));
    }
    for (const part of node.suffix) {
      if (part.type === "Word") words.push(this.#word(part, into));
      else if (part.type === "Assignment") words.push(this.#assignmentWord(part, into));
      else redirects.push(this.#redirect(part));
    }
    const span = this.#span(node.pos, node.end);
    into.push({ ...unwrapCommand(words, span), assignments, redirects, span, ...place });
  }

  #assignment(node: Assignment, into: ShellCommand[]) {
    const value = node.value.type === "Word" ? this.#word(node.value, into).value : "";
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
      return { operator: node.operator, target: undefined, span };
    }
    return { operator: node.operator, target: node.target && this.#word(node.target, []), span };
  }

  #word(node: WordTree, into: ShellCommand[]): Word {
    return {
      text: node.text,
      value: node.value,
      span: this.#span(node.pos, node.end),
      isLiteral: !node.parts || this.#arePartsLiteral(node.parts, into),
    };
  }

  /** Walks every part, so that commands inside substitutions are found, and tells whether nothing is expanded. */
  #arePartsLiteral(parts: readonly WordPart[], into: ShellCommand[]): boolean {
    let isLiteral = true;
    for (const part of parts) {
      switch (part.type) {
        case "Literal":
        case "SingleQuoted":
        case "AnsiCQuoted":
          break;
        case "DoubleQuoted":
        case "LocaleString":
          if (!this.#arePartsLiteral(part.parts, into)) isLiteral = false;
          break;
        case "CommandExpansion":
        case "ProcessSubstitution":
          isLiteral = false;
          // A backtick substitution with escapes has positions in a text of its own: its commands are left out.
          if (part.script && part.script.source === undefined) {
            if ((part.script.errors?.length ?? 0) > 0) this.hasErrors = true;
            this.#list(part.script.commands, isolated, into);
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
