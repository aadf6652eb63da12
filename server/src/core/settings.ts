/** One user setting: its key below `plimsoll.`, what it may be, and one sentence about it. */
export interface Setting {
  readonly key: string;
  readonly type: "boolean" | "string" | "number" | "array" | "object";
  readonly values?: readonly { readonly value: string; readonly meaning: string }[];
  readonly items?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: Readonly<Record<string, unknown>>;
  readonly minimum?: number;
  readonly default: unknown;
  /** Markdown. */
  readonly description: string;
  readonly scope: "resource" | "window" | "machine-overridable";
}

/** The one table of settings. Types, package.json and docs/settings.md follow from it. */
export const settings: readonly Setting[] = [
  {
    key: "enable",
    type: "boolean",
    default: true,
    description: "Analyse Dockerfiles.",
    scope: "resource",
  },
  {
    key: "run",
    type: "string",
    values: [
      { value: "onType", meaning: "while typing" },
      { value: "onSave", meaning: "when the file is opened or saved" },
    ],
    default: "onType",
    description: "When Dockerfiles are analysed:",
    scope: "resource",
  },
  {
    key: "rules",
    type: "object",
    additionalProperties: { type: "string", enum: ["off", "hint", "information", "warning", "error", "default"] },
    default: {},
    description:
      'Severity per rule id: `"apt-recommends": "off"`. The ids are listed in the [rules overview](https://github.com/plimsoll/plimsoll/blob/main/docs/rules/README.md).',
    scope: "resource",
  },
  {
    key: "platform",
    type: "string",
    default: "auto",
    description:
      "The platform that image sizes are shown for, such as `linux/arm64`. `auto` takes the architecture of the machine that VS Code runs on.",
    scope: "resource",
  },
  {
    key: "hover.image",
    type: "boolean",
    default: true,
    description: "Show sizes, operating system and smaller alternatives when the pointer rests on an image.",
    scope: "resource",
  },
  {
    key: "ignoreComment.style",
    type: "string",
    values: [
      { value: "auto", meaning: "the style that the file already uses, else Plimsoll's own" },
      { value: "plimsoll", meaning: "`# plimsoll ignore=pip-cache`" },
      { value: "hadolint", meaning: "`# hadolint ignore=DL3042` where the rule has such a name" },
      { value: "check", meaning: "`# check=skip=JSONArgsRecommended` where the rule has such a name" },
    ],
    default: "auto",
    description: "How ignore comments are written:",
    scope: "resource",
  },
  {
    key: "maxFileLines",
    type: "number",
    minimum: 1,
    default: 5000,
    description: "Files with more lines are not analysed.",
    scope: "resource",
  },
];
