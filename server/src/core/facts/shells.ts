import type { ShellDialect } from "../shell/problems.ts";
import { systemOf } from "./baseSystem.ts";
import type { StageFacts } from "./stages.ts";

/** A shell as ShellCheck can check for it. */
export interface CheckedShell {
  readonly dialect: ShellDialect;
  /**
   * What it takes beyond POSIX: as the dialect says, more than that (BusyBox, which is checked as dash), or nobody
   * knows, as it is the `sh` of an image that nothing is known about.
   */
  readonly extensions: "of the dialect" | "of BusyBox" | "unknown";
}

/** @returns undefined for a program that ShellCheck does not know, such as zsh */
export function shellNamed(program: string, stage: StageFacts | undefined): CheckedShell | undefined {
  switch (program.slice(program.lastIndexOf("/") + 1)) {
    case "bash":
      return { dialect: "bash", extensions: "of the dialect" };
    case "dash":
      return { dialect: "dash", extensions: "of the dialect" };
    case "ash":
      return busybox;
    case "ksh":
    case "mksh":
      return { dialect: "ksh", extensions: "of the dialect" };
    case "sh":
      return shOf(stage);
    default:
      return undefined;
  }
}

/** Codes that ask for something else than what the shell is known to take, or that a Dockerfile cannot heed. */
export function isOfUse(code: string, { extensions }: CheckedShell): boolean {
  if (neverOfUse.has(code)) return false;
  if (!isAboutPortability(code)) return true;
  return extensions === "of the dialect" || (extensions === "of BusyBox" && !inBusybox.has(code));
}

/** True for codes that are reported wherever they are found, whatever the shell. */
export function isAlwaysOfUse(code: string): boolean {
  return /^SC\d{4}$/i.test(code) && !neverOfUse.has(code.toUpperCase()) && !isAboutPortability(code);
}

const busybox: CheckedShell = { dialect: "dash", extensions: "of BusyBox" };

function shOf(stage: StageFacts | undefined): CheckedShell {
  switch (systemOf(stage)) {
    case "alpine":
    case "busybox":
      return busybox;
    case "debian":
    case "ubuntu":
      return { dialect: "dash", extensions: "of the dialect" };
    case "rpm":
    case "arch":
      return { dialect: "bash", extensions: "of the dialect" };
    default:
      return { dialect: "sh", extensions: "unknown" };
  }
}

function isAboutPortability(code: string): boolean {
  return /^SC3\d{3}$/i.test(code);
}

/**
 * Files that `source` names are in the image, where ShellCheck cannot follow (1090, 1091); Windows line ends are the
 * file's, not the script's (1017); that ash is checked as dash is our doing (2187).
 */
const neverOfUse: ReadonlySet<string> = new Set(["SC1017", "SC1090", "SC1091", "SC2187"]);

/** What BusyBox ash takes and dash does not. Source: shell/ash.c, configuration of Alpine's package. */
const inBusybox: ReadonlySet<string> = new Set([
  ...[
    "SC3003",
    "SC3010",
    "SC3013",
    "SC3014",
    "SC3015",
    "SC3018",
    "SC3019",
    "SC3020",
    "SC3021",
    "SC3026",
    "SC3028",
  ],
  ...["SC3036", "SC3037", "SC3039", "SC3040", "SC3043", "SC3045", "SC3046", "SC3048", "SC3057", "SC3060"],
  "SC3061",
]);
