import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/builds/*.builds.ts"],
    // One process: it holds the table of all cases. Two builds at a time keep two cores busy.
    fileParallelism: false,
    maxConcurrency: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
