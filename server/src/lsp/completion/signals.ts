import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { type Says, t } from "../../l10n/t.ts";
import { itemOf } from "./item.ts";
import { type WordRequest, within } from "./request.ts";

const known: readonly (readonly [signal: string, says: Says])[] = [
  ["SIGTERM", () => t("asks the program to end; what is sent without STOPSIGNAL")],
  ["SIGQUIT", () => t("ends nginx and php-fpm when their requests are done")],
  ["SIGINT", () => t("as Ctrl+C; ends PostgreSQL at once and in order")],
  ["SIGWINCH", () => t("ends Apache httpd when its requests are done")],
  ["SIGHUP", () => t("the terminal is gone; many servers read their settings again")],
  ["SIGUSR1", () => t("whatever the program makes of it")],
  ["SIGUSR2", () => t("whatever the program makes of it")],
  ["SIGRTMIN+3", () => t("shuts systemd down")],
  ["SIGKILL", () => t("ends the program, which cannot clean up")],
];

export function signals(request: WordRequest): readonly CompletionItem[] {
  const { word } = request.place;
  const at = within(request, word.start, word.end);
  return known.map(([label, says], order) =>
    itemOf(at, { label, kind: CompletionItemKind.EnumMember, detail: says(), order }),
  );
}
