/** What a project has decided for its images, beyond which rules speak. Rules read it as a fact. */
export interface Policy {
  readonly budgets: Budgets;
  /** Registries that images may come from: hosts, `*` stands for any run of characters. Empty when all may be used. */
  readonly registries: readonly string[];
  readonly labels: LabelPolicy;
}

/** Unpacked bytes; undefined where there is no limit. */
export interface Budgets {
  /** For the whole image that the file builds. */
  readonly image?: number | undefined;
  /** For what the file adds to its base image. */
  readonly service?: number | undefined;
}

export interface LabelPolicy {
  /** Labels that every image has to have, and what their values are. */
  readonly required: Readonly<Record<string, LabelKind>>;
  /** No other labels are allowed. */
  readonly strict: boolean;
}

export const labelKinds = ["text", "url", "rfc3339", "spdx", "hash", "semver", "email"] as const;
export type LabelKind = (typeof labelKinds)[number];

export const noPolicy: Policy = { budgets: {}, registries: [], labels: { required: {}, strict: false } };
