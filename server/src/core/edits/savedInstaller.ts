import type { Dockerfile } from "../document/dockerfile.ts";
import { downloadWords } from "../facts/downloads.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { Pipeline, ShellCommand } from "../shell/script.ts";
import { replaceSpan } from "./apply.ts";
import type { Fix } from "./fix.ts";

/** `curl … | sh`: the two commands that matter. */
export interface PipedInstaller {
  readonly download: ShellCommand;
  readonly shell: ShellCommand;
}

/**
 * Saves the script, checks it, runs it, removes it.
 * @returns undefined but for the plain shape: one download to standard output, one shell with at most `-`, or `-s --` and arguments
 */
export function savedInstallerFix(
  { text }: Dockerfile,
  run: RunFacts,
  { parts, span }: Pipeline,
  { download, shell }: PipedInstaller,
): Fix | undefined {
  if (parts.length !== 2 || parts.flat().length !== 2 || !run.script.isUnderstood) return undefined;
  if (download.redirects.length + shell.redirects.length > 0) return undefined;
  if (text.slice(download.span.end, shell.span.start).includes("#")) return undefined;
  const [url, another] = downloadWords(download);
  const fetched = download.name === "wget" ? savedByWget(text, download) : savedByCurl(text, download);
  const script = scriptCall(text, shell);
  if (!url || another || fetched === undefined || script === undefined) return undefined;
  const check = `echo "${"0".repeat(64)}  ${file}" | sha256sum -c -`;
  return {
    title: "Save the script and check it before it runs",
    safety: "draft",
    assumption: "you put the script's SHA-256 in place of the zeros, and renew it with every release",
    edits: [replaceSpan(span, `${fetched} && ${check} && ${script} && rm ${file}`)],
  };
}

const file = "/tmp/installer";

/** `sudo -E bash -s -- --yes` → `sudo -E bash /tmp/installer --yes`; undefined with options of the shell's own. */
function scriptCall(text: string, { span, nameWord, args }: ShellCommand): string | undefined {
  const words = args.filter(({ value }) => value !== "-" && value !== "--" && value !== "-s");
  const isSeparated = args.some(({ value }) => value === "-s" || value === "--");
  if (!isSeparated && words.some(({ value }) => value.startsWith("-"))) return undefined;
  return [text.slice(span.start, nameWord.span.end), file, ...words.map((word) => word.text)].join(" ");
}

/** Undefined when it writes a file already. */
function savedByCurl(text: string, { span, args }: ShellCommand): string | undefined {
  const isSaved = args.some(({ value }) => /^-[a-zA-Z]*[oO]|^--(output|remote)/.test(value));
  return isSaved ? undefined : `${text.slice(span.start, span.end)} -o ${file}`;
}

/** `wget -qO- URL` → `wget -qO /tmp/install.sh URL` */
function savedByWget(text: string, { span, args }: ShellCommand): string | undefined {
  for (const [at, word] of args.entries()) {
    const next = args[at + 1];
    const isGlued = /^-[a-zA-Z]*O-$/.test(word.text);
    if (!isGlued && !(/^-[a-zA-Z]*O$/.test(word.text) && next?.text === "-")) continue;
    const end = isGlued ? word.span.end - 1 : word.span.end;
    return `${text.slice(span.start, end)} ${file}${text.slice(isGlued ? word.span.end : (next?.span.end ?? end), span.end)}`;
  }
  return undefined;
}
