import { insertAt } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { insertWordBehind } from "../../edits/words.ts";
import type { Amount } from "../../estimate/amount.ts";
import { aptRecommendsStep } from "../../estimate/aptInstalls.ts";
import { gainInWords } from "../../estimate/words.ts";
import { aptOption, areRecommendsSwitchedOff } from "../../facts/aptSettings.ts";
import type { Facts } from "../../facts/facts.ts";
import { hasOption, type PackageCommand } from "../../facts/packages.ts";
import { type Loss, likelyLosses } from "../../facts/recommendedPackages.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

export default defineRule({
  id: "apt-recommends",
  group: "size",
  summary: "`apt-get install` installs recommended packages as well.",
  why: "Without `--no-install-recommends`, apt installs everything that a package merely recommends: documentation viewers, mail servers, compilers. In a container most of it is dead weight, often more than what was asked for. Some of it may be needed, though, such as `ca-certificates` for HTTPS with curl; where that is known, the fix names it, so that it stays.",
  severity: "information",
  phase: "word",
  safety: ["review"],
  aliases: ["DL3015", "DS-0029"],
  *check(facts): Generator<Problem> {
    for (const install of facts.packages) {
      const { manager, program, action, actionWord, run } = install;
      if (manager !== "apt" || program === "aptitude" || action !== "install" || !actionWord) continue;
      if (!run.stage?.isShipped || isDecided(install) || areRecommendsSwitchedOff(facts, install)) continue;
      const losses = likelyLosses(facts, install);
      const weight = worthSaying(aptRecommendsStep(facts, install));
      const figure = weight ? ` (${gainInWords(weight)})` : "";
      const example = losses.length > 0 ? `, such as ${names(losses)}` : "";
      yield {
        span: { start: install.command.nameWord.span.start, end: actionWord.span.end },
        message: `recommended packages are installed as well${figure}${example}`,
        ...(weight && { costs: weight }),
        fixes: fixes(facts, actionWord, losses, weight),
      };
    }
  },
});

/** Less than a megabyte is no figure to act on. */
function worthSaying(weight: Amount | undefined): Amount | undefined {
  return weight && weight.unpacked.likely >= 1e6 ? weight : undefined;
}

/** Whoever asks for recommended packages means it. */
function isDecided(install: PackageCommand): boolean {
  if (hasOption(install, "--no-install-recommends", "--install-recommends", "--download-only")) return true;
  return aptOption(install, "APT::Install-Recommends") !== undefined;
}

function fixes(
  { dockerfile }: Facts,
  actionWord: Word,
  losses: readonly Loss[],
  weight: Amount | undefined,
): readonly Fix[] {
  const flag = insertAt(actionWord.span.end, " --no-install-recommends");
  const plain: Fix = {
    title: "Add --no-install-recommends",
    safety: "review",
    assumption:
      losses.length > 0
        ? `the image does without ${names(losses)}`
        : "nothing in the image needs the packages that are only recommended",
    edits: [flag],
    ...(weight && { saves: weight }),
  };
  if (losses.length === 0) return [plain];
  const { saves: _, ...withoutFigure } = plain;
  const kept: Fix = {
    ...withoutFigure,
    title: `Skip recommended packages except ${names(losses)}`,
    assumption: "nothing in the image needs the other packages that are only recommended",
    edits: [flag, ...losses.map((loss) => insertWordBehind(dockerfile, loss.operand, loss.package))],
  };
  return [kept, plain];
}

function names(losses: readonly Loss[]): string {
  return losses.map((loss) => loss.package).join(" and ");
}
