import type { Editor } from "./editor.ts";

/**
 * What VS Code is like: in Restricted Mode; without server and disk, as vscode.dev (for stories with `files` and without
 * `folder`), in English and in Chinese; beside other extensions for Dockerfiles, and beside the Docker
 * extension of old; in Chinese.
 */
export type Window = "usual" | "restricted" | "web" | "peers" | "oldDocker" | "chinese" | "chineseWeb";

/** One thing a user does in VS Code and sees happen. A throw is a failure. */
export type Story = {
  readonly title: string;
  /** Path below the root of a folder to open a copy of. */
  readonly folder?: string;
  /** Path below the workspace → content; written over the copy. `.vscode/settings.json` holds settings. */
  readonly files?: Readonly<Record<string, string>>;
  readonly window?: Window;
  play(editor: Editor): Promise<void>;
};
