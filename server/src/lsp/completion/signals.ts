import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { itemOf } from "./item.ts";
import { type WordRequest, within } from "./request.ts";

const known: readonly (readonly [signal: string, detail: string])[] = [
  ["SIGTERM", "asks the program to end; what is sent without STOPSIGNAL"],
  ["SIGQUIT", "ends nginx and php-fpm when their requests are done"],
  ["SIGINT", "as Ctrl+C; ends PostgreSQL at once and in order"],
  ["SIGWINCH", "ends Apache httpd when its requests are done"],
  ["SIGHUP", "the terminal is gone; many servers read their settings again"],
  ["SIGUSR1", "whatever the program makes of it"],
  ["SIGUSR2", "whatever the program makes of it"],
  ["SIGRTMIN+3", "shuts systemd down"],
  ["SIGKILL", "ends the program, which cannot clean up"],
];

export function signals(request: WordRequest): readonly CompletionItem[] {
  const { word } = request.place;
  const at = within(request, word.start, word.end);
  return known.map(([label, detail], order) =>
    itemOf(at, { label, kind: CompletionItemKind.EnumMember, detail, order }),
  );
}
