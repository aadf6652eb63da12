import { readFileSync, rmSync } from "node:fs";
import { inRoot } from "./paths.ts";
import { openly } from "./steps.ts";
import { oneFailure, type Tally } from "./tally.ts";

/** Runs the tests of test/ that need no editor. */
export async function runVitest(args: readonly string[] = []): Promise<Tally> {
  const report = inRoot("out/vitest.json");
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await openly("vitest", ["run", ...reporters, ...args]);
  const tally = readTally(report);
  // A file that does not load, or an error outside of a test, fails the run but counts as no test.
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

function readTally(report: string): Tally {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  } catch {
    return oneFailure;
  }
}
