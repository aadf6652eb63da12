export type Manager =
  | "apt"
  | "apk"
  | "yum"
  | "dnf"
  | "microdnf"
  | "zypper"
  | "pip"
  | "uv"
  | "poetry"
  | "pipenv"
  | "conda"
  | "npm"
  | "yarn"
  | "pnpm"
  | "bun"
  | "go"
  | "cargo"
  | "maven"
  | "gradle"
  | "dotnet"
  | "gem"
  | "bundler"
  | "composer"
  | "mix";

/** The managers of a distribution's own packages. */
export const systemManagers: ReadonlySet<Manager> = new Set<Manager>([
  "apt",
  "apk",
  "yum",
  "dnf",
  "microdnf",
  "zypper",
]);

/** How the words behind a program are read. */
export interface Program {
  readonly manager: Manager;
  /** Options that take the next word as their value. */
  readonly valued: readonly string[];
  readonly synonyms?: Readonly<Record<string, string>>;
  readonly bareAction?: string;
}

const aptOptions = [
  "-t",
  "--target-release",
  "--default-release",
  "-o",
  "--option",
  "-c",
  "--config-file",
  "-a",
  "--host-architecture",
];
const rpmOptions = [
  "--repo",
  "--repoid",
  "--enablerepo",
  "--disablerepo",
  "--setopt",
  "-x",
  "--exclude",
  "--installroot",
  "--releasever",
  "-c",
  "--config",
];
const rpmSynonyms = {
  in: "install",
  localinstall: "install",
  groupinstall: "install",
  up: "upgrade",
  update: "upgrade",
  rei: "reinstall",
};
const pipOptions = [
  "-r",
  "--requirement",
  "-c",
  "--constraint",
  "-e",
  "--editable",
  "-i",
  "--index-url",
  "--extra-index-url",
  "--trusted-host",
  "-f",
  "--find-links",
  "-t",
  "--target",
  "--prefix",
  "--root",
  "--platform",
  "--python-version",
  "--timeout",
  "--retries",
  "--proxy",
  "--cert",
  "--log",
  "--cache-dir",
  "--progress-bar",
  "--only-binary",
  "--no-binary",
  "--src",
  "--upgrade-strategy",
];
const npmOptions = [
  "--prefix",
  "-w",
  "--workspace",
  "--registry",
  "--loglevel",
  "--cache",
  "--tag",
  "--userconfig",
  "-C",
  "--dir",
  "--filter",
  "-F",
  "--cwd",
];
const npmSynonyms = {
  i: "install",
  in: "install",
  ins: "install",
  add: "add",
  ci: "ci",
  "clean-install": "ci",
  ic: "ci",
  "install-clean": "ci",
  isntall: "install",
};
const noOptions: readonly string[] = [];

/** By name, but for those with a version in it. */
export const programs: Readonly<Record<string, Program>> = {
  "apt-get": { manager: "apt", valued: aptOptions },
  apt: { manager: "apt", valued: aptOptions },
  aptitude: { manager: "apt", valued: aptOptions },
  apk: {
    manager: "apk",
    valued: [
      "-t",
      "--virtual",
      "-X",
      "--repository",
      "-p",
      "--root",
      "--keys-dir",
      "--repositories-file",
      "--arch",
    ],
  },
  yum: { manager: "yum", valued: rpmOptions, synonyms: rpmSynonyms },
  dnf: { manager: "dnf", valued: rpmOptions, synonyms: rpmSynonyms },
  dnf5: { manager: "dnf", valued: rpmOptions, synonyms: rpmSynonyms },
  microdnf: { manager: "microdnf", valued: rpmOptions, synonyms: rpmSynonyms },
  zypper: {
    manager: "zypper",
    valued: ["-r", "--repo", "-t", "--type", "--root", "-R"],
    synonyms: { in: "install", ref: "refresh", cc: "clean", rm: "remove", up: "update", dup: "dist-upgrade" },
  },
  uv: {
    manager: "uv",
    valued: [...pipOptions, "--group", "--extra", "--project", "--directory", "-p", "--python", "--package"],
  },
  poetry: {
    manager: "poetry",
    valued: ["-C", "--directory", "-P", "--project", "--with", "--without", "--only", "-E", "--extras"],
  },
  pipenv: { manager: "pipenv", valued: ["--python", "-r"] },
  conda: { manager: "conda", valued: ["-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file"] },
  mamba: { manager: "conda", valued: ["-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file"] },
  micromamba: {
    manager: "conda",
    valued: ["-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file"],
  },
  npm: { manager: "npm", valued: npmOptions, synonyms: npmSynonyms },
  yarn: { manager: "yarn", valued: npmOptions, bareAction: "install" },
  yarnpkg: { manager: "yarn", valued: npmOptions, bareAction: "install" },
  pnpm: { manager: "pnpm", valued: npmOptions, synonyms: { i: "install" } },
  bun: { manager: "bun", valued: npmOptions, synonyms: { i: "install" } },
  go: { manager: "go", valued: noOptions },
  cargo: {
    manager: "cargo",
    valued: [
      "--manifest-path",
      "--target",
      "--target-dir",
      "-p",
      "--package",
      "--bin",
      "--features",
      "-F",
      "--profile",
      "-j",
      "--jobs",
      "--path",
      "--root",
    ],
  },
  mvn: { manager: "maven", valued: ["-f", "--file", "-pl", "--projects", "-P", "-s", "--settings", "-T"] },
  mvnw: { manager: "maven", valued: ["-f", "--file", "-pl", "--projects", "-P", "-s", "--settings", "-T"] },
  gradle: { manager: "gradle", valued: ["-p", "--project-dir", "-x", "--exclude-task", "-b", "-c"] },
  gradlew: { manager: "gradle", valued: ["-p", "--project-dir", "-x", "--exclude-task", "-b", "-c"] },
  dotnet: {
    manager: "dotnet",
    valued: [
      "-c",
      "--configuration",
      "-o",
      "--output",
      "-r",
      "--runtime",
      "-f",
      "--framework",
      "-a",
      "--arch",
      "--os",
      "-v",
      "--verbosity",
      "-s",
      "--source",
    ],
  },
  gem: { manager: "gem", valued: ["-v", "--version", "-i", "--install-dir", "-n", "--bindir", "--source"] },
  bundle: {
    manager: "bundler",
    valued: ["--jobs", "-j", "--retry", "--without", "--with", "--path", "--gemfile"],
    bareAction: "install",
  },
  bundler: {
    manager: "bundler",
    valued: ["--jobs", "-j", "--retry", "--without", "--with", "--path", "--gemfile"],
    bareAction: "install",
  },
  composer: { manager: "composer", valued: ["-d", "--working-dir"], synonyms: { i: "install", u: "update" } },
  mix: { manager: "mix", valued: noOptions },
};

export const pip: Program = { manager: "pip", valued: pipOptions };
