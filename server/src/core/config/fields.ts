import { labelKinds } from "../policy.ts";
import { failOnValues } from "./projectConfig.ts";

/** What a key of the configuration file takes. */
export type FieldKind = "path" | "rules" | "budgets" | "strings" | "labels" | "flag" | "failOn" | "overrides";

export interface Field {
  readonly key: string;
  readonly kind: FieldKind;
  /** True when an entry of `overrides` may have it too. */
  readonly isPerFile: boolean;
  /** Markdown, one or two sentences. */
  readonly description: string;
}

/** The one table of keys in `.plimsoll.json`. The reader, the JSON schema and docs/configuration.md follow from it. */
export const fields: readonly Field[] = [
  {
    key: "rules",
    kind: "rules",
    isPerFile: true,
    description: "Severity per rule id, or per name that another tool gives the rule (`DL3008`).",
  },
  {
    key: "budgets",
    kind: "budgets",
    isPerFile: true,
    description:
      "Unpacked sizes in MB that [image-over-budget](rules/image-over-budget.md) holds an image to: `image` for all of it, `service` for what the Dockerfile adds to its base image.",
  },
  {
    key: "allowedRegistries",
    kind: "strings",
    isPerFile: true,
    description:
      "Registries that images may come from, `*` for any run of characters: `docker.io`, `*.example.com`. The others are reported by [registry-not-allowed](rules/registry-not-allowed.md).",
  },
  {
    key: "labels",
    kind: "labels",
    isPerFile: true,
    description:
      "Labels that every image has to have, each with what its value is. [label-policy](rules/label-policy.md) reports what is missing.",
  },
  {
    key: "strictLabels",
    kind: "flag",
    isPerFile: true,
    description: "Labels that `labels` does not name are reported too.",
  },
  {
    key: "context",
    kind: "path",
    isPerFile: true,
    description:
      "The folder that is the build context, relative to this file. Without it the context is found, as the setting [plimsoll.context](settings.md) says.",
  },
  {
    key: "ignore",
    kind: "strings",
    isPerFile: false,
    description: "Dockerfiles that are not analysed.",
  },
  {
    key: "overrides",
    kind: "overrides",
    isPerFile: false,
    description: "Values for the Dockerfiles that `files` names; a later entry wins over an earlier one.",
  },
  {
    key: "failOn",
    kind: "failOn",
    isPerFile: false,
    description:
      "The severity from which `plimsoll check` fails, unless `--fail-on` says otherwise. `never` for a report only.",
  },
];

export const ruleSeverities = ["off", "hint", "information", "warning", "error"] as const;

/** The JSON schema of `.plimsoll.json`, as a value. `ruleNames` are ids with their summaries. */
export function configSchema(
  ruleNames: readonly { readonly id: string; readonly summary: string }[],
): Readonly<Record<string, unknown>> {
  const patterns = {
    type: "array",
    items: { type: "string" },
    markdownDescription:
      "Patterns as in `.dockerignore`, relative to the folder of this file: `**/*.dev.Dockerfile`.",
  };
  const schemaOf = ({ kind }: Field): Readonly<Record<string, unknown>> => {
    switch (kind) {
      case "rules":
        return {
          type: "object",
          properties: Object.fromEntries(
            ruleNames.map(({ id, summary }) => [
              id,
              { enum: ruleSeverities, markdownDescription: summary, default: "off" },
            ]),
          ),
          additionalProperties: { enum: ruleSeverities },
        };
      case "budgets":
        return {
          type: "object",
          properties: {
            image: { type: "number", exclusiveMinimum: 0, markdownDescription: "MB of the whole image." },
            service: {
              type: "number",
              exclusiveMinimum: 0,
              markdownDescription: "MB that the Dockerfile adds to its base image.",
            },
          },
          additionalProperties: false,
        };
      case "strings":
        return { type: "array", items: { type: "string" } };
      case "labels":
        return { type: "object", additionalProperties: { enum: labelKinds } };
      case "path":
        return { type: "string" };
      case "flag":
        return { type: "boolean" };
      case "failOn":
        return { enum: failOnValues };
      case "overrides":
        return {
          type: "array",
          items: {
            type: "object",
            required: ["files"],
            properties: { files: patterns, ...propertiesOf(fields.filter((field) => field.isPerFile)) },
            additionalProperties: false,
          },
        };
    }
  };
  function propertiesOf(some: readonly Field[]): Record<string, unknown> {
    return Object.fromEntries(
      some.map((field) => [field.key, { ...schemaOf(field), markdownDescription: field.description }]),
    );
  }
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Plimsoll",
    type: "object",
    properties: { $schema: { type: "string" }, ...propertiesOf(fields) },
    additionalProperties: false,
  };
}
