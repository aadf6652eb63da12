import { replaceSpan } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { setTag, tagSpan } from "../../edits/imageTag.ts";
import type { Facts } from "../../facts/facts.ts";
import { type ImageUse, imageUses } from "../../facts/imageUses.ts";
import {
  dateOf,
  type EndedLine,
  endedLine,
  endedSystem,
  familyName,
  titleOf,
} from "../../images/lifecycle.ts";
import { referenceParts } from "../../images/reference.ts";
import { type SupportedTag, supportedTag, tagOnSupportedSystem } from "../../images/supportedTag.ts";
import { readTag } from "../../images/tagShape.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "end-of-life-image",
  group: "reproducibility",
  summary: "An image belongs to a release line that gets no more security fixes.",
  why: "When the support of a release line ends, its images are no longer rebuilt: known holes stay open, and package lists move to an archive, so that installs begin to fail. The dates are those the projects publish, and stand in the extension. The fix names the nearest line of the same image that is supported for another year, in the same form. What the program needs to change for it cannot be seen from here.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    const date = dateOf(facts.known.today);
    for (const use of imageUses(facts)) {
      const { reference, part } = use;
      const span = tagSpan(use) ?? part.span;
      const line = endedLine(reference, date);
      if (line) {
        yield { span, message: `${line.title} ${fixless(line)}`, fixes: newLineFix(facts, use, line, date) };
        continue;
      }
      const name = familyName(reference);
      const system = name && endedSystem(readTag(name, reference.tag).suite, date);
      if (!system) continue;
      const message = `this image stands on ${system.title}, which ${fixless(system)}`;
      yield { span, message, fixes: newSystemFix(facts, use, date) };
    }
  },
});

const months = "January February March April May June July August September October November December".split(
  " ",
);

function fixless({ ended, successor, successors }: EndedLine): string {
  const [year, month] = ended.split("-");
  const since = `has had no security fixes since ${months[Number(month) - 1]} ${year}`;
  if (successor !== undefined) return `${since}; ${successor} goes on`;
  return successors === undefined ? since : `${since}; ${successors} go on`;
}

function newLineFix(facts: Facts, use: ImageUse, ended: EndedLine, date: string): readonly Fix[] {
  const { reference } = use;
  // Programs for Python 2 do not run on Python 3.
  if (ended.family === "python" && ended.line.startsWith("2.")) return [];
  const found = supportedTag({ reference, ended, date }, facts.known.images);
  if (!found) return [];
  const edit = ended.successor === undefined ? setTag(facts, use, found.tag) : setImage(use, found);
  return edit ? [fix(found, assumptionFor(found), edit)] : [];
}

function newSystemFix(facts: Facts, use: ImageUse, date: string): readonly Fix[] {
  const found = tagOnSupportedSystem({ reference: use.reference, date }, facts.known.images);
  const edit = found && setTag(facts, use, found.tag);
  return edit
    ? [fix(found, "the packages and libraries that are used exist in the newer release of the system", edit)]
    : [];
}

function fix({ reference }: SupportedTag, assumption: string, edit: Edit): Fix {
  return { title: `Use ${reference.familiar}`, safety: "review", assumption, edits: [edit] };
}

/** `openjdk:17-slim` → `eclipse-temurin:17-jdk`, wherever the registry stands in front of it. */
function setImage({ part, text, reference }: ImageUse, { reference: next }: SupportedTag): Edit | undefined {
  const name = reference.repository.slice(reference.repository.lastIndexOf("/") + 1);
  const parts = part.text === text && reference.digest === undefined ? referenceParts(text) : undefined;
  if (!parts || reference.tag === undefined) return undefined;
  const start = part.span.start + parts.nameEnd - name.length;
  return replaceSpan({ start, end: part.span.end }, next.familiar);
}

const systems: ReadonlySet<string> = new Set(
  "alpine almalinux amazonlinux centos debian fedora oraclelinux rockylinux ubuntu".split(" "),
);
const databases: ReadonlySet<string> = new Set(["mariadb", "mongo", "mysql", "postgres", "redis"]);

function assumptionFor({ family, line = "" }: SupportedTag): string {
  const title = titleOf(family, line);
  if (systems.has(family)) return `the packages and programs that are used exist for ${title}`;
  if (databases.has(family)) return `the data is migrated to ${title}, or there is none yet`;
  return family === "nginx" ? `the configuration works with ${title}` : `the program works with ${title}`;
}
