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

const flags = parameter("flags", "[--flag=value …]", "how it is done");

function commandForms(what: string, withFlags: boolean): readonly Form[] {
  const first = withFlags ? [flags] : [];
  return [
    {
      isJson: false,
      says: `${what}, through the shell`,
      parameters: [...first, parameter("command", "command", "what the shell gets, variables included")],
    },
    {
      isJson: true,
      says: `${what}, without a shell`,
      parameters: [
        ...first,
        parameter("program", '["program"', "the file that is started; no shell puts variables in"),
        parameter("arguments", '"argument" …]', "each argument by itself, in double quotes", ", "),
      ],
    },
  ];
}

function fileForms(what: string): readonly Form[] {
  const source = parameter("source", "source …", "files and folders of the build context, patterns too");
  const destination = parameter(
    "destination",
    "destination",
    "where they go; a folder when it ends in a slash",
  );
  return [
    { isJson: false, says: what, parameters: [flags, source, destination] },
    {
      isJson: true,
      says: `${what}, for paths with blanks`,
      parameters: [
        flags,
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
        parameter("name", "name", "how it is called from here on"),
        parameter("value", value, "in quotes where it has blanks", ""),
      ],
    },
  ];
}

function single(name: string, says: string, meaning: string): readonly Form[] {
  return [{ says, parameters: [parameter(name, name, meaning)] }];
}

export const formsOf: ReadonlyMap<string, readonly Form[]> = new Map<string, readonly Form[]>([
  [
    "FROM",
    [
      {
        says: "begins a stage",
        parameters: [
          flags,
          parameter(
            "image",
            "image",
            "an image with its tag, an earlier stage, or scratch for nothing at all",
          ),
          parameter("as", "[AS", "a name follows"),
          parameter("stage", "stage]", "how later stages and --target call this one"),
        ],
      },
    ],
  ],
  ["RUN", commandForms("runs a command while the image is built", true)],
  ["CMD", commandForms("what a container runs when nothing else is asked for", false)],
  ["ENTRYPOINT", commandForms("the program that a container runs", false)],
  ["COPY", fileForms("puts files into the image")],
  ["ADD", fileForms("puts files, downloads and unpacked archives into the image")],
  ["ENV", propertyForm("sets variables for the build and for containers", "=value …")],
  ["LABEL", propertyForm("notes something about the image", "=value …")],
  ["ARG", propertyForm("declares a variable of the build", "[=default] …")],
  [
    "WORKDIR",
    single("path", "the folder for what is below", "best from the root on; it is made when it is not there"),
  ],
  [
    "VOLUME",
    single("path …", "folders that outlive a container", "what later instructions put there may be lost"),
  ],
  [
    "USER",
    [
      {
        says: "who runs what is below, and the container",
        parameters: [
          parameter("user", "user", "a name that the image knows, or a number"),
          parameter("group", "[:group]", "a name or a number; the user's own groups do not count then", ""),
        ],
      },
    ],
  ],
  [
    "EXPOSE",
    [
      {
        says: "says which ports are served on; publishes none",
        parameters: [
          parameter("port", "port", "inside of the container, or a range of them"),
          parameter("protocol", "[/protocol] …", "tcp, or udp", ""),
        ],
      },
    ],
  ],
  [
    "HEALTHCHECK",
    [
      {
        says: "a command that tells whether the container works",
        parameters: [
          flags,
          parameter("cmd", "CMD", "the command follows"),
          parameter("command", "command", "ends with 0 when all is well, else with 1"),
        ],
      },
      {
        says: "without the check of the base image",
        parameters: [parameter("none", "NONE", "nothing is checked")],
      },
    ],
  ],
  [
    "SHELL",
    [
      {
        says: "the shell of the commands below",
        parameters: [
          parameter("program", '["program"', "the shell"),
          parameter("arguments", '"argument" …]', "the last one makes it take a command, as -c does", ", "),
        ],
      },
    ],
  ],
  [
    "STOPSIGNAL",
    single("signal", "the signal that ends the container", "by its name, SIGQUIT, or by its number"),
  ],
  [
    "ONBUILD",
    single(
      "instruction",
      "an instruction for images that are built on this one",
      "runs there, behind their FROM",
    ),
  ],
  [
    "MAINTAINER",
    single("name", "who looks after the image; LABEL has taken its place", "whatever is written here"),
  ],
]);
