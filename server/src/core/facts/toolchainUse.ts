import { toolchainOf } from "../images/toolchains.ts";
import type { ShellCommand } from "../shell/script.ts";
import { shippedRuns } from "./chain.ts";
import { isNamedForDevelopment, isStartedForDevelopment } from "./developmentStart.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import { startedCommands } from "./startedCommands.ts";

const buildPrograms: ReadonlySet<string> = new Set(
  (
    "make cmake ninja gcc g++ cc c++ clang go cargo rustc mvn mvnw gradle gradlew sbt ant ghc cabal stack swift swiftc " +
    "air reflex bazel R Rscript julia jupyter jupyter-lab jupyterhub jupyter-notebook jupyterhub-singleuser " +
    "start-notebook.sh start-notebook.py rstudio-server node-gyp pip pip3 git composer gem bundle-install tox"
  ).split(" "),
);
const dotnetCommands: ReadonlySet<string> = new Set([
  "run",
  "watch",
  "test",
  "build",
  "publish",
  "format",
  "ef",
]);
/** Packages that compile what they run, and what builds modules for the kernel. */
const compilingPackages =
  /^(torch|torchvision|triton|vllm|deepspeed|numba|jax|theano|pytensor|pystan|cppyy|dkms|kmod|bpfcc-tools|bcc-tools|python3-bpfcc|r-base|r-base-dev|julia)\b/;
const names =
  /^(builder|build|toolchain|sdk|compiler|devcontainers?|devtools|codespaces?|gitpod|workspace|cimg|ci|notebooks?|jupyter|rocker|r-base|julia|runner|jenkins|agent|bazel|buildkit|fuzz|codegen|generate|generator|compare|check|verify|bcc|bpf|bpftrace|falco|sysdig)$/;

const kernelTools = /(^|\/)(bcc|bpftrace|sysdig|falco|wireguard-linux-compat)(\.git)?$/;

function clonesKernelTool({ name, args }: ShellCommand): boolean {
  return name === "git" && args.some(({ value }) => kernelTools.test(value));
}

/**
 * The image is for building with: by what it starts (a build tool, a shell, nothing), by its name, or because packages
 * are installed that compile while they run.
 */
export const isForBuilding = perFacts((facts: Facts): boolean => {
  const { finalStage } = facts;
  if (!finalStage || isNamedForDevelopment(finalStage) || isStartedForDevelopment(facts)) return true;
  const { stage, root } = finalStage;
  // A toolchain's image is there to build by its name, whatever was meant with it here.
  const image = root.reference && !toolchainOf(root.reference) ? root.reference.repository : "";
  const words = `${stage.name?.value ?? ""}/${image}`.toLowerCase().split(/[/_.-]+/);
  if (words.some((word) => names.test(word)) || /-devel\b/.test(root.reference?.tag ?? "")) return true;
  const starts = startedCommands(facts).some(
    ({ program, args }) =>
      buildPrograms.has(program) || (program === "dotnet" && dotnetCommands.has(args[0] ?? "")),
  );
  return (
    starts ||
    shippedRuns(facts).some(({ script }) => script.commands.some(clonesKernelTool)) ||
    facts.packages.some(
      ({ run, operands }) =>
        run.stage?.isShipped && operands.some(({ value }) => compilingPackages.test(value)),
    )
  );
});
