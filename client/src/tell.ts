import * as vscode from "vscode";

const shownFor = 6000;

/** A word in the status bar about what the user asked for; gone after a while and never in the way. */
export function tell(message: string): void {
  vscode.window.setStatusBarMessage(message, shownFor);
}

/** Why something that the user asked for is not done, or not all of it. Names in files must not become links. */
export function inform(message: string): void {
  void vscode.window.showInformationMessage(message.replaceAll("](", "] ("));
}
