/**
 * `npm run bench`: what the README says about speed and size, measured here and now. Machines differ, so ratios within
 * one run are what counts. A missed target is printed, not failed.
 */
import { bundleIfStale } from "../scripts/support/bundles.ts";
import { contextRows } from "./contexts.ts";
import { engineRows } from "./engines.ts";
import { languageRows } from "./language.ts";
import type { Row } from "./measure.ts";
import { processRows } from "./processes.ts";

await bundleIfStale();
print(engineRows());
print(languageRows());
print(await processRows());
print(await contextRows());

function print(rows: readonly Row[]): void {
  for (const { what, figure, target, isMet } of rows) {
    const verdict = target === undefined ? "" : `  ${isMet ? "met" : "MISSED"}: ${target}`;
    process.stdout.write(`${what.padEnd(60)} ${figure.padStart(22)}${verdict}\n`);
  }
}
