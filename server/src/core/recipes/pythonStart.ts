import { removeSpan } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import { parseScript } from "../shell/parse.ts";
import { not, type WhyNot } from "./plan.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";

/** How the program is started. */
export interface PythonStart {
  readonly kind: "started";
  /** By a shell script or line, which may call other programs of the image. */
  readonly isScript: boolean;
  /** Takes `poetry run` away: the programs of the environment are on the PATH. */
  readonly edits: readonly Edit[];
}

const runners: ReadonlySet<string> = new Set(["poetry", "pipenv", "uv"]);

export function pythonStart(single: SingleStage, environment: string): PythonStart | WhyNot {
  const [program = ""] = single.program?.words ?? [];
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (runners.has(name)) return withoutRunner(single, name);
  const called = [...runners].find((runner) => single.program?.calls.has(runner));
  if (called !== undefined) return not(`${called} is called by the health check`);
  if (/^(pip|pip3|conda|cron|crond)$/.test(name))
    return not(`${name} works with the Python of the whole image`);
  if (/\.(sh|bash)$/.test(name) || /^(sh|bash|ash)$/.test(name))
    return { kind: "started", isScript: true, edits: [] };
  const isOfImage = /^\/(usr\/local|root\/\.local)\/bin\//.test(program) && !isCopied(single, program);
  if (isOfImage && !isBelow(program, environment))
    return not(`${program} is named by its path, where the packages of a virtual environment are not`);
  return { kind: "started", isScript: false, edits: [] };
}

function isCopied({ facts }: SingleStage, path: string): boolean {
  return facts.copies.some(({ destination, sources }) =>
    [destination, ...sources.map((source) => `${destination}/${source.path?.replace(/^.*\//, "")}`)].includes(
      path,
    ),
  );
}

const flags = /^--(no-dev|no-sync|frozen|locked|no-editable|offline|quiet)$|^-q$/;

/** Only where program and arguments stand in one instruction. */
function withoutRunner({ instructions, program }: SingleStage, name: string): PythonStart | WhyNot {
  const instruction = program?.instruction;
  if (!instruction || instructions.filter(({ keyword }) => keyword === "ENTRYPOINT").length > 1)
    return not(`${name} starts the program`);
  const command = parseScript(instruction.body).commands[0];
  const words = instruction.exec ?? (command ? [command.nameWord, ...command.args] : []);
  const run = words.findIndex(({ value }) => value === "run");
  const target = words.findIndex(({ value }, at) => at > run && !flags.test(value));
  const [from, to] = [words[0], words[target]];
  if (run !== 1 || !from || !to || to.value.startsWith("-"))
    return not(`${name} starts the program, and is not in the runtime image`);
  const edits = [removeSpan({ start: from.span.start, end: to.span.start })];
  return { kind: "started", isScript: /\.(sh|bash)$|^(sh|bash)$/.test(to.value), edits };
}
