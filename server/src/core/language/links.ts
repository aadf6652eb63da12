import { t } from "../../l10n/t.ts";
import type { Span } from "../edits/span.ts";
import { isRemote } from "../facts/copies.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import { stageWords } from "../facts/stageWords.ts";
import { parseReference } from "../images/reference.ts";
import type { ImageReference } from "../images/types.ts";
import { imagePage } from "./imagePage.ts";

/** A word that leads somewhere: to a page, or to a file of the build context by its path there. */
export type Link =
  | { readonly kind: "page"; readonly span: Span; readonly address: string; readonly says: string }
  | { readonly kind: "file"; readonly span: Span; readonly path: string };

/** Images, files that COPY and ADD take, and what ADD loads. */
export function links(facts: Facts): readonly Link[] {
  const frontEnd = facts.dockerfile.directives.find(({ name }) => name === "syntax");
  return [
    ...(frontEnd ? imageLink(frontEnd.valueSpan, parseReference(frontEnd.value)) : []),
    ...facts.stages.flatMap((stage) => imagesOf(facts, stage)),
    ...sources(facts),
  ];
}

function imagesOf(facts: Facts, stage: StageFacts): readonly Link[] {
  const { image } = stage.stage.from;
  const others = stageWords(facts, stage).flatMap(({ word, target }) => {
    const reference = target ? undefined : parseReference(word.value);
    return reference && isSurelyImage(facts, reference) ? imageLink(word.span, reference) : [];
  });
  return [...(image ? imageLink(image.span, stage.reference) : []), ...others];
}

/** A bare word behind `--from=` may as well be a build context that the command line names. */
function isSurelyImage({ known }: Facts, reference: ImageReference): boolean {
  const { tag, digest, familiar } = reference;
  if (tag !== undefined || digest !== undefined || familiar.includes("/")) return true;
  return known.images.tags(reference).length > 0;
}

function imageLink(span: Span, reference: ImageReference | undefined): readonly Link[] {
  const address = reference && imagePage(reference);
  return address === undefined
    ? []
    : [{ kind: "page", span, address, says: t("Open the page of the image") }];
}

function sources(facts: Facts): readonly Link[] {
  const { context } = facts.known;
  return facts.copies.flatMap(({ instruction, sources: named }) =>
    named.flatMap(({ part, path }): readonly Link[] => {
      if (path === undefined) return [];
      if (isRemote(path)) {
        const address = instruction.keyword === "ADD" ? pageOf(path) : undefined;
        return address === undefined
          ? []
          : [{ kind: "page", span: part.span, address, says: t("Open the source") }];
      }
      if (!context || instruction.from || instruction.isOnbuildTrigger) return [];
      const [file, ...others] = context.has(path) ? [path] : context.findListed(path);
      const isOne = file !== undefined && others.length === 0 && !context.isFolder(file);
      return isOne ? [{ kind: "file", span: part.span, path: file }] : [];
    }),
  );
}

/** For browsers, which speak no ssh: `git@github.com:docker/cli.git#v27` is a page of github.com. */
function pageOf(source: string): string | undefined {
  if (/^https?:\/\/[^\s$]+$/i.test(source)) return source;
  const [, host, path] = /^(?:ssh:\/\/)?git@([\w.-]+)[:/]([^\s#]+?)(?:\.git)?(?:#.*)?$/.exec(source) ?? [];
  return host === undefined || path === undefined ? undefined : `https://${host}/${path}`;
}
