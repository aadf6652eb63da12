import { hasOption, type PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "distribution-upgrade",
  group: "reproducibility",
  summary: "A RUN upgrades every package of the base image.",
  why: "An upgrade gives another image from one day to the next, and while its RUN comes from the cache it does nothing at all. Every package that it replaces is in the image twice, because the old one stays in the base image's layer. A newer base image has the same fixes, tested together: pull it with `docker build --pull`, and name the packages that cannot wait for it. Upgrades of single packages, and those limited to security fixes, are not reported.",
  severity: "hint",
  phase: "word",
  safety: [],
  aliases: ["DL3035", "DS-0024"],
  *check(facts): Generator<Problem> {
    for (const call of facts.packages) {
      const { command, actionWord, operands } = call;
      if (!actionWord || operands.length > 0 || !upgradesAll(call)) continue;
      yield {
        span: { start: command.nameWord.span.start, end: actionWord.span.end },
        message: "the upgrade stores packages twice, and gives another image from one build to the next",
      };
    }
  },
});

const upgrades: Readonly<Partial<Record<string, readonly string[]>>> = {
  apt: ["upgrade", "dist-upgrade", "full-upgrade", "safe-upgrade"],
  apk: ["upgrade"],
  yum: ["upgrade", "distro-sync"],
  dnf: ["upgrade", "distro-sync"],
  microdnf: ["upgrade"],
  zypper: ["update", "dist-upgrade", "patch"],
};

function upgradesAll(call: PackageCommand): boolean {
  if (
    hasOption(
      call,
      "--security",
      "--advisory",
      "--bugfix",
      "--simulate",
      "--dry-run",
      "--download-only",
      "-d",
    )
  )
    return false;
  if (call.manager === "apt" && hasOption(call, "-s")) return false;
  if (call.manager === "zypper" && hasOption(call, "-g", "--category")) return false;
  return upgrades[call.manager]?.includes(call.action) === true;
}
