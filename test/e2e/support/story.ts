import type { Editor } from "./editor.ts";

/** One thing a user does in VS Code and sees happen. A throw is a failure. */
export type Story = {
  readonly title: string;
  /** Path below the root of a folder to open a copy of. */
  readonly folder?: string;
  /** Path below the workspace → content; written over the copy. `.vscode/settings.json` holds settings. */
  readonly files?: Readonly<Record<string, string>>;
  /** Opens the folder in Restricted Mode. */
  readonly restricted?: boolean;
  /** In a VS Code that has no server and no disk, as vscode.dev. For stories with `files` and without `folder`. */
  readonly web?: boolean;
  play(editor: Editor): Promise<void>;
};
