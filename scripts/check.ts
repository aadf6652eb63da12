// npm run check: everything that must hold before a change is handed in, save the tests in VS Code.
import { existsSync } from "node:fs";
import { inRoot } from "./support/paths.ts";
import { openly, step } from "./support/steps.ts";
import { inWords } from "./support/tally.ts";
import { runVitest } from "./support/vitest.ts";

const failed: string[] = [];

await tool("biome", "ci", "--error-on-warnings");
await tool("tsc", "-b");
if (existsSync(inRoot("scripts/generate.ts"))) await tool("node", "scripts/generate.ts", "--check");
await tool("knip", "--no-progress");
const tally = await runVitest();
if (tally.failed > 0) failed.push("vitest");

console.log(failed.length === 0 ? `check: ${inWords(tally)}` : `check failed: ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);

async function tool(name: string, ...args: readonly string[]): Promise<void> {
  const code = await step([name, ...args].join(" "), () => openly(name, args));
  if (code !== 0) failed.push(args.includes("--check") ? "generate" : name);
}
