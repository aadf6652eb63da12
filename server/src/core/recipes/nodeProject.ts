import { dependencyInstall } from "../facts/ecosystems.ts";
import { omitsDevelopment } from "../facts/omittedPackages.ts";
import { manifestOf } from "../facts/packageJson.ts";
import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { SingleStage } from "./singleStage.ts";

export type NodeManager = "npm" | "yarn" | "pnpm";

/** How the stage gets its packages. */
export interface NodeInstall {
  readonly call: PackageCommand;
  readonly manager: NodeManager;
  /** Where the call itself says, as in `npm --prefix client ci`. */
  readonly directory: string | undefined;
  /** The packages for development are in the image when the build is done. */
  readonly keepsDevelopment: boolean;
}

/** The installs of the project's own packages, in order. */
export function nodeInstalls(single: SingleStage): readonly NodeInstall[] {
  return single.facts.packages.flatMap((call) => {
    const manager = nodeManager(call);
    const install = manager && dependencyInstall(call);
    if (!manager || install?.does !== "dependencies" || call.action === "fetch") return [];
    return [
      {
        call,
        manager,
        directory: install.directory,
        keepsDevelopment: !omitsDevelopment(call, single.facts),
      },
    ];
  });
}

export function nodeManager({ manager }: PackageCommand): NodeManager | undefined {
  return manager === "npm" || manager === "yarn" || manager === "pnpm" ? manager : undefined;
}

/** The command that takes the packages for development out again; undefined where none is sure to. */
export function pruneCommand(single: SingleStage, { manager, call }: NodeInstall): string | undefined {
  const { context } = single.facts.known;
  switch (manager) {
    case "npm": {
      const kept = ["--legacy-peer-deps", "--force"].filter((option) => hasOption(call, option));
      return ["npm prune", majorVersion(single) <= 14 ? "--production" : "--omit=dev", ...kept].join(" ");
    }
    case "yarn":
      return isModernYarn(single) ? undefined : "yarn install --production --ignore-scripts --prefer-offline";
    case "pnpm":
      return context?.has("pnpm-workspace.yaml") ? undefined : "pnpm prune --prod";
  }
}

/** Yarn 2 and later do not know --production. */
function isModernYarn({ facts }: SingleStage): boolean {
  const { context } = facts.known;
  const isAskedFor = facts.packages.some((call) => call.manager === "yarn" && hasOption(call, "--immutable"));
  return (
    isAskedFor ||
    context?.has(".yarnrc.yml") === true ||
    /^yarn@[2-9]/.test(manifestOf(context?.read("package.json")).packageManager)
  );
}

const buildTools =
  /^(npm|yarn|pnpm|corepack|typescript|ts-node|nodemon|@angular\/cli|@nestjs\/cli|@vue\/cli|turbo|nx|lerna|node-gyp|gulp|gulp-cli|grunt|grunt-cli|webpack|webpack-cli|rimraf|bower|eslint|vite|rollup|prisma|tsx|node-pre-gyp)$/;

/** The RUN that installs the global packages that the server may call, such as pm2. */
export function globalTools({ facts, program }: SingleStage): readonly string[] {
  return facts.packages.flatMap((call) => {
    const manager = nodeManager(call);
    const isYarn = manager === "yarn" && call.action === "global" && call.operands[0]?.value === "add";
    if (!isYarn && !(manager && hasOption(call, "-g", "--global"))) return [];
    const kept = call.operands.slice(isYarn ? 1 : 0).filter(({ value }) => {
      const name = value.replace(/(.)@.*$/, "$1");
      return program?.calls.has(name) || !buildTools.test(name);
    });
    const names = kept.map(({ text }) => text).join(" ");
    return kept.length > 0
      ? [
          isYarn
            ? `RUN yarn global add ${names}`
            : `RUN ${call.program} ${call.actionWord?.text ?? "install"} -g ${names}`,
        ]
      : [];
  });
}

function majorVersion({ image }: SingleStage): number {
  const major = /^\d+/.exec(image.tag ?? "")?.[0];
  return major === undefined ? Number.POSITIVE_INFINITY : Number(major);
}
