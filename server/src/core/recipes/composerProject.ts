import { type JsonObject, jsonObject, objectAt } from "../facts/json.ts";
import type { BuildContext } from "../known.ts";

/** What composer.json says that an install in a stage of its own has to know. */
export interface ComposerProject {
  /** The files are known. */
  readonly isKnown: boolean;
  /** Commands of PHP's that Composer starts when it has installed, as they are run without it. */
  readonly scripts: readonly string[];
  /** Why the packages cannot be installed without the rest. */
  readonly problem: string | undefined;
}

const unknown: ComposerProject = { isKnown: false, scripts: [], problem: undefined };

export function composerProject(context: BuildContext | undefined, place: string): ComposerProject {
  const text = context?.read(`${place}composer.json`);
  if (!context || text === undefined) return unknown;
  if (context.complete && !context.has(`${place}composer.lock`))
    return problem("without composer.lock the packages are chosen for the PHP that Composer runs on");
  const json = jsonObject(text);
  if (hasOtherFolders(json)) return problem("composer.json has packages installed outside vendor");
  return scriptsOf(objectAt(json, "scripts"));
}

function hasOtherFolders(json: JsonObject): boolean {
  const config = objectAt(json, "config");
  const extra = objectAt(json, "extra");
  return (
    config["vendor-dir"] !== undefined ||
    config["bin-dir"] !== undefined ||
    Object.keys(extra).some((key) => /installer|scaffold|install-dir|webroot|public-dir$/.test(key))
  );
}

const events =
  /^(pre|post)-(install-cmd|autoload-dump|package-install|operations-exec|dependencies-solving)$/;
/** It empties caches of Laravel, which a new image has none of. */
const needless = /^Illuminate\\+Foundation\\+ComposerScripts::post(AutoloadDump|Install)$/;

function scriptsOf(scripts: JsonObject): ComposerProject {
  const commands: string[] = [];
  for (const [event, value] of Object.entries(scripts)) {
    if (!events.test(event)) continue;
    for (const script of Array.isArray(value) ? value : [value]) {
      if (typeof script !== "string") return problem(`composer.json has a ${event} that is not understood`);
      if (needless.test(script)) continue;
      const command = /^@php ([\w./:= -]+)$/.exec(script)?.[1];
      if (command === undefined || !event.startsWith("post-"))
        return problem(`composer.json has a ${event} that only Composer can run`);
      commands.push(`php ${command.trim()}`);
    }
  }
  return { isKnown: true, scripts: [...new Set(commands)], problem: undefined };
}

function problem(why: string): ComposerProject {
  return { isKnown: true, scripts: [], problem: why };
}
