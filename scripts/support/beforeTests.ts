import { bundleIfStale } from "./bundles.ts";

/** vitest calls this once before all tests: some of them start what dist/ holds, and none may write there. */
export const setup = bundleIfStale;
