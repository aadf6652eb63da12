import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Span } from "../../../core/edits/span.ts";
import { aptIndex } from "../../../core/estimate/aptIndex.ts";
import { aptAddition } from "../../../core/estimate/aptInstalls.ts";
import { npmTable } from "../../../core/estimate/npmTable.ts";
import { bothInWords, bytesInWords, estimateInWords } from "../../../core/estimate/words.ts";
import { isBuildPackage } from "../../../core/facts/apkBuildPackages.ts";
import { lazy } from "../../../core/facts/lazy.ts";
import type { Manager } from "../../../core/facts/packagePrograms.ts";
import { hasOption } from "../../../core/facts/packages.ts";
import { t } from "../../../l10n/t.ts";
import { type Entry, itemOf } from "../item.ts";
import type { CompletionRequest } from "../request.ts";
import type { TypedCall } from "./packageWords.ts";
import { alpinePackages, usualDebianPackages, usualNodePackages } from "./usualPackages.ts";

type Request = CompletionRequest<{ readonly span: Span }>;

interface Names {
  readonly isIncomplete: boolean;
  readonly items: readonly CompletionItem[];
}

/** A manager whose packages are known, the sub-command that takes their names, and what is known. */
interface Source {
  readonly action: readonly string[];
  /** In the order in which they are offered. */
  readonly names: (typed: string) => readonly string[];
  readonly about: (request: Request, call: TypedCall) => (name: string) => About;
}

type About = Pick<Entry, "behind" | "detail">;

/** Each letter makes the list shorter, and has it asked for again. */
const mostItems = 60;

/** Packages that begin with what is typed, those that people install first, without those that the command has. */
export function packageNames(request: Request, call: TypedCall, typed: string): Names {
  const source = sources[call.manager];
  if (!source?.action.includes(call.action) || !/^[\w.+@/-]*$/.test(typed))
    return { isIncomplete: false, items: [] };
  const written = new Set(call.operands.flatMap((word) => (word === call.word ? [] : bareName(word.value))));
  const start = typed.toLowerCase();
  const open = source.names(typed).filter((name) => name.startsWith(start) && !written.has(name));
  const about = source.about(request, call);
  const { word } = call;
  // A version that is there stays.
  const end = word.span.start + Math.max(typed.length, bareName(word.text).length);
  const at = { ...request, place: { span: { start: word.span.start, end } } };
  const items = open
    .slice(0, mostItems)
    .map((label, order) =>
      itemOf(at, { label, kind: CompletionItemKind.Module, order: 100 + order, ...about(label) }),
    );
  // Whoever takes letters away wants those again that were left out.
  return { isIncomplete: typed !== "" || open.length > mostItems, items };
}

/** `curl=8.5`, `react@19` → without the version */
function bareName(word: string): string {
  return word.replace(/(?!^)[=<>~:@].*$/, "");
}

const node: Source = {
  action: ["install", "add"],
  // Nobody looks for a package in what all others depend on without a letter of its name.
  names: (typed) => (typed === "" ? [] : nodeNames()),
  about: () => nodePackage,
};

const sources: Readonly<Partial<Record<Manager, Source>>> = {
  apt: { action: ["install"], names: () => debianNames(), about: debianPackage },
  apk: { action: ["add"], names: () => alpinePackages, about: () => alpinePackage },
  npm: node,
  yarn: node,
  pnpm: node,
  bun: node,
};

const nodeNames = lazy(() => [...new Set([...usualNodePackages, ...npmTable.names])]);

function nodePackage(name: string): About {
  const bytes = npmTable.bytes(name);
  if (bytes === undefined) return {};
  const size = bytesInWords(bytes);
  return { behind: size, detail: t("{0} on disk, without what it depends on", size) };
}

function alpinePackage(name: string): About {
  return isBuildPackage(name) ? { detail: t("only a build needs it") } : {};
}

function debianPackage({ outcome }: Request, { run, start, operands, args, word }: TypedCall) {
  const others = operands.flatMap(({ value }) => (value === word.value ? [] : value));
  const withoutRecommends = hasOption({ args }, "--no-install-recommends");
  const addition = aptAddition(outcome.analysis.facts, { run, start, others, withoutRecommends });
  return (name: string): About => {
    const amount = addition(name);
    if (!amount) return {};
    if (amount.unpacked.high === 0) return { detail: t("it is there already") };
    return {
      behind: estimateInWords(amount.unpacked),
      detail: t("adds {0}", bothInWords(amount)),
    };
  };
}

/** What people name, and then what comes along with that: libraries without headers, and parts of other packages. */
const debianNames = lazy((): readonly string[] => {
  const usual = new Set(usualDebianPackages);
  const others = aptIndex().names.filter((name) => !usual.has(name));
  const rank = (name: string): number => (isPartOfOthers(name) ? 1 : 0);
  return [...usual, ...others.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))];
});

function isPartOfOthers(name: string): boolean {
  return (
    (name.startsWith("lib") && !name.endsWith("-dev")) ||
    /^(node|gir1\.2|erlang|golang-github|fonts|texlive|gstreamer1\.0)-|-(common|data|base|core|bin|doc|examples|runtime)$/.test(
      name,
    )
  );
}
