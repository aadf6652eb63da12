import { cacheFolders } from "../../core/facts/cacheFolders.ts";
import type { Facts } from "../../core/facts/facts.ts";
import type { Manager } from "../../core/facts/packagePrograms.ts";
import type { StageFacts } from "../../core/facts/stages.ts";
import { officialImage } from "../../core/images/official.ts";

/** A package manager of a stage, with the mounts that keep its cache. */
export interface ManagerMounts {
  readonly manager: Manager;
  /** `type=cache,target=/root/.npm` */
  readonly mounts: readonly string[];
}

/** The managers that a stage calls as the user who is in force, the last call first; else the one that its base image is made for. */
export function managersOf(
  facts: Facts,
  stage: StageFacts | undefined,
  before: number,
): readonly ManagerMounts[] {
  const found = new Map<Manager, readonly string[]>();
  const seen = new Set<Manager>();
  for (const { manager, run } of facts.packages.toReversed()) {
    if (run.stage !== stage || seen.has(manager)) continue;
    seen.add(manager);
    if (switchesUser(stage, run.instruction.index, before)) continue;
    const cache = cacheFolders(facts, run, manager);
    if (!cache) continue;
    const { owner, isLocked } = cache;
    const options = `${isLocked ? ",sharing=locked" : ""}${owner ? `,uid=${owner.uid},gid=${owner.gid}` : ""}`;
    found.set(
      manager,
      cache.folders.map((folder) => `type=cache,target=${folder}${options}`),
    );
  }
  if (found.size === 0 && stage && !switchesUser(stage, stage.stage.from.index, before)) {
    const usual = usualIn(stage);
    if (usual) found.set(usual.manager, usual.mounts);
  }
  return [...found].map(([manager, mounts]) => ({ manager, mounts }));
}

/** A USER stands between two places: the folders of one user are no good to another. */
function switchesUser(stage: StageFacts | undefined, one: number, other: number): boolean {
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  return (
    stage?.stage.instructions.some(
      ({ keyword, index }) => keyword === "USER" && from < index && index < to,
    ) === true
  );
}

function usualIn({ root }: StageFacts): ManagerMounts | undefined {
  const { reference, image } = root;
  if (!reference) return undefined;
  const name = officialImage(reference)?.name;
  if (name !== undefined && Object.hasOwn(usual, name)) return usual[name];
  if (reference.repository === "dotnet/sdk") return of("dotnet", ["/root/.nuget/packages"]);
  return image?.packageManager === "apt" ? apt : undefined;
}

function of(manager: Manager, folders: readonly string[], options = ""): ManagerMounts {
  return { manager, mounts: folders.map((folder) => `type=cache,target=${folder}${options}`) };
}

const apt = of("apt", ["/var/cache/apt", "/var/lib/apt"], ",sharing=locked");

/** As root, with the settings of the images. */
const usual: Readonly<Record<string, ManagerMounts>> = {
  node: of("npm", ["/root/.npm"]),
  python: of("pip", ["/root/.cache/pip"]),
  golang: of("go", ["/go/pkg/mod", "/root/.cache/go-build"]),
  rust: of("cargo", ["/usr/local/cargo/registry", "/usr/local/cargo/git/db"]),
  maven: of("maven", ["/root/.m2/repository"], ",sharing=locked"),
  debian: apt,
  ubuntu: apt,
  "buildpack-deps": apt,
};

/** What a RUN with such a mount is for, as a snippet. */
export const usualCalls: Readonly<Partial<Record<Manager, string>>> = {
  apt: "rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y --no-install-recommends ${1:package}",
  dnf: "dnf install -y ${1:package}",
  yum: "yum install -y ${1:package}",
  pip: "pip install ${1:-r requirements.txt}",
  uv: "uv sync --locked",
  poetry: "poetry install --only main",
  npm: "npm ${1|ci,ci --omit=dev,run build|}",
  yarn: "yarn install --frozen-lockfile",
  pnpm: "pnpm install --frozen-lockfile",
  bun: "bun install --frozen-lockfile",
  go: "go ${1|build,mod download,test|}",
  cargo: "cargo build --release --locked",
  maven: "mvn -B ${1|package,dependency:go-offline|}",
  gradle: "gradle --no-daemon ${1:build}",
  dotnet: "dotnet ${1|restore,publish|}",
  composer: "composer install --no-dev",
  bundler: "bundle install",
};
