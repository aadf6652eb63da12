import { insertAt, replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";

/** Sub-commands of apt, and what does the same in apt-get. `apt upgrade` is not among them: it may install more. */
const sameInAptGet: Readonly<Record<string, string>> = {
  install: "install",
  reinstall: "reinstall",
  remove: "remove",
  purge: "purge",
  autoremove: "autoremove",
  autopurge: "autopurge",
  update: "update",
  "full-upgrade": "dist-upgrade",
  "dist-upgrade": "dist-upgrade",
  "build-dep": "build-dep",
  source: "source",
  download: "download",
  clean: "clean",
  autoclean: "autoclean",
};

export default defineRule({
  id: "apt-command",
  group: "correctness",
  summary: "`apt` is made for a terminal; scripts use `apt-get`.",
  why: "`apt` says itself that its command line is not stable and should not be used in scripts: options, output and defaults change with Debian releases. `apt-get` and `apt-cache` keep theirs. The fix is offered where both do the same; `apt upgrade`, for one, installs new packages where `apt-get upgrade` does not.",
  severity: "warning",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3027", "CKV_DOCKER_9"],
  *check({ packages }): Generator<Problem> {
    for (const call of packages) {
      if (call.manager !== "apt" || call.program !== "apt" || !call.actionWord) continue;
      yield {
        span: call.command.nameWord.span,
        message: "apt is made for people at a terminal; its options and output may change under a script",
        fixes: fixes(call),
      };
    }
  },
});

function fixes({ action, actionWord, command: { nameWord } }: PackageCommand): readonly Fix[] {
  const same = Object.hasOwn(sameInAptGet, action) ? sameInAptGet[action] : undefined;
  if (same === undefined || !actionWord || nameWord.text !== nameWord.value) return [];
  return [
    {
      title: `Use apt-get ${same}`,
      safety: "safe",
      edits: [
        insertAt(nameWord.span.end, "-get"),
        ...(same === action ? [] : [replaceSpan(actionWord.span, same)]),
      ],
    },
  ];
}
