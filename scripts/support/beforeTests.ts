import { bundleIfStale } from "./bundles.ts";

/** vitest calls this once before all tests: some of them start what dist/ holds, and none may write there. */
export async function setup(): Promise<void> {
  try {
    await bundleIfStale();
  } catch {
    console.error("dist/ is not complete, as a bundle does not build: the tests that start it will fail.");
  }
}
