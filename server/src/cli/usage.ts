import type { Language } from "../l10n/languages.ts";
import { usageInChinese } from "./usageInChinese.ts";

const inEnglish = `Plimsoll finds and mends what makes container images big, slow to build and risky.

Usage
  plimsoll check [--format pretty|json] [--fail-on SEVERITY] [--enable-all] [--shellcheck] [SETTINGS] FILE…
  plimsoll fix [--review] [--rule ID]… [--base IMAGE] [--diff | --write | --stdout] [SETTINGS] FILE
  plimsoll size [--format pretty|json] [SETTINGS] FILE
  plimsoll optimize [SETTINGS] FILE
  plimsoll context [--format pretty|json] [SETTINGS] FILE
  plimsoll cache [--change PATH] [--format pretty|json] [SETTINGS] FILE
  plimsoll report [--format html|svg|md|json] [SETTINGS] FILE
  plimsoll image [--tags] [--format pretty|json] [--platform P] [REGISTRIES] NAME
  plimsoll format [--check | --write] [--casing majority|upper] [--indent N|tab] FILE…
  plimsoll rules [--format pretty|json]

FILE may be - for standard input.

check     prints the findings. --fail-on error|warning|information|hint|never sets what makes the exit code 1
          (default: what the configuration says, else warning). --shellcheck adds what the shellcheck on
          PATH says about scripts. In compose and bake files it looks at the Dockerfiles that stand in
          them (dockerfile_inline, dockerfile-inline).
fix       applies the safe fixes until none is left, and prints the change as a diff (--diff, the default),
          writes the file (--write), or prints the whole new text (--stdout). --review adds the fixes that
          rest on an assumption; --rule takes only the named rules, and their drafts too.
          --rule single-stage-build converts to a multi-stage build, on the IMAGE of --base or the recommended
          one, or says why the file stays a single stage. What a fix takes for granted goes to standard error.
size      estimates the sizes of the base image, of each instruction and in total.
optimize  prints findings, the whole change with reviewed fixes, and the sizes before and after.
context   says which folder is the build context, why, and what of it a build gets.
cache     says what a build runs again when a file at or below PATH changes, and why; without --change, for each base
          image and for what each COPY, ADD and mount takes, with how often that changed in the last commits.
report    draws what the image weighs and why, before and after the fixes: sizes, what each fix saves, stages, what a
          change rebuilds, build context, other bases. Prints a page (the default), one picture, Markdown or data.
image     says what is known about an image, from whom and since when; --tags lists the tags of its repository.
format    prints the tidy text, writes it into the files (--write), or prints the names of files that are not tidy
          (--check). --casing sets the case of keywords (default: that of most of them), --indent the indentation of
          continuation lines (default 4).
rules     lists the rules.

Settings
  --platform P     the platform to show sizes for, such as linux/arm64 (default linux/amd64)
  --config FILE    reads this configuration and no other, --no-config none; otherwise the nearest .plimsoll.json,
                   "plimsoll" in package.json and .hadolint.yaml above each FILE are read
  --context DIR    takes this folder for the build context, --no-context looks at none; otherwise it is found
  REGISTRIES       who is asked about images, see below

Registries (nothing leaves this machine without --online)
  --online               asks the public registries about the images that they have; answers are kept for a while
  --allow-host HOST      asks this registry too: registry.example.com, localhost:5000, *.example.com
  --docker-credentials   logs in with what docker or podman login has left, each login at its own registry only

--help, --version
--lang en|zh-cn   the language of the output; otherwise that of LC_ALL, LC_MESSAGES or LANG. JSON is in English

Exit code: 0 clean, 1 findings at or above --fail-on or files that are not tidy, 2 bad usage or an unreadable file.
`;

export const usage: Readonly<Record<Language, string>> = { en: inEnglish, "zh-cn": usageInChinese };
