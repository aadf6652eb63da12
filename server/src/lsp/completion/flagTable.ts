import { type Says, t } from "../../l10n/t.ts";
/** What an instruction takes between its keyword and its words. */
export interface FlagEntry {
  readonly name: string;
  readonly says: Says;
  /** Undefined for a switch, which needs no value. */
  readonly value?: string;
  /** Values that there are, or that are usual; the likeliest first. */
  readonly values?: readonly string[];
  readonly isRepeatable?: true;
  /** Only in the labs channel of the syntax, or only where the builder allows it. */
  readonly isSpecial?: true;
}

export interface MountKey {
  readonly name: string;
  readonly says: Says;
  readonly values?: readonly string[];
  /** `required` alone means `required=true`. */
  readonly isSwitch?: true;
  readonly aliases?: readonly string[];
}

const owner: FlagEntry = {
  name: "chown",
  value: "user:group",
  says: () => t("who owns the files in the image; root when it is not said"),
};
const mode: FlagEntry = {
  name: "chmod",
  value: "755",
  values: ["755", "644", "750", "640", "600", "+x"],
  says: () => t("access rights of the files in the image"),
};
const link: FlagEntry = {
  name: "link",
  says: () => t("a layer of its own, which stays valid when the layers below change"),
};
const exclude: FlagEntry = {
  name: "exclude",
  value: "pattern",
  says: () => t("leaves out what the pattern matches"),
  isRepeatable: true,
};

/** By instruction. Source: frontend/dockerfile/instructions/parse.go of BuildKit. */
export const flagsOf: ReadonlyMap<string, readonly FlagEntry[]> = new Map([
  [
    "FROM",
    [
      {
        name: "platform",
        value: "linux/amd64",
        says: () => t("the platform of the image, when it is not the one that is built for"),
      },
    ],
  ],
  [
    "RUN",
    [
      {
        name: "mount",
        value: "type=cache",
        says: () => t("lends the command files that stay out of the layer: caches, secrets, folders"),
        isRepeatable: true,
      },
      {
        name: "network",
        value: "none",
        values: ["none", "default", "host"],
        says: () => t("which network the command sees"),
      },
      {
        name: "security",
        value: "insecure",
        values: ["sandbox", "insecure"],
        says: () => t("runs without the sandbox, where the builder allows it"),
        isSpecial: true,
      },
      {
        name: "device",
        value: "name",
        says: () => t("lends the command a device of the builder"),
        isRepeatable: true,
        isSpecial: true,
      },
    ],
  ],
  [
    "COPY",
    [
      {
        name: "from",
        value: "stage",
        says: () => t("takes files of another stage or image, not of the build context"),
      },
      owner,
      mode,
      link,
      { name: "parents", says: () => t("keeps the folders of the sources instead of their last part alone") },
      exclude,
    ],
  ],
  [
    "ADD",
    [
      {
        name: "checksum",
        value: "sha256:",
        values: ["sha256:"],
        says: () => t("what the download has to be, or the build fails"),
      },
      owner,
      mode,
      link,
      {
        name: "unpack",
        values: ["true", "false"],
        says: () => t("unpacks an archive, also one that is downloaded"),
      },
      {
        name: "keep-git-dir",
        values: ["true", "false"],
        says: () => t("keeps the .git folder of a repository"),
      },
      exclude,
    ],
  ],
  [
    "HEALTHCHECK",
    [
      {
        name: "interval",
        value: "30s",
        values: ["30s", "10s", "1m", "5m"],
        says: () => t("time between two checks"),
      },
      {
        name: "timeout",
        value: "5s",
        values: ["5s", "3s", "10s", "30s"],
        says: () => t("how long one check may take"),
      },
      {
        name: "start-period",
        value: "10s",
        values: ["10s", "30s", "1m"],
        says: () => t("time to start up, in which failures do not count"),
      },
      {
        name: "start-interval",
        value: "5s",
        values: ["5s", "2s", "1s"],
        says: () => t("time between two checks while it starts up"),
      },
      {
        name: "retries",
        value: "3",
        values: ["3", "2", "5"],
        says: () => t("failures in a row that make a container unhealthy"),
      },
    ],
  ],
]);

const target: MountKey = {
  name: "target",
  says: () => t("where the command finds it"),
  aliases: ["dst", "destination"],
};
const source: MountKey = {
  name: "source",
  says: () => t("what of it is lent; all of it when it is not said"),
  aliases: ["src"],
};
const from: MountKey = { name: "from", says: () => t("a stage or image instead of the build context") };
const id: MountKey = { name: "id", says: () => t("what it is called outside of the build") };
const required: MountKey = { name: "required", says: () => t("fails when it is not there"), isSwitch: true };
const access: readonly MountKey[] = [
  { name: "mode", says: () => t("its access rights"), values: ["0755", "0700", "0444", "0400"] },
  { name: "uid", says: () => t("the number of its owner"), values: ["0", "1000"] },
  { name: "gid", says: () => t("the number of its group"), values: ["0", "1000"] },
];
const readOnly: MountKey = {
  name: "readonly",
  says: () => t("nothing can be written to it"),
  isSwitch: true,
  aliases: ["ro"],
};
const writable: MountKey = {
  name: "rw",
  says: () => t("can be written to, and what is written is thrown away"),
  isSwitch: true,
  aliases: ["readwrite"],
};

/** Keys that a `--mount` takes, by its type, the likeliest first. */
export const mountKeys: ReadonlyMap<string, readonly MountKey[]> = new Map([
  [
    "cache",
    [
      target,
      {
        name: "sharing",
        says: () => t("what happens when two builds want it at once"),
        values: ["shared", "locked", "private"],
      },
      { name: "id", says: () => t("two mounts of the same id share what is in it") },
      ...access,
      from,
      source,
      readOnly,
    ],
  ],
  ["bind", [target, source, from, writable]],
  [
    "secret",
    [id, { name: "env", says: () => t("the variable that gets the secret") }, target, required, ...access],
  ],
  ["ssh", [id, target, required, ...access]],
  [
    "tmpfs",
    [
      target,
      { name: "size", says: () => t("how large it may grow, in bytes"), values: ["64m", "512m", "1g"] },
    ],
  ],
]);

export const mountTypes: ReadonlyMap<string, Says> = new Map<string, Says>([
  ["cache", () => t("a folder that the next build finds again")],
  ["bind", () => t("files of the build context, of a stage or of an image")],
  ["secret", () => t("a file or variable that leaves no trace in the image")],
  ["ssh", () => t("the keys of an SSH agent")],
  ["tmpfs", () => t("an empty folder in memory")],
]);

export const platforms: readonly string[] = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386"];
export const morePlatforms: readonly string[] = [
  "linux/ppc64le",
  "linux/riscv64",
  "linux/s390x",
  "windows/amd64",
];
