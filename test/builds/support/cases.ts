import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Safety } from "../../../server/src/core/edits/fix.ts";

/** A small project of test/builds/cases: its build context, with the Dockerfile, and what holds of it. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly text: string;
  readonly stated: Statement;
}

/** `case.json` */
export interface Statement {
  /** What the case is about: one sentence. */
  readonly about: string;
  /** How far the fixes go. */
  readonly allow: "safe" | "review";
  /** Why what the reviewed fixes take for granted is true of this project. */
  readonly assumption?: string;
  /** The rules whose fixes are applied, and no others are. */
  readonly fixes: readonly string[];
  /** The project does not work before the fixes: no image is made of it, or the image does not start. */
  readonly broken?: "build" | "start";
  /** The files are the same although the fixes are reviewed. */
  readonly sameFiles?: boolean;
  /** Applies the fixes of these rules alone. */
  readonly only?: readonly string[];
  /** Applies only the fixes whose titles begin with one of these: alternatives to the recommended ones. */
  readonly titles?: readonly string[];
  /** Started in place of the image's own command. */
  readonly smoke?: readonly string[];
  /** What it prints. */
  readonly prints: string;
  /** A source file, whose change is followed by another build. */
  readonly touch?: string;
  /** Files that the project has and no repository: bytes by path. */
  readonly made?: Readonly<Record<string, number>>;
  /** Files of the project by the id of the secret that they are. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** The image becomes smaller by this part, in percent. */
  readonly saves?: number;
  /** What everybody's first Dockerfile of this kind looks like, in a few words; such projects head the table. */
  readonly headline?: string;
}

const folder = path.join(import.meta.dirname, "../cases");

export function readCases(): readonly Case[] {
  return readdirSync(folder)
    .sort()
    .map((name) => readCase(name, path.join(folder, name)));
}

function readCase(name: string, place: string): Case {
  const stated: Statement = JSON.parse(readFileSync(path.join(place, "case.json"), "utf8"));
  return { name, folder: place, text: readFileSync(path.join(place, "Dockerfile"), "utf8"), stated };
}

/** A copy of the project that a test may change; `done` takes it away. */
export function copyOf({ folder: place, stated }: Case): { readonly context: string; done(): void } {
  const copy = mkdtempSync(path.join(tmpdir(), "plimsoll-case-"));
  const context = path.join(copy, "context");
  cpSync(place, context, { recursive: true, verbatimSymlinks: true });
  // Says what the test expects, and is no part of the project.
  rmSync(path.join(context, "case.json"));
  for (const [name, bytes] of Object.entries(stated.made ?? {})) {
    mkdirSync(path.dirname(path.join(context, name)), { recursive: true });
    writeFileSync(path.join(context, name), Buffer.alloc(bytes, "x\n"));
  }
  return { context, done: () => rmSync(copy, { recursive: true, force: true }) };
}

export function allowedBy({ allow }: Statement): readonly Safety[] {
  return allow === "safe" ? ["safe"] : ["safe", "review"];
}
