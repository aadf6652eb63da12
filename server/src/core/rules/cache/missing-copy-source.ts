import { hasWildcard } from "../../context/copyPattern.ts";
import type { Fix } from "../../edits/fix.ts";
import { closeSource } from "../../facts/closeSource.ts";
import { type ContextSource, contextSources, usableContext } from "../../facts/contextSources.ts";
import { shortened } from "../../facts/names.ts";
import type { BuildContext } from "../../known.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "missing-copy-source",
  group: "cache",
  summary: "A COPY or ADD names a file that is not in the build context.",
  why: "A COPY of a file that is not there fails, often after minutes of earlier steps; one with a wildcard that matches nothing silently copies nothing. Most often the name is misspelt, differs in upper and lower case – which not every developer's machine minds, but the builder does – or was written for another folder than the one that is sent as the build context. What a build on the host would have to make first, such as `target/app.jar`, is mentioned with less weight.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: [],
  needs: "context",
  *check(facts): Generator<Problem> {
    const context = usableContext(facts);
    if (!context?.complete) return;
    for (const source of contextSources(facts)) {
      if (!isMissing(source, context)) continue;
      const close = closeSource(source.path, context);
      const isOutput = close === undefined && isMadeBefore(source);
      yield {
        span: source.part.span,
        message: messageOf(source, { close, isOutput }),
        ...(isOutput ? { severity: "information" } : {}),
        fixes: close === undefined ? [] : fixesOf(source, close),
      };
    }
  },
});

/** What a build on the host leaves behind: by its folder, by its kind, or a program without an extension. */
function isMadeBefore({ part, path }: ContextSource): boolean {
  return outputFolder.test(path) || artifact.test(path) || /^[\w-]+$/.test(part.value);
}

const outputFolder =
  /(^|\/)(target|build|dist|out|output|bin|publish|release|artifacts?|node_modules|\.next)(\/|$)/;
const artifact = /\.(jar|war|ear|whl|deb|rpm|apk|exe|dll|so|wasm|zip|tgz|tar|tar\.\w+)$/;

function isMissing({ copy, part, path }: ContextSource, context: BuildContext): boolean {
  // Variables may come from --build-arg, and with --parents a pattern reaches into folders.
  if (part.text.includes("$") || path === "" || path === "*") return false;
  if (copy.instruction.flags.some(({ name }) => name === "parents") && path.includes("**")) return false;
  if (context.has(path) || context.isIgnored(path) || context.findListed(path).length > 0) return false;
  return !hasWildcard(path) || !(isOptional(path) || mayFollowLink(path, context));
}

/** `yarn.lock*` and `.npmr[c]` stand for a file that may be missing. */
function isOptional(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    /^[^*?[]*(\.|file|lock|LICENSE|README)[^*?[/]*\*$/i.test(name) || /^[^*?[]+\[\w\][^*?[]*$/.test(name)
  );
}

/** Behind a symbolic link there may be anything, also a file that nobody can have listed. */
function mayFollowLink(path: string, context: BuildContext): boolean {
  const folder = path.slice(0, path.lastIndexOf("/", path.search(/[*?[]/)) + 1);
  return context.has(`${folder}\0`);
}

interface Found {
  readonly close: string | undefined;
  readonly isOutput: boolean;
}

function messageOf({ part, path }: ContextSource, { close, isOutput }: Found): string {
  const name = shortened(part.value);
  if (close !== undefined && close.toLowerCase() === path.toLowerCase())
    return `${name} is not in the build context; ${shortened(close)} differs in case`;
  if (close !== undefined) return `${name} is not in the build context; did you mean ${shortened(close)}?`;
  if (isOutput) return `${name} is not in the build context yet; it has to be made before the image is built`;
  return hasWildcard(path)
    ? `${name} matches nothing in the build context, so nothing is copied`
    : `${name} is not in the build context, so the build fails`;
}

function fixesOf({ copy, part, path }: ContextSource, close: string): readonly Fix[] {
  const isPlain = part.text === part.value || copy.instruction.isJson;
  if (!isPlain || !/^[\w./@+,-]+$/.test(close) || hasWildcard(path)) return [];
  const start = part.value.startsWith("./") ? "./" : part.value.startsWith("/") ? "/" : "";
  const word = `${start}${close}${part.value.endsWith("/") ? "/" : ""}`;
  return [
    {
      title: `Copy ${close}`,
      safety: "review",
      assumption: `${close} is the file that is meant`,
      edits: [{ span: part.span, text: copy.instruction.isJson ? JSON.stringify(word) : word }],
    },
  ];
}
