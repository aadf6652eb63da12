import { imageFamily, systemFacts } from "../../core/images/families.ts";
import type { ImageFacts, ImageReference, Platform } from "../../core/images/types.ts";
import { isRecord } from "../images/storedFacts.ts";
import { parseJson } from "./json.ts";

/** What the configuration of an image says of it. */
export type ConfigFacts = Pick<
  ImageFacts,
  "created" | "user" | "os" | "osFamily" | "libc" | "packageManager" | "shell" | "runtime"
> & { readonly platform: Platform };

/** Names that stand for root. */
const root = /^(root|0)?(:.*)?$/;

/** The variables that official images keep the version of what they are for in. */
const runtimes: Readonly<Record<string, string>> = {
  NODE_VERSION: "node",
  PYTHON_VERSION: "python",
  GOLANG_VERSION: "go",
  RUBY_VERSION: "ruby",
  PHP_VERSION: "php",
  RUST_VERSION: "rust",
  JAVA_VERSION: "java",
};

/** Reads the configuration blob of an image. Throws when it is none. */
export function readConfig(reference: ImageReference, body: Uint8Array): ConfigFacts {
  const { os, architecture, variant, created, config, history } = parseJson(body, "configuration");
  const { User, Env, Labels } = isRecord(config) ? config : {};
  const user = typeof User === "string" && !root.test(User) ? User.slice(0, 100) : undefined;
  const system = systemOf(
    texts(isRecord(Labels) ? Object.entries(Labels).map((pair) => pair.join("=")) : []),
    history,
  );
  const { flavour: _, ...family } = imageFamily(reference);
  const stated = system === undefined ? family : systemFacts(system);
  return {
    platform: [os, architecture, variant].filter((part) => typeof part === "string" && part !== "").join("/"),
    created: typeof created === "string" && /^\d{4}-\d\d-\d\d/.test(created) ? created : undefined,
    user,
    ...stated,
    runtime: runtimeOf(texts(Env)),
  };
}

/** Who has made the first layer, in the words that `systemFacts` knows; undefined when nothing tells. */
function systemOf(labels: readonly string[], history: unknown): string | undefined {
  const steps = Array.isArray(history) ? history.slice(0, 20).filter(isRecord) : [];
  for (const created of texts(steps.map(({ created_by }) => created_by))) {
    const debian = /debian\.sh .*'(?:[a-z]+\/)?([a-z]+)'/.exec(created)?.[1];
    if (debian !== undefined) return `debian ${debian}`;
    const alpine = /alpine-minirootfs-(\d+\.\d+)/.exec(created)?.[1];
    if (alpine !== undefined) return `alpine ${alpine}`;
  }
  const version = labels.find((label) => label.startsWith("org.opencontainers.image.version="))?.slice(33);
  const isUbuntu = labels.includes("org.opencontainers.image.ref.name=ubuntu");
  return isUbuntu && version !== undefined && /^\d\d\.\d\d$/.test(version) ? `ubuntu ${version}` : undefined;
}

function runtimeOf(variables: readonly string[]): string | undefined {
  for (const variable of variables) {
    const [, name = "", value = ""] = /^(\w+)=v?([\w.+-]{1,40})$/.exec(variable) ?? [];
    if (Object.hasOwn(runtimes, name)) return `${runtimes[name]} ${value}`;
  }
  return undefined;
}

function texts(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
}
