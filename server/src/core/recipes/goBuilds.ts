import { optionValue, type PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { SingleStage } from "./singleStage.ts";

/** Where a build command leaves its program. */
export type Output =
  | { readonly kind: "file"; readonly path: string }
  /** Under a name that go takes from the package or module. */
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "unknown" };

/** One `go build`, `go install` or `make`. */
export interface GoBuild {
  readonly run: RunFacts;
  /** `go` or `make`; of a move, the one that built what is moved. */
  readonly command: ShellCommand;
  readonly output: Output;
  /** Where it runs, which is where the sources are. */
  readonly folder: string | undefined;
  /** Linked without C: CGO_ENABLED=0 is in force. */
  readonly isStatic: boolean;
}

/** The directory that golang images start in. */
export const goHome = "/go";
export const goBin = "/go/bin";

/** What the stage builds, in order, with the moves of finished programs as builds of their own. */
export function goBuilds(single: SingleStage): readonly GoBuild[] {
  const builds: GoBuild[] = [];
  for (const run of single.facts.runs) {
    const calls = single.facts.packagesOf(run);
    for (const command of run.script.commands) {
      const call = calls.find((other) => other.command === command);
      const isStatic = isWithoutCgo(command, run, single);
      if (call?.manager === "go" && (call.action === "build" || call.action === "install"))
        builds.push({
          run,
          command,
          output: goOutput(call, run, single),
          folder: directoryOf({ command, run, single }),
          isStatic,
        });
      if (command.name === "make")
        builds.push({
          run,
          command,
          output: { kind: "unknown" },
          folder: directoryOf({ command, run, single }),
          isStatic: false,
        });
      const last = builds.at(-1);
      if (last && /^(mv|cp|install)$/.test(command.name)) {
        const target = resolved(command.args.at(-1)?.text, { command, run, single });
        if (command.name === "mv") builds.pop();
        if (target !== undefined) builds.push({ ...last, run, output: movedTo(target, last.output) });
      }
    }
  }
  return builds;
}

/** `mv app /usr/local/bin` leaves a file below its own name in a folder; without a look at the disk it may be either. */
function movedTo(target: string, output: Output): Output {
  const isFolder = /\/s?bin$/.test(target);
  if (!isFolder) return { kind: "file", path: target };
  if (output.kind !== "file") return { kind: "folder", path: target };
  return { kind: "file", path: `${target}/${output.path.slice(output.path.lastIndexOf("/") + 1)}` };
}

function goOutput(call: PackageCommand, run: RunFacts, single: SingleStage): Output {
  const { command } = call;
  if (call.action === "install") {
    const bin = single.facts.scope.value("GOBIN", run.stage, run.instruction);
    const path = single.facts.scope.value("GOPATH", run.stage, run.instruction);
    return { kind: "folder", path: bin ?? (path === undefined ? goBin : `${path}/bin`) };
  }
  const word = optionValue(call, "-o");
  const at = { command, run, single };
  if (word === undefined) {
    const folder = directoryOf(at);
    return folder === undefined ? { kind: "unknown" } : { kind: "folder", path: folder };
  }
  const path = resolved(word, at);
  if (path === undefined) return { kind: "unknown" };
  return word.endsWith("/") || word === "." ? { kind: "folder", path } : { kind: "file", path };
}

interface Place {
  readonly command: ShellCommand;
  readonly run: RunFacts;
  readonly single: SingleStage;
}

function resolved(text: string | undefined, place: Place): string | undefined {
  const { run, single } = place;
  const path = text && single.facts.scope.expand(text, run.stage, run.instruction);
  if (!path || /[$`*?]/.test(path)) return undefined;
  if (path.startsWith("/")) return normalizePath(path);
  const folder = directoryOf(place);
  return folder === undefined ? undefined : normalizePath(`${folder}/${path}`);
}

/** The directory that a command runs in, after the `cd`s before it. */
function directoryOf({ command, run }: Place): string | undefined {
  let folder: string | undefined = run.situation.workdir ?? (run.situation.hasWorkdir ? undefined : goHome);
  for (const earlier of run.script.commands) {
    if (earlier === command) return folder;
    if (earlier.name !== "cd" || earlier.isIsolated) continue;
    const [target] = earlier.args;
    if (!target?.isLiteral) return undefined;
    folder = target.value.startsWith("/") ? target.value : folder && `${folder}/${target.value}`;
  }
  return folder;
}

function isWithoutCgo(command: ShellCommand, run: RunFacts, single: SingleStage): boolean {
  const exported = run.script.commands
    .filter(({ name }) => name === "export" || name === "go")
    .flatMap(({ args }) => args.map(({ value }) => value));
  const own = command.assignments.find(({ name }) => name === "CGO_ENABLED")?.value;
  const wrapped =
    command.wrappers.length > 0 &&
    single.facts.dockerfile.text
      .slice(command.span.start, command.nameWord.span.start)
      .includes("CGO_ENABLED=0");
  const inherited = single.facts.scope.value("CGO_ENABLED", run.stage, run.instruction);
  if (command.args.some(({ value }) => value === "-race")) return false;
  return wrapped || (own ?? (exported.includes("CGO_ENABLED=0") ? "0" : inherited)) === "0";
}
