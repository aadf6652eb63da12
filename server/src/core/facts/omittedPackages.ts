import type { Facts } from "./facts.ts";
import { hasOption, optionValue, type PackageCommand } from "./packages.ts";

/** npm, yarn or pnpm are told to leave packages for development out, by an option or by NODE_ENV. */
export function omitsDevelopment(call: PackageCommand, { scope }: Facts): boolean {
  if (optionValue(call, "--include") === "dev" || optionValue(call, "--production") === "false") return false;
  if (hasOption(call, "--production", "--prod") || optionValue(call, "--omit") === "dev") return true;
  if (/^prod/.test(optionValue(call, "--only") ?? "") || (call.manager === "pnpm" && hasOption(call, "-P")))
    return true;
  const own = call.command.assignments.find(({ name }) => name === "NODE_ENV")?.value;
  return (own ?? scope.value("NODE_ENV", call.run.stage, call.run.instruction)) === "production";
}
