import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, vi } from "vitest";

export interface Temporary {
  /** An empty folder for each test. */
  readonly folder: () => string;
  /** What the command line has printed since the test began, which nobody sees. */
  readonly printed: () => string;
  readonly told: () => string;
}

/** For the tests of one file that run commands in this process. */
export function temporary(): Temporary {
  let folder = "";
  let out: string[] = [];
  let error: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "plimsoll-cli-"));
    out = [];
    error = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0);
    vi.spyOn(process.stderr, "write").mockImplementation((text) => error.push(String(text)) > 0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  return { folder: () => folder, printed: () => out.join(""), told: () => error.join("") };
}
