/** Source: frontend/dockerfile/command and frontend/dockerfile/instructions/parse.go of BuildKit. */
export const instructionNames: readonly string[] = [
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
];

/** `texts` may stand several times. */
export type FlagKind = "text" | "texts" | "boolean";

const none: ReadonlyMap<string, FlagKind> = new Map();
const flags: ReadonlyMap<string, ReadonlyMap<string, FlagKind>> = new Map([
  [
    "ADD",
    new Map<string, FlagKind>([
      ["chown", "text"],
      ["chmod", "text"],
      ["link", "boolean"],
      ["keep-git-dir", "boolean"],
      ["checksum", "text"],
      ["unpack", "boolean"],
      ["exclude", "texts"],
    ]),
  ],
  [
    "COPY",
    new Map<string, FlagKind>([
      ["chown", "text"],
      ["chmod", "text"],
      ["link", "boolean"],
      ["from", "text"],
      ["parents", "boolean"],
      ["exclude", "texts"],
    ]),
  ],
  ["FROM", new Map<string, FlagKind>([["platform", "text"]])],
  [
    "HEALTHCHECK",
    new Map<string, FlagKind>([
      ["interval", "text"],
      ["timeout", "text"],
      ["start-period", "text"],
      ["start-interval", "text"],
      ["retries", "text"],
    ]),
  ],
  [
    "RUN",
    new Map<string, FlagKind>([
      ["mount", "texts"],
      ["network", "text"],
      ["security", "text"],
      ["device", "texts"],
    ]),
  ],
]);

export function flagsOf(keyword: string): ReadonlyMap<string, FlagKind> {
  return flags.get(keyword) ?? none;
}

export function hasFlag(keyword: string, name: string): boolean {
  return flagsOf(keyword).has(name);
}
