import { expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { cacheMountFix } from "../../../server/src/core/edits/cacheMounts.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import type { Manager } from "../../../server/src/core/facts/packagePrograms.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

function mounted(text: string, manager: Manager): string | undefined {
  const facts = deriveFacts(parseDockerfile(text), nothingKnown);
  const run = facts.runs.at(-1);
  const fix = run && cacheMountFix(facts, run, manager);
  return fix && applyEdits(text, fix.edits);
}

test.each<[Manager, string, string]>([
  ["pip", "RUN pip install --no-cache-dir x", "RUN --mount=type=cache,target=/root/.cache/pip pip install x"],
  [
    "pip",
    "RUN --network=host pip install x",
    "RUN --network=host --mount=type=cache,target=/root/.cache/pip pip install x",
  ],
  ["pip", "RUN \\\n  pip install x", "RUN --mount=type=cache,target=/root/.cache/pip \\\n  pip install x"],
  [
    "pip",
    "RUN pip install x && pip cache purge",
    "RUN --mount=type=cache,target=/root/.cache/pip pip install x",
  ],
  [
    "pip",
    "RUN pip install x && rm -rf /root/.cache/pip /tmp/x",
    "RUN --mount=type=cache,target=/root/.cache/pip pip install x && rm -rf /tmp/x",
  ],
  ["npm", "RUN npm ci && npm cache clean --force", "RUN --mount=type=cache,target=/root/.npm npm ci"],
  [
    "dnf",
    "RUN dnf install -y x \\\n && dnf clean all",
    "RUN --mount=type=cache,target=/var/cache/dnf,sharing=locked dnf install -y x",
  ],
  [
    "pip",
    "RUN pip install \\\n  # no cache\n  --no-cache-dir \\\n  x",
    "RUN --mount=type=cache,target=/root/.cache/pip pip install \\\n  # no cache\n   \\\n  x",
  ],
])("%s: %j becomes %j", (manager, before, after) => {
  expect(mounted(`FROM a\n${before}\n`, manager)).toBe(`FROM a\n${after}\n`);
});

test("takes the line break of the file", () => {
  expect(mounted("FROM a\r\nRUN apt-get update\r\n", "apt")).toBe(
    "FROM a\r\nRUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\r\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\r\n    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update\r\n",
  );
});

test.each<[string, Manager, string]>([
  ["another user", "pip", "FROM a\nUSER app\nRUN pip install x"],
  ["a cache folder that is not known", "pip", "FROM a\nARG DIR\nENV PIP_CACHE_DIR=$DIR\nRUN pip install x"],
  ["a cache folder of this command", "npm", "FROM a\nRUN npm_config_cache=/c npm ci"],
  ["a removal of the folder around it", "pip", "FROM a\nRUN pip install x && rm -rf /root/.cache"],
  ["modules of an unknown toolchain", "go", "FROM example.com/go\nRUN go build"],
  ["system folders of another user", "apt", "FROM node:22\nUSER node\nRUN sudo apt-get install x"],
  ["a cache that is off", "pip", "FROM a\nRUN export PIP_NO_CACHE_DIR=1 && pip install x"],
  ["a mount that is there", "pip", "FROM a\nRUN --mount=type=cache,target=/root/.cache/ pip install x"],
  ["a clean-up in a condition", "apt", "FROM a\nRUN apt-get update; if true; then apt-get clean; fi"],
  ["an ONBUILD trigger", "pip", "FROM a\nONBUILD RUN pip install x"],
  ["the exec form", "pip", 'FROM a\nRUN ["pip", "install", "x"]'],
  ["a process in the background", "pip", "FROM a\nRUN pip install x &"],
  ["a manager without a known cache", "mix", "FROM a\nRUN mix deps.get"],
])("offers nothing for %s", (_, manager, text) => {
  expect(mounted(`${text}\n`, manager)).toBeUndefined();
});

test.each<[string, Manager, string, string]>([
  ["the folder that ENV names", "pip", "FROM a\nENV PIP_CACHE_DIR=/c", "target=/c"],
  ["another home folder", "npm", "FROM a\nENV HOME=/h", "target=/h/.npm"],
  ["a user of the base image", "npm", "FROM node:22\nUSER node", "target=/home/node/.npm,uid=1000,gid=1000"],
  [
    "yarn's folder of a user",
    "yarn",
    "FROM node:22\nUSER node",
    "target=/home/node/.cache/yarn,uid=1000,gid=1000",
  ],
  ["the store of pnpm", "pnpm", "FROM node:22\nENV PNPM_HOME=/pnpm", "target=/pnpm/store"],
  ["the official Composer image", "composer", "FROM composer:2", "target=/tmp/cache"],
  ["Fedora's dnf 5", "dnf", "FROM fedora:42", "target=/var/cache/libdnf5,sharing=locked"],
])("takes %s", (_, manager, above, mount) => {
  const line = `RUN ${manager} install`;
  expect(mounted(`${above}\n${line}\n`, manager)).toBe(
    `${above}\nRUN --mount=type=cache,${mount} ${manager} install\n`,
  );
});

test("takes both caches of Go and of cargo", () => {
  expect(mounted("FROM golang:1.25\nRUN go build .\n", "go")).toBe(
    "FROM golang:1.25\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    go build .\n",
  );
  expect(
    mounted("FROM rust:1\nRUN cargo build && rm -rf $CARGO_HOME/registry/* src\n", "cargo"),
  ).toBeDefined();
});
