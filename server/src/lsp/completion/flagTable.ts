/** What an instruction takes between its keyword and its words. */
export interface FlagEntry {
  readonly name: string;
  readonly says: string;
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
  readonly says: string;
  readonly values?: readonly string[];
  /** `required` alone means `required=true`. */
  readonly isSwitch?: true;
  readonly aliases?: readonly string[];
}

const owner: FlagEntry = {
  name: "chown",
  value: "user:group",
  says: "who owns the files in the image; root when it is not said",
};
const mode: FlagEntry = {
  name: "chmod",
  value: "755",
  values: ["755", "644", "750", "640", "600", "+x"],
  says: "access rights of the files in the image",
};
const link: FlagEntry = {
  name: "link",
  says: "a layer of its own, which stays valid when the layers below change",
};
const exclude: FlagEntry = {
  name: "exclude",
  value: "pattern",
  says: "leaves out what the pattern matches",
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
        says: "the platform of the image, when it is not the one that is built for",
      },
    ],
  ],
  [
    "RUN",
    [
      {
        name: "mount",
        value: "type=cache",
        says: "lends the command files that stay out of the layer: caches, secrets, folders",
        isRepeatable: true,
      },
      {
        name: "network",
        value: "none",
        values: ["none", "default", "host"],
        says: "which network the command sees",
      },
      {
        name: "security",
        value: "insecure",
        values: ["sandbox", "insecure"],
        says: "runs without the sandbox, where the builder allows it",
        isSpecial: true,
      },
      {
        name: "device",
        value: "name",
        says: "lends the command a device of the builder",
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
        says: "takes files of another stage or image, not of the build context",
      },
      owner,
      mode,
      link,
      { name: "parents", says: "keeps the folders of the sources instead of their last part alone" },
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
        says: "what the download has to be, or the build fails",
      },
      owner,
      mode,
      link,
      { name: "unpack", values: ["true", "false"], says: "unpacks an archive, also one that is downloaded" },
      {
        name: "keep-git-dir",
        values: ["true", "false"],
        says: "keeps the .git folder of a repository",
      },
      exclude,
    ],
  ],
  [
    "HEALTHCHECK",
    [
      { name: "interval", value: "30s", values: ["30s", "10s", "1m", "5m"], says: "time between two checks" },
      {
        name: "timeout",
        value: "5s",
        values: ["5s", "3s", "10s", "30s"],
        says: "how long one check may take",
      },
      {
        name: "start-period",
        value: "10s",
        values: ["10s", "30s", "1m"],
        says: "time to start up, in which failures do not count",
      },
      {
        name: "start-interval",
        value: "5s",
        values: ["5s", "2s", "1s"],
        says: "time between two checks while it starts up",
      },
      {
        name: "retries",
        value: "3",
        values: ["3", "2", "5"],
        says: "failures in a row that make a container unhealthy",
      },
    ],
  ],
]);

const target: MountKey = {
  name: "target",
  says: "where the command finds it",
  aliases: ["dst", "destination"],
};
const source: MountKey = {
  name: "source",
  says: "what of it is lent; all of it when it is not said",
  aliases: ["src"],
};
const from: MountKey = { name: "from", says: "a stage or image instead of the build context" };
const id: MountKey = { name: "id", says: "what it is called outside of the build" };
const required: MountKey = { name: "required", says: "fails when it is not there", isSwitch: true };
const access: readonly MountKey[] = [
  { name: "mode", says: "its access rights", values: ["0755", "0700", "0444", "0400"] },
  { name: "uid", says: "the number of its owner", values: ["0", "1000"] },
  { name: "gid", says: "the number of its group", values: ["0", "1000"] },
];
const readOnly: MountKey = {
  name: "readonly",
  says: "nothing can be written to it",
  isSwitch: true,
  aliases: ["ro"],
};
const writable: MountKey = {
  name: "rw",
  says: "can be written to, and what is written is thrown away",
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
        says: "what happens when two builds want it at once",
        values: ["shared", "locked", "private"],
      },
      { name: "id", says: "two mounts of the same id share what is in it" },
      ...access,
      from,
      source,
      readOnly,
    ],
  ],
  ["bind", [target, source, from, writable]],
  ["secret", [id, { name: "env", says: "the variable that gets the secret" }, target, required, ...access]],
  ["ssh", [id, target, required, ...access]],
  [
    "tmpfs",
    [target, { name: "size", says: "how large it may grow, in bytes", values: ["64m", "512m", "1g"] }],
  ],
]);

export const mountTypes: ReadonlyMap<string, string> = new Map([
  ["cache", "a folder that the next build finds again"],
  ["bind", "files of the build context, of a stage or of an image"],
  ["secret", "a file or variable that leaves no trace in the image"],
  ["ssh", "the keys of an SSH agent"],
  ["tmpfs", "an empty folder in memory"],
]);

export const platforms: readonly string[] = ["linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386"];
export const morePlatforms: readonly string[] = [
  "linux/ppc64le",
  "linux/riscv64",
  "linux/s390x",
  "windows/amd64",
];
