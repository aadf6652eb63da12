import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { removeOption } from "../../edits/options.ts";
import type { Facts } from "../../facts/facts.ts";
import { type OptionUse, optionUses, type WantedOption } from "../../facts/options.ts";
import { hasOption } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

export default defineRule({
  id: "unsigned-packages",
  group: "security",
  summary: "Packages are installed without a check of their signature.",
  why: "Signatures are what makes it safe to load packages from any mirror. Without them a mirror that was broken into, or anybody on the way, can put their own code into the image. The proper way is to add the key of the repository: with `signed-by=` for apt, below `/etc/apk/keys` for apk, and with `rpm --import` for yum, dnf and zypper. Local package files from the build context or another stage are not reported.",
  severity: "warning",
  phase: "word",
  safety: ["review"],
  aliases: ["CKV2_DOCKER_7", "CKV2_DOCKER_8", "CKV2_DOCKER_9", "CKV2_DOCKER_10", "CKV2_DOCKER_11"],
  *check(facts): Generator<Problem> {
    for (const use of optionUses(facts, unsigned)) {
      if (installsOwnFiles(use)) continue;
      const { words, wanted } = use;
      yield {
        span: { start: words[0].span.start, end: (words[1] ?? words[0]).span.end },
        message: `${wanted.value ? (words[1] ?? words[0]).value : wanted.option} installs packages that anybody may have changed`,
        fixes: fixes(facts, use),
      };
    }
    yield* trustedRepositories(facts);
  },
});

const apt = ["apt-get", "apt", "aptitude"];
const rpms = ["yum", "dnf", "dnf5", "microdnf"];
const on = "(true|1|yes)$";

const unsigned: readonly WantedOption[] = [
  { programs: ["apk"], option: "--allow-untrusted" },
  { programs: apt, option: "--allow-unauthenticated" },
  { programs: apt, option: "--allow-insecure-repositories" },
  { programs: apt, option: "--force-yes" },
  {
    programs: apt,
    option: "-o",
    value: new RegExp(`^(APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)=${on}`, "i"),
  },
  { programs: rpms, option: "--nogpgcheck" },
  { programs: rpms, option: "--no-gpgchecks" },
  { programs: rpms, option: "--setopt", value: /^(\S+\.)?gpgcheck=(0|false|no)$/i },
  { programs: ["rpm"], option: "--nosignature" },
  { programs: ["rpm"], option: "--nogpg" },
  { programs: ["zypper"], option: "--no-gpg-checks" },
];

/** Files from the context or another stage come from the author, who has no key for them. */
function installsOwnFiles({ command, run }: OptionUse<WantedOption>): boolean {
  const files = command.args.filter(({ value }) => /\.(apk|rpm|deb)$/.test(value) || value.startsWith("/"));
  const isLocal = files.length > 0 && files.every(({ value }) => !value.includes("://"));
  return isLocal && !run.script.commands.some(({ name }) => name === "curl" || name === "wget");
}

function fixes({ dockerfile }: Facts, use: OptionUse<WantedOption>): readonly Fix[] {
  const { wanted, command, words } = use;
  const answersToo = wanted.option === "--force-yes" && !hasOption(command, "-y", "--yes", "--assume-yes");
  const edits = answersToo ? [replaceSpan(words[0].span, "-y")] : removeOption(dockerfile, use);
  const title = answersToo ? "Use -y instead" : `Remove ${words.map(({ value }) => value).join(" ")}`;
  const assumption = "the packages are signed, and the image has the key of their repository";
  return [{ title, safety: "review", assumption, edits }];
}

const trusted = /\[[^\]]*\btrusted=yes\b[^\]]*\]/;

/** `deb [trusted=yes] https://…` in what a RUN writes; a folder on the disk has nobody in between. */
function* trustedRepositories(facts: Facts): Generator<Problem> {
  for (const { script } of facts.runs) {
    for (const word of script.commands.flatMap(({ args }) => args)) {
      const match = trusted.exec(word.text);
      if (!match || /^\s*(file|copy):/.test(word.text.slice(match.index + match[0].length))) continue;
      yield {
        span: settingSpan(word, match.index),
        message: "trusted=yes takes packages that anybody may have changed",
      };
    }
  }
}

/** A word that goes over several lines has other offsets than its text. */
function settingSpan(word: Word, bracket: number) {
  if (word.span.end - word.span.start !== word.text.length) return word.span;
  const start = word.span.start + word.text.indexOf("trusted=yes", bracket);
  return { start, end: start + "trusted=yes".length };
}
