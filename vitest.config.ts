import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/e2e/**", "test/builds/**"],
    // Generous, because the machine may be busy with other work: a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: "scripts/support/beforeTests.ts",
  },
});
