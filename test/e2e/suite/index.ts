import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

/** What VS Code calls inside the extension host; a rejection is a failed run. */
export async function run(): Promise<void> {
  const resultFile = process.env.PLIMSOLL_E2E_RESULT;
  const lines: string[] = [];
  // What goes to the console here ends in the log of VS Code, so the report takes the way of the result.
  if (resultFile)
    Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => void lines.push(format(...parts));

  const { passes, failures, pending } = await runMocha();
  if (resultFile) {
    const tally = { passed: passes, failed: failures, skipped: pending };
    writeFileSync(resultFile, JSON.stringify({ report: lines.join("\n"), tally }));
  }
  if (failures > 0) throw new Error(`${failures} failed`);
}

function runMocha(): Promise<Mocha.Stats> {
  const mocha = new Mocha({ ui: "tdd", timeout: 30_000, reporter: "spec" });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith(".e2e.cjs"))) {
    mocha.addFile(join(__dirname, file));
  }
  return new Promise((done, failed) => {
    const runner = mocha.run(() => (runner.stats ? done(runner.stats) : failed(new Error("No statistics."))));
  });
}
