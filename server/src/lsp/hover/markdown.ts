import { t } from "../../l10n/t.ts";

/** Text of the file as code, whatever characters it has. */
export function code(text: string): string {
  const plain = text.replace(/[`|\r\n]/g, " ").trim();
  return plain === "" ? "" : `\`${plain}\``;
}

/** The first line: what it is about, what is to be known at a glance, and who says so. */
export function title(subject: string, ...rest: readonly (string | undefined)[]): string {
  return [`**${subject}**`, ...rest.filter((word) => word !== undefined), "Plimsoll"].join(" · ");
}

export function table(head: readonly string[], row: readonly string[]): string {
  return [head, head.map(() => "---"), row].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Blocks with a blank line between; what is undefined is left out. */
export function blocks(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

/** "a, b and c" */
export function enumeration(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : t("{0} and {1}", items.slice(0, -1).join(t(", ")), last);
}

/** For clients that show what they get as it is. Knows the few forms that are made here. */
export function withoutMarkdown(markdown: string): string {
  return markdown
    .replace(/^\| (.*) \|\n\| --- .*\|\n\| (.*) \|$/gm, (_, head: string, row: string) => {
      const values = row.split(" | ");
      return head
        .split(" | ")
        .map((name, index) => `${name}: ${values[index] ?? ""}`)
        .join("\n");
    })
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, "$1: $2")
    .replace(/\*\*|`/g, "")
    .replace(/\n\n/g, "\n");
}
