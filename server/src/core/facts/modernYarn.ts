import type { Facts } from "./facts.ts";
import { hasOption } from "./packages.ts";
import { perFacts } from "./perFacts.ts";

/**
 * True when the project uses, or may use, Yarn 2 or later, which has other options, and a cache that is part of the
 * project. By the context where it is known, else by what the file copies and calls.
 */
export const mayBeModernYarn = perFacts((facts: Facts): boolean => {
  const { context } = facts.known;
  const packageManager = /"packageManager"\s*:\s*"yarn@(\d+)/.exec(context?.read("package.json") ?? "")?.[1];
  if (packageManager !== undefined) return Number(packageManager) > 1;
  if (context?.has(".yarnrc.yml")) return true;
  const isCopied = facts.copies.some(({ sources }) =>
    sources.some(
      ({ path }) => path !== undefined && /(^|\/)\.(yarnrc\.yml|pnp\.[cm]?js|yarn)(\/|$)/.test(path),
    ),
  );
  const isCalled = facts.packages.some(
    (call) =>
      call.manager === "yarn" &&
      (hasOption(call, "--immutable", "--inline-builds") ||
        ["set", "dlx", "plugin", "workspaces"].includes(call.action) ||
        call.operands.some(({ value }) => value === "berry")),
  );
  const isCorepack =
    !context?.complete &&
    facts.runs.some(({ script }) => script.commands.some(({ name }) => name === "corepack"));
  return isCopied || isCalled || isCorepack;
});
