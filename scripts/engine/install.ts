import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { output } from "../support/commands.ts";
import { installFromDebian, onPath } from "../support/debian.ts";

/** Debian packages of a current engine: its BuildKit has to know `--call=check`, which bookworm's does not. */
const packages = ["docker.io", "docker-cli", "docker-buildx", "containerd"];
const suites = ["testing", "unstable"];
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** What this machine lacks for a container engine of its own; undefined when it has everything. */
export async function whatIsMissing(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "it takes root on Linux";
  if (!onPath(["apt-get"]) || mirror() === undefined || !existsSync(keyring)) return "it takes Debian";
  for (const program of ["runc", "debootstrap"]) {
    if (!onPath([program])) await installFromDebian(program);
    if (!onPath([program])) return `${program} cannot be installed`;
  }
  return undefined;
}

/**
 * Unpacks the engine into `folder`; installs nothing on the machine. The packages come from where this machine's own
 * packages come from.
 */
export async function unpackEngine(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const draft = `${folder}.unpacking-${process.pid}`;
  const apt = join(draft, "apt");
  const archives = join(draft, "archives");
  const root = join(draft, "root");
  for (const path of [join(apt, "lists/partial"), join(apt, "cache/archives/partial"), archives, root])
    mkdirSync(path, { recursive: true });
  await downloadPackages(apt, archives);
  for (const archive of readdirSync(archives))
    await output("dpkg-deb", ["-x", join(archives, archive), root]);
  const plugins = join(root, "config/cli-plugins");
  mkdirSync(plugins, { recursive: true });
  symlinkSync("../../usr/libexec/docker/cli-plugins/docker-buildx", join(plugins, "docker-buildx"));
  renameSync(root, folder);
  rmSync(draft, { recursive: true });
}

async function downloadPackages(apt: string, archives: string): Promise<void> {
  const sources = join(apt, "sources.list");
  const aptGet = [
    "-qq",
    ...["-o", `Dir::Etc::sourcelist=${sources}`, "-o", "Dir::Etc::sourceparts=/dev/null"],
    ...["-o", `Dir::State::lists=${join(apt, "lists")}`, "-o", `Dir::Cache=${join(apt, "cache")}`],
    ...["-o", "APT::Sandbox::User=root", "-o", "Acquire::Languages=none"],
  ];
  const failures: unknown[] = [];
  for (const suite of suites) {
    writeFileSync(sources, `deb [signed-by=${keyring}] ${mirror()} ${suite} main\n`);
    try {
      await output("apt-get", [...aptGet, "update"]);
      await output("apt-get", [...aptGet, "download", ...packages], { cwd: archives });
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `no engine in Debian's ${suites.join(" or ")}: ${failures.join("\n")}`);
}

/** Where this machine gets its Debian packages from; undefined when it is no Debian. */
export function mirror(): string | undefined {
  const folder = "/etc/apt/sources.list.d";
  const files = ["/etc/apt/sources.list", join(folder, "debian.sources")].filter(existsSync);
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n"));
  const words = lines.filter((line) => /^(deb|URIs:)\s/.test(line)).flatMap((line) => line.split(/\s+/));
  return words.find((word) => /^https?:\/\/\S+\/debian\/?$/.test(word));
}
