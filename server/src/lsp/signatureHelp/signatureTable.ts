import { t } from "../../l10n/t.ts";

/** One way to write an instruction. */
export interface Form {
  /** JSON, or what a shell reads; both when it makes no difference. */
  readonly isJson?: boolean;
  readonly says: string;
  readonly parameters: readonly Parameter[];
}

export interface Parameter {
  /** What it is called in `activeName`. */
  readonly name: string;
  /** As it stands in the signature. */
  readonly label: string;
  readonly says: string;
  /** What stands in front of it instead of a blank. */
  readonly glue?: string;
}

function parameter(name: string, label: string, says: string, glue?: string): Parameter {
  return { name, label, says, ...(glue === undefined ? {} : { glue }) };
}

const flags = (): Parameter => parameter("flags", "[--flag=value …]", t("how it is done"));

function commandForms(what: string, withFlags: boolean): readonly Form[] {
  const first = withFlags ? [flags()] : [];
  return [
    {
      isJson: false,
      says: t("{0}, through the shell", what),
      parameters: [...first, parameter("command", "command", t("what the shell gets, variables included"))],
    },
    {
      isJson: true,
      says: t("{0}, without a shell", what),
      parameters: [
        ...first,
        parameter("program", '["program"', t("the file that is started; no shell puts variables in")),
        parameter("arguments", '"argument" …]', t("each argument by itself, in double quotes"), ", "),
      ],
    },
  ];
}

function fileForms(what: string): readonly Form[] {
  const source = parameter("source", "source …", t("files and folders of the build context, patterns too"));
  const destination = parameter(
    "destination",
    "destination",
    t("where they go; a folder when it ends in a slash"),
  );
  return [
    { isJson: false, says: what, parameters: [flags(), source, destination] },
    {
      isJson: true,
      says: t("{0}, for paths with blanks", what),
      parameters: [
        flags(),
        { ...source, label: '["source" …' },
        { ...destination, label: '"destination"]', glue: ", " },
      ],
    },
  ];
}

function propertyForm(says: string, value: string): readonly Form[] {
  return [
    {
      says,
      parameters: [
        parameter("name", "name", t("how it is called from here on")),
        parameter("value", value, t("in quotes where it has blanks"), ""),
      ],
    },
  ];
}

function single(name: string, says: string, meaning: string): readonly Form[] {
  return [{ says, parameters: [parameter(name, name, meaning)] }];
}

/** The ways to write an instruction; none for a word that is no instruction. */
export function formsOf(keyword: string): readonly Form[] {
  return forms.get(keyword)?.() ?? [];
}

const forms: ReadonlyMap<string, () => readonly Form[]> = new Map<string, () => readonly Form[]>([
  [
    "FROM",
    () => [
      {
        says: t("begins a stage"),
        parameters: [
          flags(),
          parameter(
            "image",
            "image",
            t("an image with its tag, an earlier stage, or scratch for nothing at all"),
          ),
          parameter("as", "[AS", t("a name follows")),
          parameter("stage", "stage]", t("how later stages and --target call this one")),
        ],
      },
    ],
  ],
  ["RUN", () => commandForms(t("runs a command while the image is built"), true)],
  ["CMD", () => commandForms(t("what a container runs when nothing else is asked for"), false)],
  ["ENTRYPOINT", () => commandForms(t("the program that a container runs"), false)],
  ["COPY", () => fileForms(t("puts files into the image"))],
  ["ADD", () => fileForms(t("puts files, downloads and unpacked archives into the image"))],
  ["ENV", () => propertyForm(t("sets variables for the build and for containers"), "=value …")],
  ["LABEL", () => propertyForm(t("notes something about the image"), "=value …")],
  ["ARG", () => propertyForm(t("declares a variable of the build"), "[=default] …")],
  [
    "WORKDIR",
    () =>
      single(
        "path",
        t("the folder for what is below"),
        t("best from the root on; it is made when it is not there"),
      ),
  ],
  [
    "VOLUME",
    () =>
      single(
        "path …",
        t("folders that outlive a container"),
        t("what later instructions put there may be lost"),
      ),
  ],
  [
    "USER",
    () => [
      {
        says: t("who runs what is below, and the container"),
        parameters: [
          parameter("user", "user", t("a name that the image knows, or a number")),
          parameter(
            "group",
            "[:group]",
            t("a name or a number; the user's own groups do not count then"),
            "",
          ),
        ],
      },
    ],
  ],
  [
    "EXPOSE",
    () => [
      {
        says: t("says which ports are served on; publishes none"),
        parameters: [
          parameter("port", "port", t("inside of the container, or a range of them")),
          parameter("protocol", "[/protocol] …", t("tcp, or udp"), ""),
        ],
      },
    ],
  ],
  [
    "HEALTHCHECK",
    () => [
      {
        says: t("a command that tells whether the container works"),
        parameters: [
          flags(),
          parameter("cmd", "CMD", t("the command follows")),
          parameter("command", "command", t("ends with 0 when all is well, else with 1")),
        ],
      },
      {
        says: t("without the check of the base image"),
        parameters: [parameter("none", "NONE", t("nothing is checked"))],
      },
    ],
  ],
  [
    "SHELL",
    () => [
      {
        says: t("the shell of the commands below"),
        parameters: [
          parameter("program", '["program"', t("the shell")),
          parameter(
            "arguments",
            '"argument" …]',
            t("the last one makes it take a command, as -c does"),
            ", ",
          ),
        ],
      },
    ],
  ],
  [
    "STOPSIGNAL",
    () =>
      single("signal", t("the signal that ends the container"), t("by its name, SIGQUIT, or by its number")),
  ],
  [
    "ONBUILD",
    () =>
      single(
        "instruction",
        t("an instruction for images that are built on this one"),
        t("runs there, behind their FROM"),
      ),
  ],
  [
    "MAINTAINER",
    () =>
      single(
        "name",
        t("who looks after the image; LABEL has taken its place"),
        t("whatever is written here"),
      ),
  ],
]);
