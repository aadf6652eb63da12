import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { joinPath } from "../../core/context/paths.ts";
import type { Span } from "../../core/edits/span.ts";
import { bytesInWords } from "../../core/estimate/words.ts";
import { normalizePath } from "../../core/facts/situation.ts";
import type { ContextEntry } from "../../core/known.ts";
import type { ArgumentCursor } from "./cursor.ts";
import { itemOf } from "./item.ts";
import { type CompletionRequest, within } from "./request.ts";

/** Nobody scrolls further; a letter makes the list shorter. */
const mostItems = 500;

/**
 * What the build context has in the folder that was typed so far, without what the ignore file keeps out. Manifests
 * come first until something is installed.
 */
export function contextPaths(
  request: CompletionRequest<ArgumentCursor & { readonly span: Span }>,
): readonly CompletionItem[] {
  const { place, offset, outcome } = request;
  const { facts } = outcome.analysis;
  const { context } = facts.known;
  const typed = facts.dockerfile.text.slice(place.span.start, offset);
  const slash = typed.lastIndexOf("/") + 1;
  const stage = facts.graph.stageOf(place.instruction);
  const above = facts.scope.expand(typed.slice(0, slash), stage, place.instruction);
  if (!context || above === undefined || above.includes("..") || above.includes("//")) return [];
  const folder = normalizePath(`/${above}`).slice(1);
  const written = new Set(
    place.words.flatMap((word) => (word === place.word ? [] : word.text.replace(/\/$/, ""))),
  );
  const { index } = place.instruction;
  const isInstalled = facts.packages.some(
    ({ run, manager }) => run.stage === stage && run.instruction.index < index && !systemTools.has(manager),
  );
  const at = within(request, place.span.start + slash, place.span.end);
  const entries = context
    .children(folder)
    .filter((entry) => !entry.isIgnored && canBeWritten(entry.name, place.isJson))
    .filter(({ name }) => !written.has(joinPath(typed.slice(0, slash).replace(/\/$/, ""), name)))
    .slice(0, mostItems);
  const rank = (entry: ContextEntry): number => {
    if (manifest.test(entry.name)) return isInstalled ? 3 : 0;
    if (entry.name.startsWith(".")) return 5;
    return entry.isFolder ? 1 : 2;
  };
  return entries.map((entry) => {
    const size = context.size(entry.path);
    return itemOf(at, {
      label: entry.isFolder ? `${entry.name}/` : entry.name,
      goesOn: entry.isFolder,
      kind: entry.isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
      detail: size === undefined ? undefined : bytesInWords(size),
      order: 10 + rank(entry),
    });
  });
}

const systemTools: ReadonlySet<string> = new Set(["apt", "apk", "yum", "dnf", "microdnf", "zypper"]);

const manifest =
  /^(package(-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-(lock|workspace)\.yaml|bun\.lockb?|requirements[\w.-]*\.txt|pyproject\.toml|(poetry|uv|Pipfile|composer|Cargo|Gemfile|mix)\.lock|Pipfile|Gemfile|Cargo\.toml|go\.(mod|sum|work)|pom\.xml|(build|settings)\.gradle(\.kts)?|gradlew|mvnw|composer\.json|mix\.exs|.*\.(csproj|fsproj|sln|slnx))$/;

/** Blanks divide words outside of JSON, and the rest means something else to COPY or to Docker. */
function canBeWritten(name: string, isJson: boolean): boolean {
  return isJson ? !/["\\$*?[\]]/.test(name) : !/[\s"'\\$*?[\]]/.test(name);
}
