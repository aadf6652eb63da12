import type { Facts } from "./facts.ts";
import { hasOption, type PackageCommand } from "./packages.ts";
import type { StageFacts } from "./stages.ts";

const monorepoTools: ReadonlySet<string> = new Set(["turbo", "nx", "lerna", "rush", "moon"]);

/** True when commands of the stage address several packages of one JavaScript repository: `pnpm -r`, `--workspace`, turbo. */
export function usesWorkspaces(facts: Facts, stage: StageFacts): boolean {
  return facts.runsOf(stage).some((run) => {
    const runsTool = run.script.commands.some(
      ({ name, args }) =>
        monorepoTools.has(name) || (name === "npx" && monorepoTools.has(args[0]?.value ?? "")),
    );
    return runsTool || facts.packagesOf(run).some(addressesWorkspaces);
  });
}

function addressesWorkspaces(call: PackageCommand): boolean {
  switch (call.manager) {
    case "npm":
      return hasOption(call, "--workspace", "--workspaces", "-w", "-ws");
    case "pnpm":
      return hasOption(call, "--recursive", "--filter", "-r", "-F");
    case "yarn":
      return call.action === "workspace" || call.action === "workspaces";
    case "bun":
      return hasOption(call, "--filter");
    default:
      return false;
  }
}
