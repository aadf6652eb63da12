import type { LabelKind } from "../policy.ts";
import { valueComplaint } from "./ociLabels.ts";

/** What keeps a label's value from being of the kind that is asked for, as a message; undefined when it is one. */
export function labelComplaint(kind: LabelKind, value: string): string | undefined {
  if (value.trim() === "") return `this label is empty, and this project asks for ${kindInWords[kind]}`;
  switch (kind) {
    case "text":
      return undefined;
    case "url":
      return valueComplaint("url", value);
    case "rfc3339":
      return valueComplaint("created", value);
    case "spdx":
      return valueComplaint("licenses", value);
    case "hash":
      return /^([0-9a-f]{7}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(value)
        ? undefined
        : "this is no commit: 7, 40 or 64 hexadecimal digits";
    case "semver":
      return semver.test(value) ? undefined : "this is no semantic version such as 1.4.2 or 2.0.0-rc.1";
    case "email":
      return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value) ? undefined : "this is no mail address";
  }
}

/** semver.org, version 2.0.0 */
const semver =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-z-][\da-z-]*)(\.(0|[1-9]\d*|\d*[a-z-][\da-z-]*))*)?(\+[\da-z-]+(\.[\da-z-]+)*)?$/i;

const kindInWords: Readonly<Record<LabelKind, string>> = {
  text: "a text",
  url: "a URL",
  rfc3339: "a date and time",
  spdx: "an SPDX license expression",
  hash: "a commit",
  semver: "a semantic version",
  email: "a mail address",
};
