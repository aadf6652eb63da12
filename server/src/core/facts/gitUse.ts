import type { BuildContext } from "../known.ts";
import type { Facts } from "./facts.ts";

/** A step of the build reads the history of the project, most often to make a version number of it. */
export function readsHistory(facts: Facts): boolean {
  return (
    facts.runs.some(callsGit) || (facts.known.context ? takesVersionFromGit(facts.known.context) : false)
  );
}

function callsGit({ script, form }: Facts["runs"][number]): boolean {
  if (form === "exec" || !script.isUnderstood) return /\bgit\b/.test(script.flat.text);
  return script.commands.some(({ name, args }) => {
    if (name !== "git") return false;
    const [action] = args.filter(({ value }) => !value.startsWith("-"));
    return !elsewhere.has(action?.value ?? "");
  });
}

/** They work on other repositories, or on none. */
const elsewhere = new Set(["clone", "config", "init", "ls-remote", "version", ""]);

const versionTools: readonly (readonly [file: string, tools: RegExp])[] = [
  [
    "pyproject.toml",
    /setuptools[-_]scm|hatch-vcs|versioneer|poetry-dynamic-versioning|dunamai|versioningit|pdm-backend.*scm/,
  ],
  ["setup.py", /setuptools_scm|use_scm_version|versioneer|git describe/],
  ["setup.cfg", /setuptools_scm|versioneer|\bpbr\b/],
  ["package.json", /\bgit (describe|rev-parse|log|show|tag)|git-rev-sync|git-revision|git-describe/],
  ["pom.xml", /git-commit-id|jgitver|buildnumber-maven/],
  ["build.gradle", /git-version|gitProperties|gradle-git|nebula\.release|axion|palantir/],
  ["build.gradle.kts", /git-version|gitProperties|gradle-git|nebula\.release|axion|palantir/],
  ["Cargo.toml", /vergen|shadow-rs|git-version|built/],
  ["Directory.Build.props", /GitVersion|Nerdbank\.GitVersioning|MinVer/],
  ["Makefile", /\bgit\b/],
];

function takesVersionFromGit(context: BuildContext): boolean {
  return versionTools.some(([file, tools]) => tools.test(context.read(file) ?? ""));
}
