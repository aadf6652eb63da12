import { optionValue, type PackageCommand } from "../facts/packages.ts";
import { normalizePath } from "../facts/situation.ts";
import { folderOf, pathAt } from "./commandPaths.ts";
import { not, type WhyNot } from "./plan.ts";
import { parentOf } from "./programBuilds.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";

/** A published program that the container starts. */
export interface PublishedProgram {
  readonly kind: "published";
  readonly publish: PackageCommand;
  /** Everything that publishing wrote. */
  readonly folder: string;
  /** Where it was published from. */
  readonly sources: string;
  /** The word that names the program, as the file has it. */
  readonly word: string;
  /** `Shop.dll`, or the host `Shop`. */
  readonly file: string;
}

/** The program that CMD or ENTRYPOINT starts, where a `dotnet publish` wrote it. */
export function publishedProgram(single: SingleStage): PublishedProgram | WhyNot {
  const { program, atEnd } = single;
  const [first = "", second = ""] = program?.words ?? [];
  const isHost = first !== "dotnet" && !first.endsWith("/dotnet");
  if (!isHost && !/\.dll$/i.test(second)) return withSdk(second);
  const word = isHost ? first : second;
  const file = word.slice(word.lastIndexOf("/") + 1);
  if (/\.(sh|bash)$/.test(file)) return not(`${word} is a script, which may call any program of the image`);
  const base = atEnd.workdir ?? (atEnd.hasWorkdir ? undefined : "");
  if (/[$`]/.test(word) || (base === undefined && !word.startsWith("/")))
    return not(`it is not known where ${word} is`);
  const folder = parentOf(normalizePath(word.startsWith("/") ? word : `${base}/${word}`));
  const calls = single.facts.packages.filter(({ manager }) => manager === "dotnet");
  const publish = calls.findLast((call) => call.action === "publish" && writesTo(call, folder, single));
  if (!publish)
    return calls.some(({ action }) => action === "build") && !calls.some(({ action }) => action === "publish")
      ? not(
          "the file builds the project, but does not publish it: `dotnet publish -o` makes a folder that runs alone",
        )
      : not(`no dotnet publish in the file is seen to write to ${folder}`);
  const sources = folderOf({ command: publish.command, run: publish.run, single });
  const kept = calls.find(({ action }) => action === "dev-certs" || action === "user-secrets");
  if (kept) return not(`dotnet ${kept.action} leaves files that publishing does not take along`);
  if (sources === undefined || sources === "/")
    return not("the sources have no folder of their own, as WORKDIR would give it");
  return { kind: "published", publish, folder, sources, word, file };
}

function withSdk(command: string): WhyNot {
  switch (command) {
    case "run":
    case "watch":
    case "test":
      return not(
        `dotnet ${command} compiles when the container starts: publish with \`dotnet publish -o\` and start the dll`,
      );
    default:
      return not("dotnet does not start a published dll");
  }
}

/** `-o` says the folder; else it is bin/<configuration>/<framework>/publish below the project. */
function writesTo(call: PackageCommand, folder: string, single: SingleStage): boolean {
  const place = { command: call.command, run: call.run, single };
  const output = optionValue(call, "-o", "--output");
  if (output !== undefined) return pathAt(output, place) === folder;
  const sources = folderOf(place);
  return sources !== undefined && isBelow(folder, sources) && /\/bin\/.*\/publish$/.test(folder);
}
