import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Mocha from "mocha";

/** What VS Code calls inside the extension host; a rejection is a failed run. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "tdd", timeout: 30_000, reporter: "spec" });
  for (const file of readdirSync(__dirname).filter((name) => name.endsWith(".e2e.cjs"))) {
    mocha.addFile(join(__dirname, file));
  }
  const runner = await new Promise<Mocha.Runner>((done) => {
    const started = mocha.run(() => done(started));
  });
  const { passes, failures, pending } = runner.stats ?? { passes: 0, failures: 1, pending: 0 };
  const resultFile = process.env.PLIMSOLL_E2E_RESULT;
  if (resultFile)
    writeFileSync(resultFile, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
  if (failures > 0) throw new Error(`${failures} failed`);
}
