import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { SingleStage } from "./singleStage.ts";

/** The repositories below mcr.microsoft.com/dotnet that run what was published. */
export type DotnetRuntime = "aspnet" | "runtime" | "runtime-deps";

const places = ["", "*/", "*/*/", "*/*/*/"];
const endings = ["csproj", "fsproj", "vbproj"];

/** Text of every project file of the build context by its name without ending; undefined when not all are known. */
export function dotnetProjects({ facts }: SingleStage): ReadonlyMap<string, string> | undefined {
  const { context } = facts.known;
  if (!context?.complete) return undefined;
  const projects = new Map<string, string>();
  for (const path of places.flatMap((place) => endings.flatMap((end) => context.find(`${place}*.${end}`)))) {
    const text = context.read(path);
    if (text === undefined) return undefined;
    const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
    projects.set(elementOf(text, "AssemblyName") ?? name, text);
  }
  return projects.size > 0 ? projects : undefined;
}

/** What a published program needs: ASP.NET Core has all that the plain runtime has, so it is taken in doubt. */
export function runtimeFor(
  publish: PackageCommand,
  projects: ReadonlyMap<string, string> | undefined,
  program: string,
): DotnetRuntime {
  const own = projects?.get(program) ?? "";
  if (
    isSelfContained(publish) ||
    /^true$/i.test(elementOf(own, "PublishAot") ?? elementOf(own, "SelfContained") ?? "")
  )
    return "runtime-deps";
  const texts = [...(projects?.values() ?? [])];
  const usesWeb = texts.some((text) =>
    /Microsoft\.NET\.Sdk\.(Web|Razor|BlazorWebAssembly)|Microsoft\.AspNetCore/.test(text),
  );
  return projects && !usesWeb ? "runtime" : "aspnet";
}

function isSelfContained(publish: PackageCommand): boolean {
  const at = publish.args.findIndex(({ value }) => value === "--self-contained" || value === "--sc");
  if (at >= 0) return publish.args[at + 1]?.value !== "false";
  if (hasOption(publish, "--no-self-contained")) return false;
  return publish.args.some(
    ({ value }) =>
      /^([-/]p:|--property:)(SelfContained|PublishAot)=true$/i.test(value) ||
      value === "--self-contained=true",
  );
}

/** `<AssemblyName>Shop</AssemblyName>`; nothing where other properties are put in. */
function elementOf(text: string, name: string): string | undefined {
  const start = text.indexOf(`<${name}>`);
  const end = text.indexOf(`</${name}>`, start);
  const value = start < 0 || end < 0 ? undefined : text.slice(start + name.length + 2, end).trim();
  return value === undefined || value.includes("$(") ? undefined : value;
}
