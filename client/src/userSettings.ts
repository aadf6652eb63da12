import * as vscode from "vscode";

/** The values that the user has set somewhere, by their key below `plimsoll.`; the defaults of the manifest are left out. */
export function settingsOfUser(
  keys: readonly string[],
  scope: vscode.Uri | undefined,
): Readonly<Record<string, unknown>> {
  const configuration = vscode.workspace.getConfiguration(undefined, scope ?? null);
  const isSet = (key: string): boolean => {
    const found = configuration.inspect(key);
    return Object.entries(found ?? {}).some(
      ([at, value]) => at.endsWith("Value") && at !== "defaultValue" && value !== undefined,
    );
  };
  return Object.fromEntries(
    keys.filter(isSet).map((key) => [key.replace(/^plimsoll\./, ""), configuration.get(key)]),
  );
}
